"""What is asked for after the deadline: neither locked nor silently accepted, but kept as a request."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import EncryptedTextField, User
from registration.actions.correct import NOTHING
from registration.actions.people import ALWAYS_OWN, OWN_FIELDS, change_person, refuse_change, refuse_what_has_ended
from registration.actions.seating import lock_registration, lock_seating
from registration.errors import NotPermittedError, RegistrationError
from registration.models import (
    APPLICATION_FIELDS,
    ChangeKind,
    Delegation,
    DelegationRole,
    Participant,
    PendingChange,
    Registration,
)
from registration.permissions import can_change_registration, can_nominate, can_take_back
from registration.queries.change_values import OF_THE_APPLICATION, field_of, kept, standing_value
from registration.states import ChangeState

Changes = dict[str, dict[str, Any]]


@transaction.atomic
def propose_change(
    registration_id: UUID,
    changes: Mapping[str, Any],
    *,
    by: User,
    version: int | None = None,
    application_changes: Mapping[str, Any] = NOTHING,
    note: str = "",
) -> PendingChange | None:
    """Keeps a correction as a request; how the person is reached, and who sees the name, is saved at once.

    Nothing is returned where nothing remains to be decided. Who has an open request of the same registration adds to
    it. Locks registration and participant, then the request. Raises ``NotPermittedError``, ``LostUpdateError``;
    ``RegistrationError`` for a registration that has ended, and for another address.
    """
    registration = lock_registration(registration_id)
    if not can_change_registration(by, registration):
        raise NotPermittedError
    refuse_what_has_ended(registration)
    _refuse_unknown(changes, application_changes)
    refuse_change(registration, changes, by=by, version=version)
    at_once = {name: value for name, value in changes.items() if name in ALWAYS_OWN}
    if at_once:
        change_person(registration.participant, at_once)
    asked = _asked(registration, changes, application_changes)
    return _keep_correction(registration, asked, by=by, note=note) if asked else None


@transaction.atomic
def propose_nomination(
    delegation_id: UUID, *, person: Participant, role: DelegationRole, by: User, form_token: UUID, note: str = ""
) -> PendingChange:
    """Keeps the nomination of a new member as a request; quota and seat are looked at when it is accepted.

    Locks category and delegation. A form submitted twice gives the request that is there. Raises
    ``NotPermittedError``.
    """
    delegation = Delegation.objects.select_related("conference").get(pk=delegation_id)
    if not can_nominate(by, delegation):
        raise NotPermittedError
    lock_seating(delegation.conference, delegation.category_id, delegation.pk, counts=False)
    earlier = _earlier_request(form_token, ChangeKind.NOMINATION, delegation.pk)
    return earlier or PendingChange.objects.create(
        conference=delegation.conference,
        kind=ChangeKind.NOMINATION,
        delegation=delegation,
        role=role,
        changes=_everything_of(person),
        form_token=form_token,
        asked_by=by,
        note=note.strip(),
    )


@transaction.atomic
def propose_substitution(
    registration_id: UUID, *, person: Participant, by: User, form_token: UUID, note: str = ""
) -> PendingChange:
    """Keeps a substitution as a request; the member stays one until it is accepted.

    Locks the registration. A form submitted twice gives the request that is there. Raises ``NotPermittedError``;
    ``RegistrationError`` for one that has ended, belongs to no delegation, or has an open substitution.
    """
    registration = lock_registration(registration_id)
    if registration.delegation is None:
        raise RegistrationError(_("Only the members of a delegation have substitutes."))
    if not can_nominate(by, registration.delegation):
        raise NotPermittedError
    earlier = _earlier_request(form_token, ChangeKind.SUBSTITUTION, registration.pk)
    if earlier is not None:
        return earlier
    refuse_what_has_ended(registration)
    if registration.pending_changes.open().filter(kind=ChangeKind.SUBSTITUTION).exists():
        raise RegistrationError(
            _("A substitution of this member was already asked for. Take that request back to ask for another.")
        )
    return PendingChange.objects.create(
        conference=registration.conference,
        kind=ChangeKind.SUBSTITUTION,
        registration=registration,
        delegation=registration.delegation,
        role=registration.role,
        changes=_everything_of(person),
        form_token=form_token,
        asked_by=by,
        note=note.strip(),
    )


@transaction.atomic
def take_back(change_id: UUID, *, by: User) -> PendingChange:
    """Takes a request back before it is decided.

    Locks the request. Raises ``NotPermittedError``, ``IllegalChangeTransitionError``.
    """
    change = lock_change(change_id)
    if not can_take_back(by, change):
        raise NotPermittedError
    change.move_to(ChangeState.TAKEN_BACK, by=by)
    return change


def lock_change(change_id: UUID) -> PendingChange:
    """The request, locked after whatever it is about."""
    everything = PendingChange.objects.select_related(
        "conference", "registration__participant", "registration__category", "delegation__conference", "asked_by"
    )
    return everything.select_for_update(of=("self",), no_key=True).get(pk=change_id)


def _earlier_request(form_token: UUID, kind: ChangeKind, about: UUID) -> PendingChange | None:
    """What the same form asked for before. Raises ``RegistrationError`` where the token came from another form."""
    earlier: PendingChange | None = PendingChange.objects.filter(form_token=form_token).first()
    if earlier is None:
        return None
    asked_about = earlier.delegation_id if kind == ChangeKind.NOMINATION else earlier.registration_id
    if (earlier.kind, asked_about) != (kind, about):
        raise RegistrationError(_("This form was already used. Please open it again; nothing was saved."))
    return earlier


def _refuse_unknown(changes: Mapping[str, Any], application_changes: Mapping[str, Any]) -> None:
    unknown = (set(changes) - OWN_FIELDS) | set(application_changes).difference(APPLICATION_FIELDS)
    # A request is read by all who decide on it: what is kept encrypted must not stand there in the clear.
    unknown |= {name for name in changes if isinstance(field_of(name), EncryptedTextField)}
    if unknown:
        raise ValueError(unknown)


def _asked(registration: Registration, changes: Mapping[str, Any], application_changes: Mapping[str, Any]) -> Changes:
    """What shall change, field by field; what stands there already is not asked for."""
    wanted = {name: value for name, value in changes.items() if name not in ALWAYS_OWN}
    wanted |= {f"{OF_THE_APPLICATION}{name}": value for name, value in application_changes.items()}
    asked = {
        name: {"old": standing_value(registration, name), "new": kept(name, value)} for name, value in wanted.items()
    }
    return {name: pair for name, pair in asked.items() if pair["old"] != pair["new"]}


def _keep_correction(registration: Registration, asked: Changes, *, by: User, note: str) -> PendingChange:
    own = registration.pending_changes.open().filter(kind=ChangeKind.CORRECTION, asked_by=by)
    change = own.select_for_update(no_key=True).first()
    if change is None:
        return PendingChange.objects.create(
            conference=registration.conference,
            kind=ChangeKind.CORRECTION,
            registration=registration,
            delegation=registration.delegation,
            changes=asked,
            asked_by=by,
            note=note.strip(),
        )
    change.changes = change.changes | asked
    change.note = note.strip() or change.note
    change.version += 1
    change.save(update_fields=["changes", "note", "version"])
    return change


def _everything_of(person: Participant) -> Changes:
    """Whatever a form gathered on a new member; what is as it would be anyway is left out."""
    empty = Participant()
    values = {name: kept(name, getattr(person, name)) for name in sorted(OWN_FIELDS)}
    return {
        name: {"old": "", "new": value} for name, value in values.items() if value != kept(name, getattr(empty, name))
    }
