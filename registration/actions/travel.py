"""Travel and visa: kept in a compartment of its own, read by few, each reading of a passport on record."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from conference.models import User
from registration.errors import NotPermittedError
from registration.models import Passport, Registration, SensitiveReading, Travel
from registration.permissions import can_read_passport


def keep_travel(registration: Registration, travel: Travel, passport: Passport | None) -> None:
    """Keeps what was said of travel with a registration, in the transaction that has locked it.

    A passport that is no longer needed is deleted.
    """
    travel.registration = registration
    travel.updated_at = timezone.now()
    travel.save()
    if passport is None:
        Passport.objects.filter(registration=registration).delete()
        return
    passport.registration = registration
    passport.save()


@transaction.atomic
def read_passport(registration_id: UUID, *, by: User) -> Passport | None:
    """The passport, for the visa officer alone; that it was read is kept with it. Raises ``NotPermittedError``."""
    registration = Registration.objects.select_related("conference", "participant").get(pk=registration_id)
    if not can_read_passport(by, registration):
        raise NotPermittedError
    passport: Passport | None = Passport.objects.filter(registration=registration).first()
    if passport is not None:
        SensitiveReading.objects.create(registration=registration, what="passport", by=by)
    return passport
