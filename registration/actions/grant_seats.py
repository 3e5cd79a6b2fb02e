"""How many seats a delegation has, and who sits beyond them."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.correspondence import outbox
from conference.models import User
from registration import emails
from registration.actions.nominate import follow_what_is_outstanding
from registration.actions.promotion import lock_line
from registration.actions.seating import Seating, lock_registration
from registration.errors import (
    IllegalTransitionError,
    LostUpdateError,
    NotPermittedError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import Delegation, Registration, SeatDecision, SeatType
from registration.permissions import can_appoint_focal_points, can_decide
from registration.queries.places import Seats, seats
from registration.queries.rank import in_rank
from registration.states import HOLDING_A_SEAT, RegistrationState

S = RegistrationState


@transaction.atomic
def grant_seats(
    delegation_id: UUID,
    *,
    quota: int | None,
    note: str,
    by: User,
    version: int,
    seats_at_table: int | None = None,
    leaves_overhang: bool = False,
    reason: str = "",
) -> Delegation:
    """Sets the seats of a delegation (none: no limit of its own), those at the table, and the Secretariat's note.

    Fewer than are taken is refused, unless the officer ``leaves_overhang`` and says why: then whoever sits goes on
    sitting, the pages say by how many, and nobody more is seated. Each change of number is kept with its reason. More
    seats go to those who wait for them. Locks what is counted and those in line, so that nobody is nominated
    meanwhile. Raises ``NotPermittedError``, ``LostUpdateError``, ``ReasonRequiredError``; ``RegistrationError`` for
    fewer seats than are taken, and for more at the table than all.
    """
    lock_line([], delegation_id=delegation_id)
    delegation = Delegation.objects.select_related("conference").get(pk=delegation_id)
    if not can_appoint_focal_points(by, delegation.conference):
        raise NotPermittedError
    if version != delegation.version:
        raise LostUpdateError
    known, before = seats(delegation), (delegation.quota, delegation.seats_at_table)
    if before != (quota, seats_at_table):
        _refuse(known, quota, seats_at_table, leaves_overhang=leaves_overhang, reason=reason)
    delegation.quota, delegation.seats_at_table, delegation.note = quota, seats_at_table, note
    delegation.version += 1
    delegation.save(update_fields=["quota", "seats_at_table", "note", "version"])
    if before != (quota, seats_at_table):
        _record(delegation, known.used, quota_before=before[0], reason=reason, by=by)
    if before[1] != seats_at_table:
        _seat_anew(delegation)
    # The line is read anew: what it counts by has just been changed.
    lock_line([], delegation_id=delegation_id).give_free_places()
    return delegation


@transaction.atomic
def seat_beyond_quota(registration_id: UUID, *, reason: str, by: User, version: int | None = None) -> Registration:
    """Gives one who waits a seat although the delegation, the category or the conference is full, for a stated reason.

    Locks conference (where it has a capacity), category, delegation and registration. Raises ``NotPermittedError``,
    ``LostUpdateError``, ``ReasonRequiredError``, ``IllegalTransitionError`` for one who does not wait;
    ``RegistrationError`` for one that belongs to no delegation.
    """
    registration = lock_registration(registration_id, counts=True)
    delegation = registration.delegation
    if not can_decide(by, registration):
        raise NotPermittedError
    if version is not None and version != registration.version:
        raise LostUpdateError
    if delegation is None:
        raise RegistrationError(_("Only the members of a delegation are seated beyond its quota."))
    if registration.state != S.WAITLISTED:
        raise IllegalTransitionError(current=S(registration.state).label, wanted=S.NOMINATED.label)
    if not reason.strip():
        raise ReasonRequiredError
    wanted = S(registration.waited_for or S.NOMINATED)
    registration.waited_for = ""
    registration.seat_type = Seating(registration.category, delegation).seat_for(registration)
    registration.move_to(wanted, by=by, reason=reason.strip())
    follow_what_is_outstanding(registration, by=by)
    outbox.enqueue_all(emails.promoted(registration))
    _record(
        delegation,
        seats(delegation).used,
        quota_before=delegation.quota,
        reason=reason.strip(),
        by=by,
        registration=registration,
    )
    return registration


def _refuse(known: Seats, quota: int | None, seats_at_table: int | None, *, leaves_overhang: bool, reason: str) -> None:
    if seats_at_table is not None and (quota is None or seats_at_table > quota):
        raise RegistrationError(_("There cannot be more seats at the table than seats in all; nothing was saved."))
    if quota is None or quota >= known.used:
        return
    if not leaves_overhang:
        sentence = _(
            "%(used)d seats are taken, %(over)d more than you would grant; nothing was saved. Please settle with the "
            "delegation who withdraws, or leave them seated above the quota and say why."
        )
        raise RegistrationError(sentence % {"used": known.used, "over": known.used - quota})
    if not reason.strip():
        raise ReasonRequiredError


def _record(
    delegation: Delegation,
    used: int,
    *,
    quota_before: int | None,
    reason: str,
    by: User,
    registration: Registration | None = None,
) -> None:
    SeatDecision.objects.create(
        delegation=delegation,
        registration=registration,
        quota_before=quota_before,
        quota=delegation.quota,
        seats_at_table=delegation.seats_at_table,
        used=used,
        reason=reason.strip(),
        by=by,
    )


def _seat_anew(delegation: Delegation) -> None:
    """Once another number of seats is at the table, the first in rank sit there, the others behind."""
    seated = in_rank(delegation, delegation.registrations.filter(state__in=HOLDING_A_SEAT, is_outside_quota=False))
    at_table = delegation.seats_at_table
    for place, member in enumerate(seated):
        member.seat_type = "" if at_table is None else (SeatType.AT_TABLE if place < at_table else SeatType.BEHIND)
    Registration.objects.bulk_update(seated, ["seat_type"])
