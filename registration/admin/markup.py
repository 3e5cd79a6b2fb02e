"""The few pieces of markup that a list's cells are made of."""

import datetime

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.correspondence.states import MessageState
from registration.states import InvitationState, RegistrationState

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
MESSAGE_TONES: dict[str, str] = {
    MessageState.SENT: "good",
    MessageState.FAILED: "trouble",
    MessageState.UNKNOWN: "trouble",
    MessageState.HELD: "waiting",
}


def tag(tone: str, text: str) -> SafeString:
    """A state in words on a soft ground (as ``components/tag.html``, without a template for each row)."""
    return format_html('<span class="tag tag-{}">{}</span>', tone, text[:1].upper() + text[1:])


def lines(first: str, *others: str) -> SafeString:
    """A cell: its first line, and under it in small type those that are not empty."""
    return format_html("{}{}", first, format_html_join("", "<small>{}</small>", ((text,) for text in others if text)))


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
