"""Seats in sessions: how many are taken, who waits, and what a release says of the session meanwhile.

When and where a session is held, and who may know of it, is what the last release says. How many seats there are, and
whether they are booked at all, is read from the session as it is now: seats are given as they become free.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, JSONField, Max, Q
from django.db.models.expressions import RawSQL

from agenda.models import Release, SeatBooking, Session
from agenda.queries.snapshot import SessionEntry
from agenda.states import SeatState, SessionState
from conference.clock import conference_now
from conference.models import Conference


@dataclass(frozen=True)
class SeatCount:
    """``capacity`` is none where seats are not booked (any more)."""

    capacity: int | None
    booked: int
    waiting: int

    @property
    def left(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.booked)


@dataclass(frozen=True)
class Released:
    """One session as the last release, of this number, has it."""

    number: int
    entry: SessionEntry

    @property
    def starts_at(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.entry["starts_at"])

    @property
    def is_held(self) -> bool:
        return self.entry["state"] == SessionState.SCHEDULED

    @property
    def entry_ids(self) -> list[str]:
        return [category["id"] for category in self.entry["entry"]]

    def has_begun(self, conference: Conference) -> bool:
        return self.starts_at <= conference_now(conference)


def released_session(session_id: UUID, conference: Conference) -> Released | None:
    """The session in the last release, without loading the rest of it; nothing where the release does not have it."""
    found = RawSQL(
        "(SELECT one FROM jsonb_array_elements(agenda_release.snapshot -> 'sessions') AS one WHERE one ->> 'id' = %s)",
        [str(session_id)],
        output_field=JSONField(),
    )
    last = Release.objects.of(conference).annotate(one=found).values_list("number", "one").first()
    return Released(*last) if last and last[1] else None


def seat_counts(session_ids: Collection[UUID]) -> Mapping[UUID, SeatCount]:
    """Of these sessions as they are now, in one query."""
    rows = (
        Session.objects.filter(pk__in=session_ids)
        .annotate(
            booked=Count("seats", filter=Q(seats__state=SeatState.BOOKED)),
            waiting=Count("seats", filter=Q(seats__state=SeatState.WAITING)),
        )
        .values_list("pk", "needs_booking", "capacity", "booked", "waiting")
    )
    return {
        pk: SeatCount(capacity if needs_booking else None, booked, waiting)
        for pk, needs_booking, capacity, booked, waiting in rows
    }


def seat_count(session: Session) -> SeatCount:
    """Of one session whose lock the caller holds, so that it holds."""
    counted = SeatBooking.objects.filter(session=session).aggregate(
        booked=Count("pk", filter=Q(state=SeatState.BOOKED)), waiting=Count("pk", filter=Q(state=SeatState.WAITING))
    )
    return SeatCount(session.capacity if session.needs_booking else None, counted["booked"], counted["waiting"])


def next_turn(session: Session) -> int:
    """Behind everybody who ever asked for a seat of this session."""
    last: int | None = SeatBooking.objects.filter(session=session).aggregate(last=Max("turn"))["last"]
    return (last or 0) + 1


def place_in_line(booking: SeatBooking) -> int:
    """Which one is of those who wait, from one."""
    before = SeatBooking.objects.filter(session=booking.session_id).in_line().filter(turn__lt=booking.turn)
    return before.count() + 1
