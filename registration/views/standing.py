"""Where a registration stands, in plain words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registration.models import Registration
from registration.states import RegistrationState as S
from registration.states import Track, may_move

TONES: dict[S, str] = {
    S.DRAFT: "neutral",
    S.NOMINATED: "accent",
    S.COMPLETE: "accent",
    S.SUBMITTED: "accent",
    S.UNDER_REVIEW: "accent",
    S.CHANGES_REQUESTED: "waiting",
    S.WAITLISTED: "waiting",
    S.REGISTERED: "good",
    S.DECLINED: "neutral",
    S.WITHDRAWN: "neutral",
    S.REPLACED: "neutral",
}


@dataclass(frozen=True)
class Words:
    """A status as a sentence, and what follows from it."""

    title: str | Promise
    text: str | Promise


NOMINATION_COMPLETE = Words(
    _("Your details are complete"), _("The Secretariat will confirm your registration by letter. You need do nothing.")
)
WORDS: dict[S, Words] = {
    S.DRAFT: Words(
        _("Your registration is not submitted yet"),
        _("What you entered is kept; nothing has been sent yet."),
    ),
    S.NOMINATED: Words(
        _("You are nominated"),
        _("Your delegation has nominated you. Some details are outstanding; your focal point or you may add them."),
    ),
    S.COMPLETE: NOMINATION_COMPLETE,
    S.SUBMITTED: Words(
        _("We have your application"), _("The Secretariat will consider it and write to you. You need do nothing.")
    ),
    S.UNDER_REVIEW: Words(
        _("Your application is being considered"),
        _("The Secretariat tells you its decision by letter. You need do nothing."),
    ),
    S.CHANGES_REQUESTED: Words(
        _("The Secretariat asks you for something"),
        _("Kindly correct or add what is asked below; your application is then considered further."),
    ),
    S.WAITLISTED: Words(
        _("You are on the waiting list"),
        _("All places are taken at present. Should one become free, we write to you at once. You need do nothing."),
    ),
    S.REGISTERED: Words(
        _("You are registered"),
        _("The Secretariat has confirmed your participation. Nothing more is asked of you at present."),
    ),
    S.DECLINED: Words(
        _("Your application could not be accepted"),
        _("We thank you for it and regret the decision; our letter gives the reason."),
    ),
    S.WITHDRAWN: Words(
        _("You have withdrawn"),
        _("You are no longer expected. To take part after all, please write to the Secretariat."),
    ),
    S.REPLACED: Words(
        _("Another member takes part in your place"),
        _("Your delegation has named a substitute. Your focal point can tell you more."),
    ),
}

# Reasons that were given to the person in a letter; all others are the Secretariat's own.
TOLD_WITH_A_REASON = frozenset({S.CHANGES_REQUESTED, S.DECLINED})


def words_of(registration: Registration) -> Words:
    """The words of a registration's status."""
    return WORDS[S(registration.state)]


def tone_of(registration: Registration) -> str:
    """The colour that repeats what the words say."""
    return TONES[S(registration.state)]


def may_withdraw(registration: Registration) -> bool:
    """Whether the table of moves still lets one step back."""
    return may_move(Track(registration.track), S(registration.state), S.WITHDRAWN)
