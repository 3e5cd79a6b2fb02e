"""Stepping back."""

from uuid import UUID

from django.db import transaction

from conference.correspondence import outbox
from conference.models import User
from registration import emails
from registration.actions.promotion import lock_line
from registration.errors import LostUpdateError, NotPermittedError
from registration.models import Registration
from registration.permissions import can_withdraw
from registration.signals import registration_ended
from registration.states import RegistrationState


@transaction.atomic
def withdraw_registration(
    registration_id: UUID, *, by: User, reason: str = "", version: int | None = None
) -> Registration:
    """Ends a participation, announces it to the agenda and confirms it by letter; the place goes to who waits for it.

    Locks conference (where it has a capacity), category, delegation, the registration and those in line. Raises
    ``NotPermittedError``, ``LostUpdateError``, ``IllegalTransitionError``.
    """
    line = lock_line([registration_id])
    registration = line.rows[registration_id]
    if not can_withdraw(by, registration):
        raise NotPermittedError
    if version is not None and version != registration.version:
        raise LostUpdateError
    registration.move_to(RegistrationState.WITHDRAWN, by=by, reason=reason)
    registration_ended.send(sender=Registration, registration=registration, by=by)
    outbox.enqueue_all(emails.withdrawn(registration))
    line.give_free_places()
    return registration
