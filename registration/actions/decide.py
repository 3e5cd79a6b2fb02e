"""Decisions of the Secretariat on one registration: take up, ask for changes, confirm, decline, let wait, promote."""

import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.clock import conference_today
from conference.correspondence import outbox
from conference.models import Conference, User
from registration import emails
from registration.actions.badges import valid_badge
from registration.actions.entry import live_registration
from registration.actions.nominate import follow_what_is_outstanding
from registration.actions.seating import Seating, lock_registration
from registration.errors import (
    IllegalTransitionError,
    LostUpdateError,
    NotPermittedError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import Registration
from registration.permissions import can_decide
from registration.queries.outstanding import outstanding
from registration.signals import registration_ended
from registration.states import HOLDING_A_SEAT, RegistrationState, Track, may_move

S = RegistrationState
DAYS_FOR_A_REVIEW = 7
SATURDAY = 5
# What one waits for where nothing else was kept.
WAITED_FOR = {Track.NOMINATION: S.COMPLETE, Track.APPLICATION: S.REGISTERED}


@transaction.atomic
def confirm_registration(registration_id: UUID, *, by: User, version: int | None = None) -> Registration:
    """Confirms a complete nomination or a reviewed application: *registered*, and told so by letter.

    Locks conference (where it has a capacity), category, delegation and registration. Raises ``NotPermittedError``,
    ``LostUpdateError``, ``IllegalTransitionError``, ``FullError``; ``RegistrationError`` while anything is outstanding.
    """
    registration = _lock_for_decision(registration_id, by=by, version=version, counts=True)
    confirm(registration, by=by)
    return registration


@transaction.atomic
def decline_application(registration_id: UUID, *, reason: str, by: User, version: int | None = None) -> Registration:
    """Declines an application with the reason that the applicant is told, and until when a review may be asked for.

    Locks the registration. Raises ``NotPermittedError``, ``LostUpdateError``, ``ReasonRequiredError``,
    ``IllegalTransitionError``; ``RegistrationError`` for a nomination, and to whoever declined it before a review.
    """
    registration = _lock_for_decision(registration_id, by=by, version=version)
    decline(registration, reason=reason, by=by)
    return registration


@transaction.atomic
def take_up(registration_id: UUID, *, by: User, version: int | None = None) -> Registration:
    """Takes a submitted application under review, or a declined one again when a review was asked for.

    Locks the registration. Raises ``NotPermittedError``, ``LostUpdateError``, ``IllegalTransitionError``;
    ``RegistrationError`` where the applicant has another registration by now, and to whoever declined the application:
    the letter promised a review by an officer uninvolved.
    """
    registration = _lock_for_decision(registration_id, by=by, version=version)
    state = S(registration.state)
    if state not in {S.SUBMITTED, S.DECLINED}:
        raise IllegalTransitionError(current=state.label, wanted=S.UNDER_REVIEW.label)
    if state == S.DECLINED:
        _refuse_who_declined(registration, by=by)
        if live_registration(registration.participant) is not None:
            raise RegistrationError(_("This participant has another registration by now."))
    registration.move_to(S.UNDER_REVIEW, by=by)
    return registration


@transaction.atomic
def request_changes(registration_id: UUID, *, what: str, by: User, version: int | None = None) -> Registration:
    """Asks an applicant, by letter, to correct or add something.

    Locks the registration. Raises ``NotPermittedError``, ``IllegalTransitionError``; ``RegistrationError`` where
    nothing is asked for.
    """
    registration = _lock_for_decision(registration_id, by=by, version=version)
    if not what.strip():
        raise RegistrationError(_("Please write what the applicant should correct or add."))
    registration.move_to(S.CHANGES_REQUESTED, by=by, reason=what.strip())
    outbox.enqueue_all(emails.changes_requested(registration, what=what.strip()))
    return registration


@transaction.atomic
def waitlist(registration_id: UUID, *, by: User, version: int | None = None) -> Registration:
    """Puts a registration on the waiting list and tells so by letter; promoted, it returns to what it waited for.

    Locks the registration. Raises ``NotPermittedError``, ``LostUpdateError``, ``IllegalTransitionError``.
    """
    registration = _lock_for_decision(registration_id, by=by, version=version)
    registration.waited_for = S.REGISTERED if registration.track == Track.APPLICATION else registration.state
    registration.move_to(S.WAITLISTED, by=by)
    outbox.enqueue_all(emails.waitlisted(registration))
    return registration


@transaction.atomic
def promote(registration_id: UUID, *, by: User, version: int | None = None) -> Registration:
    """Gives a place that has become free to a registration on the waiting list, and tells so by letter.

    Locks conference (where it has a capacity), category, delegation and registration. Raises ``NotPermittedError``,
    ``LostUpdateError``, ``FullError``, ``IllegalTransitionError`` for one that does not wait.
    """
    registration = _lock_for_decision(registration_id, by=by, version=version, counts=True)
    if registration.state != S.WAITLISTED:
        raise IllegalTransitionError(current=S(registration.state).label, wanted=S.REGISTERED.label)
    wanted = S(registration.waited_for or WAITED_FOR[Track(registration.track)])
    if wanted == S.REGISTERED:
        confirm(registration, by=by)
        return registration
    _refuse_if_full(registration)
    registration.waited_for = ""
    registration.move_to(wanted, by=by)
    follow_what_is_outstanding(registration, by=by)
    outbox.enqueue_all(emails.registration_received(registration))
    return registration


def confirm(registration: Registration, *, by: User) -> None:
    """Confirms a registration whose row, and whose category and conference, the caller has locked."""
    if may_move(Track(registration.track), S(registration.state), S.REGISTERED):
        _refuse_while_outstanding(registration)
        _refuse_if_full(registration)
    registration.waited_for = ""
    registration.move_to(S.REGISTERED, by=by)
    outbox.enqueue_all(emails.registration_confirmed(registration, valid_badge(registration)))


def decline(registration: Registration, *, reason: str, by: User) -> None:
    """Declines an application whose row the caller has locked; after a review, not the officer who did so before."""
    if registration.track == Track.NOMINATION:
        raise RegistrationError(
            _("Who is nominated or invited is not declined; difficulties are settled by diplomatic channel and noted.")
        )
    if not reason.strip():
        raise ReasonRequiredError
    _refuse_who_declined(registration, by=by)
    registration.move_to(S.DECLINED, by=by, reason=reason.strip())
    registration_ended.send(sender=Registration, registration=registration, by=by)
    outbox.enqueue_all(
        emails.application_declined(registration, reason=reason.strip(), review_by=review_by(registration.conference))
    )


def review_by(conference: Conference) -> datetime.date:
    """The last day on which a review can be asked for: a week from today at the venue, never on a weekend."""
    day = conference_today(conference) + datetime.timedelta(days=DAYS_FOR_A_REVIEW)
    return day + datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def _lock_for_decision(
    registration_id: UUID, *, by: User, version: int | None = None, counts: bool = False
) -> Registration:
    registration = lock_registration(registration_id, counts=counts)
    if not can_decide(by, registration):
        raise NotPermittedError
    if version is not None and version != registration.version:
        raise LostUpdateError
    return registration


def _refuse_who_declined(registration: Registration, *, by: User) -> None:
    if registration.transitions.filter(target=S.DECLINED, by=by).exists():
        raise RegistrationError(
            _("You have declined this application; a review is for an officer who was not involved in that decision.")
        )


def _refuse_while_outstanding(registration: Registration) -> None:
    missing = outstanding(registration)
    if missing:
        raise RegistrationError(
            _("%(name)s cannot be confirmed yet; still outstanding: %(missing)s.")
            % {"name": registration.participant.formal_name, "missing": ", ".join(missing)}
        )


def _refuse_if_full(registration: Registration) -> None:
    if registration.state not in HOLDING_A_SEAT and not registration.is_outside_quota:
        seating = Seating(registration.category, registration.delegation)
        seating.refuse_if_full()
        seating.refuse_if_no_seat_for_who_waits()
        registration.seat_type = seating.seat_for(registration)
