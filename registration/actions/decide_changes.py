"""An officer's decision on what was asked for after the deadline: one at a time, or several at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.correspondence import outbox
from conference.models import User
from registration import emails
from registration.actions.changes import lock_change
from registration.actions.nominate import follow_what_is_outstanding, nominate, substitute_member
from registration.actions.people import OWN_FIELDS, refuse_what_has_ended, write
from registration.actions.seating import lock_registration, lock_seating
from registration.errors import (
    ChangedMeanwhileError,
    LostUpdateError,
    NotPermittedError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import Application, ChangeKind, DelegationRole, PendingChange, Registration
from registration.permissions import can_decide_request
from registration.queries.change_values import OF_THE_APPLICATION, field_of, person_of
from registration.queries.pending_changes import lines_of
from registration.states import ChangeState, Track


@dataclass(frozen=True)
class ChangesOutcome:
    """Which requests were decided, and which were refused a decision, with the sentence why."""

    done: list[PendingChange] = field(default_factory=list)
    refused: list[tuple[PendingChange, str]] = field(default_factory=list)


@transaction.atomic
def accept_change(
    change_id: UUID, *, by: User, version: int | None = None, replaces_what_changed: bool = False
) -> PendingChange:
    """Makes the change that was asked for, through the act that would have made it before the deadline, and says so.

    A nomination is counted against quota and places now: it may find neither. Locks what the act locks (conference,
    category, delegation, registration, participant), then the request. Raises ``NotPermittedError``,
    ``LostUpdateError``, ``IllegalChangeTransitionError``, ``FullError``; ``ChangedMeanwhileError`` where a value is no
    longer what it was, unless the officer has compared them and ``replaces_what_changed``; ``RegistrationError`` where
    what was entered has been deleted.
    """
    change = _lock_for_decision(change_id, by=by, version=version)
    if change.cleared_at is not None:
        raise RegistrationError(
            _("What was entered in this request has been deleted since; it can be refused, but no longer accepted.")
        )
    change.result = _ACCEPT[ChangeKind(change.kind)](change, by, replaces_what_changed=replaces_what_changed)
    change.move_to(ChangeState.ACCEPTED, by=by)
    outbox.enqueue_all(emails.change_accepted(change))
    return change


@transaction.atomic
def refuse_request(change_id: UUID, *, reason: str, by: User, version: int | None = None) -> PendingChange:
    """Leaves everything as it stands and tells who asked why.

    Locks the registration, then the request. Raises ``NotPermittedError``, ``LostUpdateError``,
    ``ReasonRequiredError``, ``IllegalChangeTransitionError``.
    """
    if not reason.strip():
        raise ReasonRequiredError
    change = _lock_for_decision(change_id, by=by, version=version)
    change.move_to(ChangeState.REFUSED, by=by, reason=reason.strip())
    outbox.enqueue_all(emails.change_refused(change))
    return change


def accept_changes(seen: Mapping[UUID, int], *, by: User, replaces_what_changed: bool = False) -> ChangesOutcome:
    """Accepts each that can be, in the order in which they were asked; one refused is named with its sentence.

    ``seen`` gives for each request the version that the officer saw. Each is a transaction of its own.
    """
    return _each(
        seen,
        lambda pk: accept_change(pk, by=by, version=seen[pk], replaces_what_changed=replaces_what_changed),
    )


def refuse_requests(seen: Mapping[UUID, int], *, reason: str, by: User) -> ChangesOutcome:
    """Refuses each, all for one reason. Raises ``ReasonRequiredError``."""
    if not reason.strip():
        raise ReasonRequiredError
    return _each(seen, lambda pk: refuse_request(pk, reason=reason, by=by, version=seen[pk]))


def _each(seen: Mapping[UUID, int], act: Callable[[UUID], PendingChange]) -> ChangesOutcome:
    outcome = ChangesOutcome()
    for change in PendingChange.objects.filter(pk__in=seen).for_listing().order_by("asked_at", "pk"):
        try:
            outcome.done.append(act(change.pk))
        except RegistrationError as error:
            outcome.refused.append((change, str(error)))
    return outcome


def _lock_for_decision(change_id: UUID, *, by: User, version: int | None) -> PendingChange:
    """Locks what the request is about in the one order, and the request last."""
    found = PendingChange.objects.select_related("conference", "delegation", "registration").get(pk=change_id)
    if found.delegation is not None and found.kind != ChangeKind.CORRECTION:
        # A member may stand in another category than the delegation.
        seated = found.registration or found.delegation
        lock_seating(found.conference, seated.category_id, found.delegation_id)
    registration = lock_registration(found.registration_id) if found.registration_id else None
    change = lock_change(change_id)
    if registration is not None:
        change.registration = registration
    if not can_decide_request(by, change):
        raise NotPermittedError
    if version is not None and version != change.version:
        raise LostUpdateError
    return change


def _accept_correction(change: PendingChange, by: User, *, replaces_what_changed: bool) -> Registration:
    registration = change.registration
    assert registration is not None  # noqa: S101  the database says so of every correction
    refuse_what_has_ended(registration)
    stale = [line.label for line in lines_of(change) if line.is_stale]
    if stale and not replaces_what_changed:
        raise ChangedMeanwhileError(fields=", ".join(stale))
    _write_changes(registration, change.changes)
    if registration.track == Track.NOMINATION:
        follow_what_is_outstanding(registration, by=by)
    return registration


def _write_changes(registration: Registration, changes: Mapping[str, Any]) -> None:
    values = {name: field_of(name).to_python(pair["new"]) for name, pair in changes.items()}
    of_the_person = {name: value for name, value in values.items() if not name.startswith(OF_THE_APPLICATION)}
    of_the_application = {
        name.removeprefix(OF_THE_APPLICATION): value
        for name, value in values.items()
        if name.startswith(OF_THE_APPLICATION)
    }
    if of_the_person:
        write(registration.participant, of_the_person, allowed=OWN_FIELDS)
    if of_the_application:
        Application.objects.filter(registration=registration).update(**of_the_application)


def _accept_nomination(change: PendingChange, by: User, **_comparison: bool) -> Registration:
    assert change.delegation_id is not None  # noqa: S101  the database says so of every nomination
    return nominate(
        change.delegation_id,
        person=person_of(change.changes),
        role=DelegationRole(change.role),
        by=by,
        form_token=change.form_token,
    )


def _accept_substitution(change: PendingChange, by: User, **_comparison: bool) -> Registration:
    assert change.registration_id is not None  # noqa: S101  the database says so of every substitution
    return substitute_member(
        change.registration_id, person=person_of(change.changes), by=by, form_token=change.form_token
    )


_ACCEPT: Mapping[ChangeKind, Callable[..., Registration]] = {
    ChangeKind.CORRECTION: _accept_correction,
    ChangeKind.NOMINATION: _accept_nomination,
    ChangeKind.SUBSTITUTION: _accept_substitution,
}
