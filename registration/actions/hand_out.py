"""Giving somebody what is held on them: on record, since the file may hold a passport."""

from uuid import UUID

from django.db import transaction

from conference.models import User
from registration.errors import NotPermittedError
from registration.models import Registration, SensitiveReading
from registration.permissions import is_own

OWN_DATA = "own data"


@transaction.atomic
def hand_out_own_data(registration_id: UUID, *, by: User) -> Registration:
    """Records that the person, or the private office, took a copy of everything.

    Raises ``NotPermittedError``: no officer and no focal point takes it by this way.
    """
    registration = Registration.objects.select_related("participant", "conference").get(pk=registration_id)
    if not is_own(by, registration):
        raise NotPermittedError
    SensitiveReading.objects.create(registration=registration, what=OWN_DATA, by=by)
    return registration
