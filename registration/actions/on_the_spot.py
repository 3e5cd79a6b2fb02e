"""Entering somebody at the Secretariat's own desk: by telephone, by note, at the door."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from conference.models import Conference, User
from registration.actions.entry import begin, earlier_submit, place_or_wait
from registration.actions.keep_answers import NOTHING_ASKED, Answered, keep_answers
from registration.actions.nominate import follow_what_is_outstanding, nominate
from registration.actions.people import propose_visibility
from registration.actions.seating import Seating, lock_seating
from registration.errors import NotPermittedError
from registration.models import (
    Application,
    Delegation,
    DelegationRole,
    Participant,
    ParticipantCategory,
    Registration,
    Route,
)
from registration.permissions import can_register
from registration.states import RegistrationState, Track


@transaction.atomic
def register_on_the_spot(
    *,
    conference: Conference,
    category: ParticipantCategory,
    person: Participant,
    by: User,
    form_token: UUID,
    delegation: Delegation | None = None,
    role: DelegationRole = DelegationRole.DELEGATE,
    answered: Answered = NOTHING_ASKED,
) -> Registration:
    """Enters a person for whom the Secretariat answers; the deadline does not bind it, places do.

    With a delegation this is a nomination, under its rules. Without one it is *complete* once nothing is outstanding;
    but a category that is open to applications keeps its vetting: there it is an application like any other.
    Locks conference (where it has a capacity), category and delegation. A form submitted twice gives the registration
    that is there. Raises ``NotPermittedError``, ``FullError``; ``RegistrationError`` for a second head, and for
    what is no answer.
    """
    if not can_register(by, conference):
        raise NotPermittedError
    if delegation is not None:
        named: dict[str, Any] = {"person": person, "role": role, "category": category, "answered": answered}
        return nominate(delegation.pk, by=by, form_token=form_token, **named)
    seating = lock_seating(conference, category.pk)
    earlier = earlier_submit(form_token, seating)
    if earlier is not None:
        return earlier
    registration, application = entered_alone(seating, person, form_token=form_token)
    person.save(force_insert=True)
    begin(registration, by=by)
    keep_answers(registration, answered, by=by)
    if application is not None:
        application.save(force_insert=True)
    else:
        follow_what_is_outstanding(registration, by=by)
    return registration


def entered_alone(
    seating: Seating, person: Participant, *, form_token: UUID
) -> tuple[Registration, Application | None]:
    """Somebody of no delegation, with a place or one in line; of an open category, with an application. Not saved.

    The caller has locked the places. Raises ``FullError``.
    """
    person.conference = seating.conference
    propose_visibility(person, seating.category)
    if seating.category.route == Route.APPLICATION:
        seating.refuse_if_full()
        registration = _new(person, seating, Track.APPLICATION, RegistrationState.SUBMITTED, form_token)
        registration.submitted_at = timezone.now()
        return registration, Application(registration=registration, organisation=person.institution)
    registration = _new(person, seating, Track.NOMINATION, RegistrationState.NOMINATED, form_token)
    place_or_wait(registration, seating)
    return registration, None


def _new(
    person: Participant, seating: Seating, track: Track, state: RegistrationState, form_token: UUID
) -> Registration:
    return Registration(
        conference=seating.conference,
        category=seating.category,
        participant=person,
        track=track,
        state=state,
        form_token=form_token,
    )
