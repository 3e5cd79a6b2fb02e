"""What an officer may do with one registration, as data: the words, the states it starts from, the act."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.admin.current import current_roles
from conference.models import User
from conference.permissions import ROLES_THAT_REGISTER
from registration.actions.decide import (
    confirm_registration,
    decline_application,
    promote,
    request_changes,
    take_up,
    waitlist,
)
from registration.actions.promotion import WAITED_FOR
from registration.actions.withdraw import withdraw_registration
from registration.admin.naming import is_withheld
from registration.models import Registration
from registration.permissions import decides_on
from registration.states import RegistrationState as S
from registration.states import Track, may_move

Text = str | Promise


class Reason(Enum):
    """Whether a move asks for words."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, kw_only=True)
class Move:
    """A button, and the page behind it; ``wanted`` is the status that it leads to."""

    key: str
    label: Text
    question: Text
    done: Text
    origins: frozenset[S]
    wanted: S
    act: Callable[[Registration, User, str, int], Registration]
    reason: Reason = Reason.NONE
    reason_label: Text = ""
    reason_help: Text = ""
    tone: str = "accent"
    style: str = "secondary"
    #: The single key that presses the button on the page.
    shortcut: str = ""

    def target(self, registration: Registration) -> S:
        """The status in which the registration will be."""
        if self.key == "promote":
            return S(registration.waited_for or WAITED_FOR[Track(registration.track)])
        return self.wanted

    def is_legal(self, registration: Registration) -> bool:
        """Whether the table of moves has it, from where the registration stands."""
        state = S(registration.state)
        return state in self.origins and may_move(Track(registration.track), state, self.target(registration))


ALL = frozenset(S)
MOVES: dict[str, Move] = {
    move.key: move
    for move in (
        Move(
            key="confirm",
            shortcut="c",
            label=_("Confirm"),
            question=_("Confirm this registration?"),
            done=_("%(name)s is registered."),
            origins=frozenset({S.COMPLETE, S.UNDER_REVIEW}),
            wanted=S.REGISTERED,
            act=lambda row, by, _words, version: confirm_registration(row.pk, by=by, version=version),
            style="primary",
        ),
        Move(
            key="take-up",
            shortcut="t",
            label=_("Take up for review"),
            question=_("Take this application up for review?"),
            done=_("The application of %(name)s is under review."),
            origins=frozenset({S.SUBMITTED, S.DECLINED}),
            wanted=S.UNDER_REVIEW,
            act=lambda row, by, _words, version: take_up(row.pk, by=by, version=version),
            style="primary",
        ),
        Move(
            key="promote",
            shortcut="g",
            label=_("Give a place"),
            question=_("Give a place to this registration on the waiting list?"),
            done=_("%(name)s is no longer on the waiting list."),
            origins=frozenset({S.WAITLISTED}),
            wanted=S.REGISTERED,
            act=lambda row, by, words, version: promote(row.pk, by=by, reason=words, version=version),
            reason=Reason.OPTIONAL,
            reason_label=_("Why before those who wait for longer"),
            reason_help=_("Needed where somebody is passed over; kept in the history, it stands in no letter."),
            style="primary",
        ),
        Move(
            key="request-changes",
            shortcut="r",
            label=_("Request changes"),
            question=_("Ask the applicant to correct or add something?"),
            done=_("%(name)s is asked to correct the application."),
            origins=frozenset({S.UNDER_REVIEW}),
            wanted=S.CHANGES_REQUESTED,
            act=lambda row, by, words, version: request_changes(row.pk, what=words, by=by, version=version),
            reason=Reason.REQUIRED,
            reason_label=_("What should the applicant correct or add?"),
            reason_help=_("It stands in the letter as you write it."),
        ),
        Move(
            key="waitlist",
            shortcut="w",
            label=_("Put on the waiting list"),
            question=_("Put this registration on the waiting list?"),
            done=_("%(name)s is on the waiting list."),
            origins=frozenset({S.NOMINATED, S.COMPLETE, S.UNDER_REVIEW}),
            wanted=S.WAITLISTED,
            act=lambda row, by, _words, version: waitlist(row.pk, by=by, version=version),
        ),
        Move(
            key="decline",
            shortcut="d",
            label=_("Decline"),
            question=_("Decline this application?"),
            done=_("The application of %(name)s is declined."),
            origins=frozenset({S.UNDER_REVIEW, S.CHANGES_REQUESTED, S.WAITLISTED}),
            wanted=S.DECLINED,
            act=lambda row, by, words, version: decline_application(row.pk, reason=words, by=by, version=version),
            reason=Reason.REQUIRED,
            reason_label=_("Reason"),
            reason_help=_("The applicant reads it in the letter; it is kept with the decision."),
            tone="trouble",
        ),
        Move(
            key="withdraw",
            label=_("Record a withdrawal"),
            question=_("Record that this person has withdrawn?"),
            done=_("%(name)s has withdrawn."),
            origins=ALL,
            wanted=S.WITHDRAWN,
            act=lambda row, by, words, version: withdraw_registration(row.pk, by=by, reason=words, version=version),
            reason=Reason.OPTIONAL,
            reason_label=_("Who told the Secretariat, and how"),
            reason_help=_("Kept in the history; it stands in no letter."),
            tone="trouble",
            style="link",
        ),
    )
}


def may_make(request: HttpRequest, move: Move, registration: Registration) -> bool:
    """Whether the page offers the move to this officer; the act decides again."""
    if not isinstance(request.user, User) or is_withheld(request, registration.participant):
        return False
    roles = current_roles(request)
    decides = decides_on(request.user, roles, registration)
    return decides or (move.key == "withdraw" and bool(roles & ROLES_THAT_REGISTER))


def moves_for(request: HttpRequest, registration: Registration) -> Iterable[Move]:
    """The legal moves from where the registration stands, that this officer may make."""
    return (move for move in MOVES.values() if move.is_legal(registration) and may_make(request, move, registration))
