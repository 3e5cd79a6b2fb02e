"""Where a registration stands, in plain words: to the person, and to the office that acts for the person."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.models import User
from registration.models import Registration
from registration.queries.duplicates import merge_in_force
from registration.states import ENDED, Track, may_move
from registration.states import RegistrationState as S

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
    S.NOMINATED: Words(_("Some details are outstanding"), _("Your registration is complete once you have added them.")),
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
        _("The Secretariat has confirmed your participation and expects you."),
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

NOMINATED_BY_A_DELEGATION = Words(
    _("You are nominated"),
    _("Your delegation has nominated you. Some details are outstanding; your focal point or you may add them."),
)
WITHDRAWN_BY_OTHERS = Words(
    _("Your participation was withdrawn"),
    _("You are no longer expected. To take part after all, please write to the Secretariat."),
)
MERGED = Words(
    _("This registration was joined with another"),
    _("You were registered twice. The other registration stays, and what you had sent with this one is kept."),
)
# For a private office, which reads of its principal: the title takes the name.
ON_BEHALF: dict[S, Words] = {
    S.DRAFT: Words(
        _("The registration of %(name)s is not submitted yet"),
        _("What was entered is kept; nothing has been sent yet."),
    ),
    S.NOMINATED: Words(
        _("%(name)s is nominated"),
        _("Some details are outstanding; the focal point of the delegation or you may add them."),
    ),
    S.COMPLETE: Words(
        _("The details of %(name)s are complete"),
        _("The Secretariat will confirm the registration by letter. You need do nothing."),
    ),
    S.SUBMITTED: Words(
        _("We have the application of %(name)s"),
        _("The Secretariat will consider it and write to you. You need do nothing."),
    ),
    S.UNDER_REVIEW: Words(
        _("The application of %(name)s is being considered"),
        _("The Secretariat tells you its decision by letter. You need do nothing."),
    ),
    S.CHANGES_REQUESTED: Words(
        _("The Secretariat asks for something about %(name)s"),
        _("Kindly correct or add what is asked below; the application is then considered further."),
    ),
    S.WAITLISTED: Words(
        _("%(name)s is on the waiting list"),
        _("All places are taken at present. Should one become free, we write to you at once. You need do nothing."),
    ),
    S.REGISTERED: Words(
        _("%(name)s is registered"),
        _("The Secretariat has confirmed the participation."),
    ),
    S.DECLINED: Words(
        _("The application of %(name)s could not be accepted"),
        _("We thank you for it and regret the decision; our letter gives the reason."),
    ),
    S.WITHDRAWN: Words(
        _("The participation of %(name)s was withdrawn"),
        _("To take part after all, please write to the Secretariat."),
    ),
    S.REPLACED: Words(
        _("Another member takes part in place of %(name)s"),
        _("The delegation has named a substitute. Its focal point can tell you more."),
    ),
}

# Reasons that were given to the person in a letter; all others are the Secretariat's own.
TOLD_WITH_A_REASON = frozenset({S.CHANGES_REQUESTED, S.DECLINED})


def words_for(registration: Registration, user: User) -> Words:
    """The words of a registration's status, to whose it is or to the office that acts for them.

    Who stepped back reads so; who was withdrawn by somebody else reads that it was done.
    """
    state = S(registration.state)
    if state in ENDED and merge_in_force(registration) is not None:
        return MERGED
    if is_on_behalf(registration, user):
        words = ON_BEHALF[state]
        return Words(words.title % {"name": registration.participant.formal_name}, words.text)
    if state == S.NOMINATED and registration.delegation_id:
        return NOMINATED_BY_A_DELEGATION
    if state == S.WITHDRAWN and not _was_withdrawn_by(registration, user):
        return WITHDRAWN_BY_OTHERS
    return WORDS[state]


def is_on_behalf(registration: Registration, user: User) -> bool:
    """Whether the user is not the person but the private office."""
    return registration.participant.email != user.email


def _was_withdrawn_by(registration: Registration, user: User) -> bool:
    steps = list(registration.transitions.all())
    return not steps or steps[-1].by_id in {None, user.pk}


def tone_of(registration: Registration) -> str:
    """The colour that repeats what the words say."""
    return TONES[S(registration.state)]


def may_withdraw(registration: Registration) -> bool:
    """Whether the table of moves still lets one step back."""
    return may_move(Track(registration.track), S(registration.state), S.WITHDRAWN)
