"""What only the Secretariat may correct of a person: everything, also how the name is printed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from conference.models import User
from registration.actions.nominate import follow_what_is_outstanding
from registration.actions.people import OWN_FIELDS, write
from registration.errors import LostUpdateError, NotPermittedError
from registration.models import Participant, Registration
from registration.permissions import can_register
from registration.states import LIVE, Track

SECRETARIAT_FIELDS = OWN_FIELDS | {"listed_name", "badge_name", "never_write_automatically"}


@transaction.atomic
def correct_person(participant_id: UUID, *, changes: Mapping[str, Any], by: User, version: int) -> Participant:
    """Saves corrections by an officer; a nomination becomes *complete* or *nominated* by what is then outstanding.

    Locks the live registration, then the participant. Raises ``NotPermittedError``, ``LostUpdateError``; ``ValueError``
    for a field that is no part of what is known of a person.
    """
    live = Registration.objects.select_for_update(of=("self",), no_key=True).filter(
        participant=participant_id, state__in=LIVE
    )
    registration = live.select_related("conference", "delegation", "category").first()
    participant = (
        Participant.objects.select_for_update(of=("self",), no_key=True)
        .select_related("conference")
        .get(pk=participant_id)
    )
    if not can_register(by, participant.conference):
        raise NotPermittedError
    if version != participant.version:
        raise LostUpdateError
    write(participant, changes, allowed=SECRETARIAT_FIELDS)
    if registration is not None and registration.track == Track.NOMINATION:
        registration.participant = participant
        follow_what_is_outstanding(registration, by=by)
    return participant
