"""Decisions of the Secretariat on one registration: take up, ask for changes, confirm, decline, let wait, promote."""

import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.clock import conference_today
from conference.correspondence import outbox
from conference.models import Conference, User
from conference.permissions import roles_in
from registration import emails
from registration.actions.confirming import begin_act, confirm, held
from registration.actions.entry import live_registration
from registration.actions.promotion import give_place
from registration.actions.refusals import refuse_what_was_merged
from registration.actions.seating import lock_registration
from registration.actions.who_decides import Decider
from registration.errors import (
    IllegalTransitionError,
    LostUpdateError,
    NotPermittedError,
    OutOfTurnError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import Decision, DecisionAct, Registration, ReviewRequest
from registration.permissions import decides_on
from registration.queries.reviews import last_day_of_review
from registration.queries.waiting import who_comes_first
from registration.signals import registration_ended
from registration.states import RegistrationState, Track

S = RegistrationState


@transaction.atomic
def confirm_registration(registration_id: UUID, *, by: User, version: int | None = None) -> Registration:
    """Confirms a complete nomination or a reviewed application: *registered*, and told so by letter.

    Locks conference (where it has a capacity), category, delegation and registration. Raises ``NotPermittedError``,
    ``LostUpdateError``, ``IllegalTransitionError``, ``FullError``; ``RegistrationError`` while anything is outstanding,
    and to whoever declined the application before a review.
    """
    registration = _lock_for_decision(registration_id, by=by, version=version, counts=True)
    confirm(registration, by=by, act=begin_act(registration.conference, Decision.CONFIRM, by=by))
    return registration


@transaction.atomic
def decline_application(registration_id: UUID, *, reason: str, by: User, version: int | None = None) -> Registration:
    """Declines an application with the reason that the applicant is told, and until when a review may be asked for.

    Locks the registration. Raises ``NotPermittedError``, ``LostUpdateError``, ``ReasonRequiredError``,
    ``IllegalTransitionError``; ``RegistrationError`` for a nomination, and to whoever declined it before a review.
    """
    registration = _lock_for_decision(registration_id, by=by, version=version)
    if not reason.strip():
        raise ReasonRequiredError
    act = begin_act(registration.conference, Decision.DECLINE, by=by, reason=reason.strip())
    decline(registration, reason=reason, by=by, act=act)
    return registration


@transaction.atomic
def take_up(registration_id: UUID, *, by: User, version: int | None = None) -> Registration:
    """Takes a submitted application under review, or a declined one again when a review was asked for.

    Locks the registration. Raises ``NotPermittedError``, ``LostUpdateError``, ``IllegalTransitionError``;
    ``RegistrationError`` where the applicant has another registration by now, and to whoever declined the application:
    the letter promised a review by an officer uninvolved.
    """
    registration = _lock_for_decision(registration_id, by=by, version=version)
    begin_review(registration, by=by, act=begin_act(registration.conference, Decision.TAKE_UP, by=by))
    return registration


def begin_review(registration: Registration, *, by: User, act: DecisionAct | None = None) -> None:
    """Takes up an application whose row the caller has locked; a request for review is thereby taken up, too."""
    state = S(registration.state)
    if state not in {S.SUBMITTED, S.DECLINED}:
        raise IllegalTransitionError(current=state.label, wanted=S.UNDER_REVIEW.label)
    if state == S.DECLINED:
        refuse_what_was_merged(registration)
        if live_registration(registration.participant) is not None:
            raise RegistrationError(_("This participant has another registration by now."))
        ReviewRequest.objects.filter(registration=registration, taken_up_at__isnull=True).update(
            taken_up_by=by, taken_up_at=timezone.now()
        )
    registration.move_to(S.UNDER_REVIEW, by=by, act=act)


@transaction.atomic
def request_changes(registration_id: UUID, *, what: str, by: User, version: int | None = None) -> Registration:
    """Asks an applicant, by letter, to correct or add something.

    Locks the registration. Raises ``NotPermittedError``, ``IllegalTransitionError``; ``RegistrationError`` where
    nothing is asked for.
    """
    registration = _lock_for_decision(registration_id, by=by, version=version)
    if not what.strip():
        raise RegistrationError(_("Please write what the applicant should correct or add."))
    act = begin_act(registration.conference, Decision.REQUEST_CHANGES, by=by, reason=what.strip())
    registration.move_to(S.CHANGES_REQUESTED, by=by, reason=what.strip(), act=act)
    outbox.enqueue_all(emails.changes_requested(registration, what=what.strip()), held(act))
    return registration


@transaction.atomic
def waitlist(registration_id: UUID, *, by: User, version: int | None = None) -> Registration:
    """Puts a registration on the waiting list and tells so by letter; promoted, it returns to what it waited for.

    Locks the registration. Raises ``NotPermittedError``, ``LostUpdateError``, ``IllegalTransitionError``.
    """
    registration = _lock_for_decision(registration_id, by=by, version=version)
    let_wait(registration, by=by, act=begin_act(registration.conference, Decision.WAITLIST, by=by))
    return registration


@transaction.atomic
def promote(registration_id: UUID, *, by: User, reason: str = "", version: int | None = None) -> Registration:
    """Gives a place that has become free to a registration on the waiting list, and tells so by letter.

    Whoever waits for longer and could have the place comes first: to pass over them needs a reason, which is kept.
    Locks conference (where it has a capacity), category, delegation and registration. Raises ``NotPermittedError``,
    ``LostUpdateError``, ``FullError``, ``OutOfTurnError``, ``IllegalTransitionError`` for one that does not wait.
    """
    registration = _lock_for_decision(registration_id, by=by, version=version, counts=True)
    if registration.state != S.WAITLISTED:
        raise IllegalTransitionError(current=S(registration.state).label, wanted=S.REGISTERED.label)
    before = who_comes_first(registration)
    if before and not reason.strip():
        raise OutOfTurnError(count=len(before))
    act = begin_act(registration.conference, Decision.PROMOTE, by=by, reason=reason.strip())
    give_place(registration, by=by, reason=reason.strip(), act=act)
    return registration


def let_wait(registration: Registration, *, by: User, reason: str = "", act: DecisionAct | None = None) -> None:
    """Puts a registration, whose row the caller has locked, at the end of the waiting list.

    What was only begun waits for nothing: promoted, it would be registered though nobody had submitted it.
    """
    if registration.state == S.DRAFT:
        raise IllegalTransitionError(current=S.DRAFT.label, wanted=S.WAITLISTED.label)
    registration.waited_for = S.REGISTERED if registration.track == Track.APPLICATION else registration.state
    registration.move_to(S.WAITLISTED, by=by, reason=reason, act=act)
    outbox.enqueue_all(emails.waitlisted(registration), held(act))


def decline(registration: Registration, *, reason: str, by: User, act: DecisionAct | None = None) -> None:
    """Declines an application whose row the caller has locked, and on which the officer may decide."""
    if registration.track == Track.NOMINATION:
        raise RegistrationError(
            _("Who is nominated or invited is not declined; difficulties are settled by diplomatic channel and noted.")
        )
    if not reason.strip():
        raise ReasonRequiredError
    registration.move_to(S.DECLINED, by=by, reason=reason.strip(), act=act)
    registration_ended.send(sender=Registration, registration=registration, by=by)
    outbox.enqueue_all(
        emails.application_declined(registration, reason=reason.strip(), review_by=review_by(registration.conference)),
        held(act),
    )


def review_by(conference: Conference) -> datetime.date:
    """The last day on which a review can be asked for: a week from today at the venue, never on a weekend."""
    return last_day_of_review(conference_today(conference))


def _lock_for_decision(
    registration_id: UUID, *, by: User, version: int | None = None, counts: bool = False
) -> Registration:
    registration = lock_registration(registration_id, counts=counts)
    roles = roles_in(by, registration.conference)
    if registration.track == Track.APPLICATION:
        Decider.of(by, roles, [registration.pk]).refuse(registration)
    elif not decides_on(by, roles, registration):
        raise NotPermittedError
    if version is not None and version != registration.version:
        raise LostUpdateError
    return registration
