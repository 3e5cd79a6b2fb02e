"""What a focal point does for a delegation: name its members, complete what is missing, put one in another's place."""

import datetime
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import User
from registration.actions.entry import begin, earlier_submit, place_or_wait, refuse_if_closed
from registration.actions.keep_answers import NOTHING_ASKED, Answered, is_the_members, keep_answers
from registration.actions.people import change_person, propose_visibility, refuse_change, refuse_silent_change
from registration.actions.seating import Seating, lock_registration, lock_seating
from registration.errors import NotPermittedError, RegistrationError
from registration.models import (
    DecisionAct,
    Delegation,
    DelegationRole,
    Participant,
    ParticipantCategory,
    Question,
    Registration,
)
from registration.permissions import can_change_registration, can_nominate, can_register
from registration.queries.outstanding import outstanding
from registration.queries.unanswered import unanswered_by
from registration.signals import registration_ended
from registration.states import LIVE, RegistrationState, Track


@transaction.atomic
def nominate(
    delegation_id: UUID,
    *,
    person: Participant,
    role: DelegationRole,
    by: User,
    form_token: UUID,
    category: ParticipantCategory | None = None,
    seat_type: str = "",
    answered: Answered = NOTHING_ASKED,
) -> Registration:
    """Names a member of a delegation: *nominated*, and at once *complete* where nothing is outstanding.

    When every seat is taken the member waits, in order, for one. Locks conference (where it has a capacity), category
    and delegation. A form submitted twice gives the registration that is there. Raises ``NotPermittedError``,
    ``ClosedError`` (focal points only: officers enter what comes by note after the deadline), ``FullError`` where the
    category has no waiting list, or no such seat is free; ``RegistrationError`` for a second head, and for what is no
    answer.
    """
    delegation = Delegation.objects.select_related("conference").get(pk=delegation_id)
    if not can_nominate(by, delegation):
        raise NotPermittedError
    _refuse_answers_of_the_member(answered, delegation, by=by)
    category_id = category.pk if category else delegation.category_id
    seating = lock_seating(delegation.conference, category_id, delegation.pk)
    earlier = earlier_submit(form_token, seating)
    if earlier is not None:
        return earlier
    _refuse_nomination(seating, role, by=by)
    registration = seated_member(seating, person, role, form_token=form_token, seat_type=seat_type)
    _enter(registration, by=by, answered=answered)
    return registration


@transaction.atomic
def complete_nomination(
    registration_id: UUID, *, person_changes: Mapping[str, Any], by: User, version: int | None = None
) -> Registration:
    """Saves what was missing of a nominated member; *complete* once nothing is outstanding, *nominated* while it is.

    ``version`` is the participant's that the form was filled from. Locks registration and participant. Raises
    ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` once it is confirmed or has ended, for another
    address, and after the deadline to all but officers, who then ask (``propose_change``).
    """
    registration = lock_registration(registration_id)
    if not can_change_registration(by, registration):
        raise NotPermittedError
    if registration.track != Track.NOMINATION or registration.state not in LIVE - {RegistrationState.REGISTERED}:
        raise RegistrationError(
            _("A registration that is “%(state)s” is no longer changed here. Please write to the Secretariat.")
            % {"state": registration.get_state_display()}
        )
    refuse_silent_change(registration, person_changes, by=by)
    refuse_change(registration, person_changes, by=by, version=version)
    change_person(registration.participant, person_changes)
    follow_what_is_outstanding(registration, by=by)
    return registration


@transaction.atomic
def substitute_member(registration_id: UUID, *, person: Participant, by: User, form_token: UUID) -> Registration:
    """Puts a person in a member's seat: role and rank stay; the former registration, now *replaced*, is announced.

    Locks category, delegation and the former registration; no place is counted, since none is added. A form submitted
    twice gives the registration that is there. Raises ``NotPermittedError``, ``ClosedError`` (focal points only),
    ``IllegalTransitionError``; ``RegistrationError`` for one that belongs to no delegation.
    """
    former = Registration.objects.select_related("conference", "delegation__conference").get(pk=registration_id)
    if former.delegation is None:
        raise RegistrationError(_("Only the members of a delegation have substitutes."))
    if not can_nominate(by, former.delegation):
        raise NotPermittedError
    seating = lock_seating(former.conference, former.category_id, former.delegation_id, counts=False)
    earlier = earlier_submit(form_token, seating)
    if earlier is not None:
        return earlier
    if not can_register(by, seating.conference):
        refuse_if_closed(seating)
    former = lock_registration(registration_id)
    was, waits_since = RegistrationState(former.state), former.state_since
    former.move_to(RegistrationState.REPLACED, by=by)
    successor = new_member(seating, person, DelegationRole(former.role), form_token=form_token)
    _succeed(successor, former, was, waits_since)
    _enter(successor, by=by)
    registration_ended.send(sender=Registration, registration=former, by=by)
    return successor


def follow_what_is_outstanding(registration: Registration, *, by: User | None, act: DecisionAct | None = None) -> None:
    """Moves a nomination between *nominated* and *complete*; who waits or is confirmed stays.

    A question that came to be required later holds up nobody who was complete already.
    """
    wanted = state_by_what_is_outstanding(registration)
    if wanted is not None:
        registration.move_to(wanted, by=by, act=act)


def state_by_what_is_outstanding(
    registration: Registration, unanswered: Collection[Question] | None = None
) -> RegistrationState | None:
    """Whereto a nomination moves, nothing where it stays; when it first became complete is noted on it.

    ``unanswered`` are its required questions without an answer, where the caller has read those of many together.
    """
    lacks_something = bool(outstanding(registration))
    if registration.state == RegistrationState.NOMINATED and not lacks_something:
        if unanswered_by([registration]) if unanswered is None else unanswered:
            return None
        registration.submitted_at = registration.submitted_at or timezone.now()
        return RegistrationState.COMPLETE
    if registration.state == RegistrationState.COMPLETE and lacks_something:
        return RegistrationState.NOMINATED
    return None


def _refuse_answers_of_the_member(answered: Answered, delegation: Delegation, *, by: User) -> None:
    if not can_register(by, delegation.conference) and any(map(is_the_members, answered.questions)):
        raise NotPermittedError


def _refuse_nomination(seating: Seating, role: DelegationRole, *, by: User) -> None:
    if not can_register(by, seating.conference):
        refuse_if_closed(seating)
    seating.refuse_second_head(role)


def seated_member(
    seating: Seating, person: Participant, role: DelegationRole, *, form_token: UUID, seat_type: str = ""
) -> Registration:
    """The same with a seat, or a place in line; not saved. Raises ``FullError``."""
    registration = new_member(seating, person, role, form_token=form_token)
    registration.seat_type = seat_type if seating.delegation and seating.delegation.seats_at_table is not None else ""
    place_or_wait(registration, seating)
    return registration


def new_member(seating: Seating, person: Participant, role: DelegationRole, *, form_token: UUID) -> Registration:
    """Somebody named for the delegation whose seats are locked; neither placed nor saved."""
    person.conference = seating.conference
    propose_visibility(person, seating.category)
    return Registration(
        conference=seating.conference,
        category=seating.category,
        delegation=seating.delegation,
        participant=person,
        role=role,
        track=Track.NOMINATION,
        state=RegistrationState.NOMINATED,
        is_outside_quota=seating.is_outside_quota(role),
        position=seating.next_position,
        form_token=form_token,
    )


def _succeed(
    successor: Registration, former: Registration, was: RegistrationState, waits_since: datetime.datetime
) -> None:
    """The seat, the rank and the place in the waiting list pass on."""
    successor.replaces = former
    successor.position = former.position
    successor.is_outside_quota = former.is_outside_quota
    successor.seat_type = former.seat_type
    if was == RegistrationState.WAITLISTED:
        successor.state, successor.waited_for, successor.state_since = was, former.waited_for, waits_since


def _enter(registration: Registration, *, by: User, answered: Answered = NOTHING_ASKED) -> None:
    registration.participant.save(force_insert=True)
    begin(registration, by=by)
    keep_answers(registration, answered, by=by)
    follow_what_is_outstanding(registration, by=by)
