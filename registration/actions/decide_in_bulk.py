"""Decisions on many registrations at once: each on its own merits, the refused ones with their sentence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from conference.models import User
from conference.permissions import roles_in
from registration.actions.confirming import begin_act, confirm
from registration.actions.decide import begin_review, decline
from registration.actions.seating import lock_all_seating, lock_registrations
from registration.actions.who_decides import Decider
from registration.errors import ReasonRequiredError, RegistrationError
from registration.models import Decision, DecisionAct, Registration


@dataclass(frozen=True)
class BulkOutcome:
    """What was done, and what was refused with the sentence why."""

    done: list[Registration] = field(default_factory=list)
    refused: list[tuple[Registration, str]] = field(default_factory=list)
    act: DecisionAct | None = None


@transaction.atomic
def confirm_registrations(ids: Iterable[UUID], *, by: User) -> BulkOutcome:
    """Confirms each registration that can be, first come first served, as ``confirm_registration`` does.

    Locks conferences, categories, delegations and registrations, each kind in the order of their ids.
    """
    lock_all_seating(ids := list(ids))
    return _each(ids, Decision.CONFIRM, by=by, decide=lambda row, act: confirm(row, by=by, act=act))


@transaction.atomic
def take_up_applications(ids: Iterable[UUID], *, by: User) -> BulkOutcome:
    """Takes each application up for review that can be, as ``take_up`` does. Locks them in the order of their ids."""
    return _each(ids, Decision.TAKE_UP, by=by, decide=lambda row, act: begin_review(row, by=by, act=act))


@transaction.atomic
def decline_applications(ids: Iterable[UUID], *, reason: str, by: User) -> BulkOutcome:
    """Declines each application that can be, all for one reason, as ``decline_application`` does.

    Locks the registrations in the order of their ids. Raises ``ReasonRequiredError``.
    """
    if not reason.strip():
        raise ReasonRequiredError
    return _each(
        ids,
        Decision.DECLINE,
        by=by,
        reason=reason.strip(),
        decide=lambda row, act: decline(row, reason=reason, by=by, act=act),
    )


def _each(
    ids: Iterable[UUID],
    decision: Decision,
    *,
    by: User,
    decide: Callable[[Registration, DecisionAct], None],
    reason: str = "",
) -> BulkOutcome:
    """One kept act for all that are done; where none is, none is kept."""
    rows = sorted(lock_registrations(ids), key=lambda registration: registration.created_at)
    if not rows:
        return BulkOutcome()
    outcome = BulkOutcome(act=begin_act(rows[0].conference, decision, by=by, reason=reason))
    deciders: dict[UUID, Decider] = {}
    for registration in rows:
        if registration.conference_id not in deciders:
            roles = roles_in(by, registration.conference)
            deciders[registration.conference_id] = Decider.of(by, roles, [row.pk for row in rows])
        try:
            with transaction.atomic():
                deciders[registration.conference_id].refuse(registration)
                assert outcome.act is not None  # noqa: S101  begun above
                decide(registration, outcome.act)
        except RegistrationError as error:
            outcome.refused.append((registration, str(error)))
        else:
            outcome.done.append(registration)
    if not outcome.done and outcome.act is not None:
        outcome.act.delete()
    return outcome
