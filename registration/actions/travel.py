"""Travel and visa: kept in a compartment of its own, read by few, each reading of a passport on record."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from conference.models import User
from registration.actions.people import refuse_what_has_ended
from registration.actions.seating import lock_registration
from registration.errors import LostUpdateError, NotPermittedError
from registration.models import Passport, Registration, SensitiveReading, Travel
from registration.permissions import can_read_passport, is_own

# The Secretariat's to say, never the traveller's.
GRANTED = ("sponsored_ticket", "sponsored_hotel", "sponsored_allowance")


def keep_travel(registration: Registration, travel: Travel, passport: Passport | None) -> None:
    """Keeps what was said of travel with a registration, in the transaction that has locked it.

    A passport that is no longer needed is deleted; where one is needed, and none is given, the one on record stays.
    """
    travel.registration = registration
    travel.updated_at = timezone.now()
    travel.save()
    if not travel.needs_visa_support:
        Passport.objects.filter(registration=registration).delete()
    elif passport is not None:
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


@transaction.atomic
def tell_travel(
    registration_id: UUID, *, travel: Travel, passport: Passport | None, by: User, version: int
) -> Registration:
    """Keeps what somebody tells of their own travel after registering; what the Secretariat granted stays as it is.

    ``version`` is that of the travel which the form was filled from, 0 where nothing was told. Locks the registration.
    Raises ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` for a registration that has ended.
    """
    registration = lock_registration(registration_id)
    if not is_own(by, registration):
        raise NotPermittedError
    refuse_what_has_ended(registration)
    known = Travel.objects.filter(registration=registration).first()
    if version != (known.version if known else 0):
        raise LostUpdateError
    if known is not None:
        for granted in GRANTED:
            setattr(travel, granted, getattr(known, granted))
        travel.version = known.version + 1
    keep_travel(registration, travel, passport)
    return registration
