"""Whose seat is in a session that is still to come, on the day that the last release tells."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from agenda.models import Release, SeatBooking
from agenda.queries.seats import Released
from agenda.queries.snapshot import entries_by_id
from conference.models import Conference


@dataclass(frozen=True)
class SeatAhead:
    """A booked seat, with its session as it is published."""

    booking: SeatBooking
    released: Released
    day: datetime.date


def days_of_seats(conference: Conference) -> list[datetime.date]:
    """The days of sessions still to come in which somebody has a seat; two queries."""
    return sorted({each.day for each in seats_ahead(conference)})


def seats_on(conference: Conference, day: datetime.date) -> list[SeatAhead]:
    """Those of one day, of those who can be written to, or by hand; by time and order of booking, in two queries."""
    found = [each for each in seats_ahead(conference) if each.day == day and each.booking.participant.is_reachable]
    return sorted(found, key=lambda each: (each.released.starts_at, each.booking.session_id, each.booking.turn))


def seats_ahead(conference: Conference, of_which: Q = Q()) -> Iterator[SeatAhead]:  # noqa: B008  it is never changed
    """Booked, not waited for, in sessions that are held and have not begun. Two queries."""
    entries = entries_by_id(Release.objects.last_of(conference))
    for booking in _booked(conference, of_which):
        entry = entries.get(str(booking.session_id))
        if entry is None or not entry["starts_at"]:
            continue
        released = Released(0, entry)
        if released.is_held and not released.has_begun(conference):
            booking.participant.conference = conference
            yield SeatAhead(booking, released, released.starts_at.astimezone(conference.zone).date())


def _booked(conference: Conference, of_which: Q) -> Iterable[SeatBooking]:
    rows = SeatBooking.objects.booked().filter(of_which, session__conference=conference)
    return rows.select_related("participant").order_by("pk")
