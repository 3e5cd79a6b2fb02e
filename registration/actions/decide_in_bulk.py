"""Decisions on many registrations at once: each on its own merits, the refused ones with their sentence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from conference.models import TeamRole, User
from conference.permissions import roles_in
from registration.actions.decide import confirm, decline
from registration.actions.seating import lock_all_seating, lock_registrations
from registration.errors import NotPermittedError, ReasonRequiredError, RegistrationError
from registration.models import Registration
from registration.permissions import decides_on


@dataclass(frozen=True)
class BulkOutcome:
    """What was done, and what was refused with the sentence why."""

    done: list[Registration] = field(default_factory=list)
    refused: list[tuple[Registration, str]] = field(default_factory=list)


@transaction.atomic
def confirm_registrations(ids: Iterable[UUID], *, by: User) -> BulkOutcome:
    """Confirms each registration that can be, first come first served, as ``confirm_registration`` does.

    Locks conferences, categories, delegations and registrations, each kind in the order of their ids.
    """
    lock_all_seating(ids := list(ids))
    return _each(ids, by=by, act=lambda registration: confirm(registration, by=by))


@transaction.atomic
def decline_applications(ids: Iterable[UUID], *, reason: str, by: User) -> BulkOutcome:
    """Declines each application that can be, all for one reason, as ``decline_application`` does.

    Locks the registrations in the order of their ids. Raises ``ReasonRequiredError``.
    """
    if not reason.strip():
        raise ReasonRequiredError
    return _each(ids, by=by, act=lambda registration: decline(registration, reason=reason, by=by))


def _each(ids: Iterable[UUID], *, by: User, act: Callable[[Registration], None]) -> BulkOutcome:
    outcome = BulkOutcome()
    roles: dict[UUID, frozenset[TeamRole]] = {}
    for registration in sorted(lock_registrations(ids), key=lambda registration: registration.created_at):
        if registration.conference_id not in roles:
            roles[registration.conference_id] = roles_in(by, registration.conference)
        try:
            with transaction.atomic():
                if not decides_on(by, roles[registration.conference_id], registration):
                    raise NotPermittedError
                act(registration)
        except RegistrationError as error:
            outcome.refused.append((registration, str(error)))
        else:
            outcome.done.append(registration)
    return outcome
