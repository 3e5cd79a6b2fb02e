"""Stepping back."""

from uuid import UUID

from django.db import transaction

from conference.correspondence import outbox
from conference.models import User
from registration import emails
from registration.actions.seating import lock_registration
from registration.errors import LostUpdateError, NotPermittedError
from registration.models import Registration
from registration.permissions import can_withdraw
from registration.signals import registration_ended
from registration.states import RegistrationState


@transaction.atomic
def withdraw_registration(
    registration_id: UUID, *, by: User, reason: str = "", version: int | None = None
) -> Registration:
    """Ends a participation, announces it to the agenda and confirms it by letter.

    Locks the registration. Raises ``NotPermittedError``, ``LostUpdateError``, ``IllegalTransitionError``.
    """
    registration = lock_registration(registration_id)
    if not can_withdraw(by, registration):
        raise NotPermittedError
    if version is not None and version != registration.version:
        raise LostUpdateError
    registration.move_to(RegistrationState.WITHDRAWN, by=by, reason=reason)
    registration_ended.send(sender=Registration, registration=registration, by=by)
    outbox.enqueue_all(emails.withdrawn(registration))
    return registration
