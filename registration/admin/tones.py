"""The tones of the states, and how long something has stood."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.correspondence.states import MessageState
from registration.states import ChangeState, InvitationState, RegistrationState, RoundState

R = RegistrationState
I = InvitationState  # noqa: E741  as in the table of moves
MINUTES_OF_AN_HOUR = 60
MINUTES_OF_A_DAY = 24 * 60

REGISTRATION_TONES: dict[str, str] = {
    R.DRAFT: "neutral",
    R.NOMINATED: "accent",
    R.COMPLETE: "waiting",
    R.SUBMITTED: "waiting",
    R.UNDER_REVIEW: "waiting",
    R.CHANGES_REQUESTED: "accent",
    R.WAITLISTED: "accent",
    R.REGISTERED: "good",
    R.DECLINED: "neutral",
    R.WITHDRAWN: "neutral",
    R.REPLACED: "neutral",
}
INVITATION_TONES: dict[str, str] = {
    I.DRAFT: "neutral",
    I.SENT: "accent",
    I.DELIVERED: "accent",
    I.BOUNCED: "trouble",
    I.ACKNOWLEDGED: "accent",
    I.ACCEPTED: "good",
    I.DECLINED: "neutral",
    I.NO_REPLY: "waiting",
}
CHANGE_TONES: dict[str, str] = {
    ChangeState.OPEN: "waiting",
    ChangeState.ACCEPTED: "good",
    ChangeState.REFUSED: "neutral",
    ChangeState.TAKEN_BACK: "neutral",
}
ROUND_TONES: dict[str, str] = {
    RoundState.OPEN: "accent",
    RoundState.RELEASING: "waiting",
    RoundState.RELEASED: "good",
    RoundState.DROPPED: "neutral",
}
MESSAGE_TONES: dict[str, str] = {
    MessageState.SENT: "good",
    MessageState.FAILED: "trouble",
    MessageState.UNKNOWN: "trouble",
    MessageState.HELD: "waiting",
    MessageState.BY_HAND: "waiting",
}


def time_since(moment: datetime.datetime) -> str:
    """“2 days”: how long something has stood as it stands, in the largest unit that tells."""
    passed = timezone.now() - moment
    minutes = max(0, int(passed.total_seconds() // 60))
    if minutes < MINUTES_OF_AN_HOUR:
        return (
            ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
            if minutes
            else _("just now")
        )
    if minutes < MINUTES_OF_A_DAY:
        return ngettext("%(count)d hour", "%(count)d hours", minutes // MINUTES_OF_AN_HOUR) % {
            "count": minutes // MINUTES_OF_AN_HOUR
        }
    return ngettext("%(count)d day", "%(count)d days", passed.days) % {"count": passed.days}
