"""The seats of one participant, for the own page: what is booked, and what one waits for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.models import Release, SeatBooking
from agenda.queries.published import PublishedSession, render_nameless
from agenda.queries.snapshot import entries_by_id
from conference.formats import day_text, time_range_text
from conference.models import Conference
from conference.registry import OwnPart


@dataclass(frozen=True)
class OwnSeat:
    """``session`` as the last release has it, without its people."""

    session: PublishedSession
    is_booked: bool


def own_seats(participant_id: UUID, conference: Conference) -> Sequence[OwnSeat]:
    """Those in force, by time, without what is on no agenda at present; in one query, or in two."""
    booked = SeatBooking.objects.in_force().filter(participant=participant_id, session__conference=conference)
    states = {str(seat.session_id): seat.is_booked for seat in booked.only("session_id", "state")}
    if not states:
        return []
    entries = entries_by_id(Release.objects.last_of(conference))
    found = [
        OwnSeat(render_nameless(conference, entries[key]), is_booked)
        for key, is_booked in states.items()
        if key in entries
    ]
    return sorted(found, key=lambda seat: seat.session.starts_at)


def own_seats_part(participant_id: UUID, conference: Conference) -> Iterable[OwnPart]:
    """The section of the own page; nothing where there is no seat."""
    seats = own_seats(participant_id, conference)
    if seats:
        yield OwnPart(
            title=_("Your seats in sessions"),
            rows=[_row(seat, conference) for seat in seats],
            url=f"{reverse('agenda:own', args=[conference.slug])}?show=mine",
            label=_("My sessions"),
        )


def _row(seat: OwnSeat, conference: Conference) -> dict[str, str]:
    session = seat.session
    times = time_range_text(session.starts_at, session.ends_at, conference.zone)
    return {
        "term": _("%(day)s, %(times)s") % {"day": day_text(session.day), "times": times},
        "text": str(session.title),
        "detail": _("Your seat is booked") if seat.is_booked else _("On the waiting list"),
        "url": reverse("agenda:own-session", args=[conference.slug, session.id]),
    }
