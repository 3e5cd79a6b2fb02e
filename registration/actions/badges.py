"""Codes for the door. Every move of a registration keeps them right by itself; these are for a badge that was lost."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.correspondence import outbox
from conference.models import User
from registration import emails
from registration.actions.seating import lock_registration
from registration.errors import LostUpdateError, NotPermittedError, ReasonRequiredError, RegistrationError
from registration.models import Badge, Registration
from registration.models.badge import VoidReason
from registration.permissions import can_register
from registration.states import RegistrationState


def valid_badge(registration: Registration) -> Badge | None:
    """The one code of a registration that opens a door, if it has one."""
    badge: Badge | None = registration.badges.valid().first()
    return badge


@transaction.atomic
def issue_badge(registration: Registration, *, by: User | None, words: str = "") -> Badge:
    """Gives a registration a new code and kills the former one. The caller has locked the registration.

    Raises ``RegistrationError`` for one that is not registered. Nobody has to call it after a move: ``move_to`` issues
    the code with which somebody becomes registered.
    """
    if registration.state != RegistrationState.REGISTERED:
        raise RegistrationError(_("Only who is registered has a badge."))
    void_badges(registration, by=by, words=words)
    badge: Badge = Badge.objects.issue(registration, by=by)
    return badge


def void_badges(
    registration: Registration, *, by: User | None, reason: VoidReason = VoidReason.REISSUED, words: str = ""
) -> int:
    """Kills the code of a registration whose row the caller has locked; gives how many there were, at most one."""
    return Badge.objects.void(registration, reason, by=by, words=words)


@transaction.atomic
def give_another_code(registration_id: UUID, *, former: UUID, reason: str, by: User) -> Badge:
    """Gives another code for the one that was lost, kills that one, and writes to whose it is.

    ``former`` is the code that the page showed: the same submit once more gives the code that came of it, and writes no
    second letter. Locks registration and participant. Raises ``NotPermittedError``, ``ReasonRequiredError``,
    ``LostUpdateError`` where somebody else has given another; ``RegistrationError`` for who is not registered.
    """
    if not reason.strip():
        raise ReasonRequiredError
    registration = lock_registration(registration_id)
    if not can_register(by, registration.conference):
        raise NotPermittedError
    present = valid_badge(registration)
    if present is not None and present.pk != former:
        if not registration.badges.filter(pk=former, void_reason=VoidReason.REISSUED, voided_by=by).exists():
            raise LostUpdateError
        return present
    badge = issue_badge(registration, by=by, words=reason.strip())
    outbox.enqueue_all(emails.code_replaced(registration, badge))
    return badge
