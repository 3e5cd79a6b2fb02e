"""Rooms held for sessions: written by the acts on the programme, refused by the database where they clash."""

from collections.abc import Iterable

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from agenda.errors import ImpossibleTimesError, RoomTakenError
from agenda.models import RoomBooking, Session
from agenda.states import SessionState
from conference.formats import day_text, time_range_text
from conference.models import Room

CONSTRAINT = "room_is_booked_once_at_a_time"


def rooms_of(session: Session) -> list[Room]:
    """The rooms that the session holds, in the venue's order."""
    return [booking.room for booking in session.bookings.select_related("room__venue")]


def ensure_rooms_belong(session: Session, rooms: Iterable[Room]) -> None:
    """Raises ``ImpossibleTimesError`` for a room of another conference."""
    if any(room.venue.conference_id != session.conference_id for room in rooms):
        raise ImpossibleTimesError(_("This room belongs to another conference."))


def book(session: Session, rooms: Iterable[Room]) -> None:
    """Makes the session's bookings those rooms at its times.

    The caller holds the locks, and asks for :func:`refuse_clashes` when all is written.
    """
    rooms = list(rooms)
    during = DateTimeTZRange(session.starts_at, session.ends_at) if session.starts_at else None
    held = {"during": during, "is_cancelled": session.state == SessionState.CANCELLED}
    session.bookings.exclude(room__in=rooms).delete()
    session.bookings.update(**held)
    kept = set(session.bookings.order_by().values_list("room_id", flat=True))
    missing = {room.pk: room for room in rooms if room.pk not in kept}
    RoomBooking.objects.bulk_create(RoomBooking(session=session, room=room, **held) for room in missing.values())


def refuse_clashes(*placed: Session) -> None:
    """Lets the database look now, not at commit, at what was written; it is deferred so that several can swap.

    ``placed`` are all that were written. Raises ``RoomTakenError`` naming the room and the other session.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {CONSTRAINT} IMMEDIATE")
    except IntegrityError as error:
        # The database has just refused because of one of them, so there is one.
        session, other = next((each, found) for each in placed if (found := _booking_in_the_way(each)))
        raise RoomTakenError(_taken_by(other, session), session_id=other.session_id) from error
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {CONSTRAINT} DEFERRED")


def _booking_in_the_way(session: Session) -> RoomBooking | None:
    """The first of another session at its time in one of its rooms."""
    if session.starts_at is None:
        return None
    found: RoomBooking | None = (
        RoomBooking.objects.filter(
            room__bookings__session=session,
            is_cancelled=False,
            during__overlap=DateTimeTZRange(session.starts_at, session.ends_at),
        )
        .exclude(session=session)
        .select_related("room", "session")
        .order_by("during")
        .first()
    )
    return found


def _taken_by(booking: RoomBooking, wanted_by: Session) -> str:
    zone, during = wanted_by.conference.zone, booking.during
    return _("“%(room)s” is taken by “%(session)s” on %(day)s, %(times)s.") % {
        "room": booking.room,
        "session": booking.session,
        "day": day_text(during.lower.astimezone(zone).date()),
        "times": time_range_text(during.lower, during.upper, zone),
    }
