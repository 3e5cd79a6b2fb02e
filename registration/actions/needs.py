"""Meals and access: each says their own, at any time; each reading of them by an officer is on record."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from conference.models import User
from registration.actions.people import refuse_what_has_ended
from registration.actions.seating import lock_registration
from registration.errors import LostUpdateError, NotPermittedError
from registration.models import ParticipantNeeds, Registration, SensitiveReading
from registration.permissions import can_read_needs, is_own


@transaction.atomic
def tell_needs(registration_id: UUID, *, needs: ParticipantNeeds, by: User, version: int) -> Registration:
    """Keeps what somebody says of their own needs in place of what was said before; nobody decides on it.

    ``version`` is that of the needs which the form was filled from, 0 where nothing was ever said. Locks registration
    and participant. Raises ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` for what has
    ended.
    """
    registration = lock_registration(registration_id)
    if not is_own(by, registration):
        raise NotPermittedError
    refuse_what_has_ended(registration)
    known = ParticipantNeeds.objects.filter(participant=registration.participant_id).first()
    if version != (known.version if known else 0):
        raise LostUpdateError
    needs.participant, needs.version, needs.updated_at = registration.participant, version + 1, timezone.now()
    needs.save(force_insert=known is None, force_update=known is not None)
    return registration


@transaction.atomic
def read_needs(registration_id: UUID, *, by: User) -> ParticipantNeeds | None:
    """The needs, for the duty-of-care officer alone; that they were read is kept. Raises ``NotPermittedError``."""
    registration = Registration.objects.select_related("conference", "participant").get(pk=registration_id)
    if not can_read_needs(by, registration):
        raise NotPermittedError
    needs: ParticipantNeeds | None = ParticipantNeeds.objects.filter(participant=registration.participant_id).first()
    if needs is None or not needs.is_said:
        return None
    SensitiveReading.objects.create(registration=registration, what="needs", by=by)
    return needs
