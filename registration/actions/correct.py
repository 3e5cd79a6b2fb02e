"""Correcting what was entered, and answering a request for changes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from conference.models import User
from registration.actions.nominate import follow_what_is_outstanding
from registration.actions.people import (
    ALWAYS_OWN,
    change_person,
    not_silently,
    refuse_change,
    refuse_silent_change,
    refuse_what_has_ended,
)
from registration.actions.seating import lock_registration
from registration.errors import NotPermittedError
from registration.models import APPLICATION_FIELDS, Application, Registration
from registration.permissions import can_change_registration, can_register
from registration.queries.own import DECIDED_UPON
from registration.states import RegistrationState, Track

NOTHING: Mapping[str, Any] = {}


@transaction.atomic
def correct_registration(
    registration_id: UUID,
    *,
    by: User,
    person_changes: Mapping[str, Any] = NOTHING,
    application_changes: Mapping[str, Any] = NOTHING,
    version: int | None = None,
) -> Registration:
    """Saves corrections by the person, the focal point or an officer.

    An applicant of whom changes were requested thereby submits again; a nomination becomes *complete* or *nominated* by
    what is outstanding. Once under review or registered, of an application also once it waits, and after the deadline,
    all but an officer may change only how the person is reached and, being the person, who sees the name: the rest is
    asked for (``propose_change``). ``version`` is the participant's that the form was filled from. Locks
    registration and participant. Raises ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` for what may
    not be changed any more, and for another address.
    """
    registration = lock_registration(registration_id)
    if not can_change_registration(by, registration):
        raise NotPermittedError
    is_officer = can_register(by, registration.conference)
    fields = set(person_changes) | set(application_changes)
    _refuse_what_was_decided_upon(registration, fields, is_officer=is_officer)
    refuse_silent_change(registration, fields, by=by)
    refuse_change(registration, person_changes, by=by, version=version)
    change_person(registration.participant, person_changes)
    _change_application(registration, application_changes)
    if registration.track == Track.NOMINATION:
        follow_what_is_outstanding(registration, by=by)
    elif registration.state == RegistrationState.CHANGES_REQUESTED and not is_officer:
        registration.submitted_at = timezone.now()
        registration.move_to(RegistrationState.SUBMITTED, by=by)
    return registration


def _refuse_what_was_decided_upon(registration: Registration, fields: set[str], *, is_officer: bool) -> None:
    refuse_what_has_ended(registration)
    # An application waits because it was decided that it shall.
    is_reviewed = registration.state == RegistrationState.WAITLISTED and registration.track == Track.APPLICATION
    is_decided = registration.state in DECIDED_UPON or is_reviewed
    if is_decided and not is_officer and not fields <= ALWAYS_OWN:
        raise not_silently(registration)


def _change_application(registration: Registration, changes: Mapping[str, Any]) -> None:
    unknown = set(changes).difference(APPLICATION_FIELDS)
    if unknown:
        raise ValueError(unknown)
    if changes:
        Application.objects.filter(registration=registration).update(**changes)
