"""The seats of a delegation as marks, and the same in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registration.models import Delegation, Registration, SeatType
from registration.queries.places import Seats
from registration.states import HOLDING_A_SEAT
from registration.states import RegistrationState as S

SEAT_TONES = {S.NOMINATED: "waiting"}
Mark = dict[str, str]


@dataclass(frozen=True)
class SeatRow:
    """A row of marks; with a label where seats are told apart."""

    label: str
    marks: list[Mark]


def seats_counted(delegation: Delegation, live: Iterable[Registration]) -> Seats:
    """The same figures as under the lock, from members that were read already."""
    live = list(live)
    within = [each for each in live if not each.is_outside_quota]
    held = [each for each in within if each.state in HOLDING_A_SEAT]
    return Seats(
        used=len(held),
        quota=delegation.quota,
        outside=sum(each.is_outside_quota and each.state in HOLDING_A_SEAT for each in live),
        waiting=sum(each.state == S.WAITLISTED for each in within),
        at_table=sum(each.seat_type == SeatType.AT_TABLE for each in held),
        granted_at_table=delegation.seats_at_table,
    )


def named(registration: Registration) -> str:
    """Who sits there, and with which status: what a mark says."""
    return f"{registration.participant.formal_name}, {registration.get_state_display()}"


def seat_rows(
    counted: Seats, live: Iterable[Registration], label_of: Callable[[Registration], str] = named
) -> list[SeatRow]:
    """One row, or one for each type of seat; whoever is outside quota in a row of its own."""
    live = list(live)
    within = [each for each in live if each.state in HOLDING_A_SEAT and not each.is_outside_quota]
    outside = [each for each in live if each.state in HOLDING_A_SEAT and each.is_outside_quota]
    if counted.granted_at_table is None:
        free = 0 if counted.quota is None else max(0, counted.quota - counted.used)
        rows = [SeatRow("", _marks(within, label_of, free, over=counted.over))]
    else:
        rows = [_row_of(seat_type, counted, within, label_of) for seat_type in SeatType]
    if outside:
        rows.append(SeatRow(_("Outside quota"), [{"tone": "outside", "label": label_of(each)} for each in outside]))
    return rows


def _row_of(
    seat_type: SeatType, counted: Seats, within: list[Registration], label_of: Callable[[Registration], str]
) -> SeatRow:
    is_at_table = seat_type == SeatType.AT_TABLE
    held = [each for each in within if (each.seat_type == SeatType.AT_TABLE) == is_at_table]
    granted = _granted(seat_type, counted)
    label = _("At the table") if is_at_table else _("Behind")
    return SeatRow(label, _marks(held, label_of, max(0, granted - len(held)), over=max(0, len(held) - granted)))


def _granted(seat_type: SeatType, counted: Seats) -> int:
    at_table = counted.granted_at_table or 0
    return at_table if seat_type == SeatType.AT_TABLE else (counted.quota or 0) - at_table


def _marks(held: list[Registration], label_of: Callable[[Registration], str], free: int, *, over: int) -> list[Mark]:
    """The last ``over`` of those seated sit above the quota."""
    within = len(held) - over
    marks = [
        {
            "tone": SEAT_TONES.get(S(each.state), "taken") if place < within else "over",
            "label": label_of(each),
        }
        for place, each in enumerate(held)
    ]
    return marks + [{"tone": "free", "label": _("free")}] * free


def seats_text(counted: Seats, outside_roles: Iterable[str] = ()) -> str:
    """“9 of 10 seats taken: 2 of 3 at the table, 7 of 7 behind; 1 member outside quota (interpreter); 2 waiting”."""
    parts = [_taken_text(counted)]
    if counted.over:
        parts.append(_("%(over)s above quota") % {"over": counted.over})
    if counted.outside:
        text = ngettext("%(count)s member outside quota", "%(count)s members outside quota", counted.outside)
        roles = ", ".join(dict.fromkeys(outside_roles))
        parts.append(text % {"count": counted.outside} + (f" ({roles})" if roles else ""))
    if counted.waiting:
        text = ngettext("%(count)s on the waiting list", "%(count)s on the waiting list", counted.waiting)
        parts.append(text % {"count": counted.waiting})
    return "; ".join(parts)


def _taken_text(counted: Seats) -> str:
    if counted.quota is None:
        return ngettext("%(used)s seat taken", "%(used)s seats taken", counted.used) % {"used": counted.used}
    text = ngettext("%(used)s of %(quota)s seat taken", "%(used)s of %(quota)s seats taken", counted.quota)
    taken = text % {"used": counted.used, "quota": counted.quota}
    if counted.granted_at_table is None:
        return taken
    return _(
        "%(taken)s: %(at_table)s of %(granted_at_table)s at the table, %(behind)s of %(granted_behind)s behind"
    ) % {
        "taken": taken,
        "at_table": counted.at_table,
        "granted_at_table": counted.granted_at_table,
        "behind": counted.used - counted.at_table,
        "granted_behind": counted.quota - counted.granted_at_table,
    }
