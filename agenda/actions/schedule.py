"""When and where sessions are held, and whether at all."""

import datetime
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.actions.bookings import book, ensure_rooms_belong, refuse_clashes, rooms_of
from agenda.actions.locking import lock_session, lock_sessions
from agenda.actions.venue_time import ensure_within, venue_moment
from agenda.errors import ImpossibleTimesError, LostUpdateError, SessionIsCancelledError
from agenda.models import RoomBooking, Session
from agenda.states import SessionState
from conference.models import Room, User

#: What the column holds; a session of three weeks has none of its own to come back to.
LONGEST_KEPT = 32_767


@transaction.atomic
def schedule_session(
    session_id: UUID,
    *,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    rooms: Iterable[Room],
    by: User | None,
    version: int | None = None,
) -> Session:
    """Gives a session its times and rooms. Naive times are read on the venue's clock. Locks conference and session.

    Raises ``RoomTakenError``, ``ImpossibleTimesError``, ``SessionIsCancelledError``, ``LostUpdateError``,
    ``NotPermittedError``.
    """
    session = lock_session(session_id, by=by, version=version)
    if session.state == SessionState.CANCELLED:
        raise SessionIsCancelledError
    begins, ends = (venue_moment(session.conference, moment) for moment in (starts_at, ends_at))
    ensure_within(session.conference, begins, ends)
    rooms = list(rooms)
    ensure_rooms_belong(session, rooms)
    place_session(session, begins, ends, rooms, by=by)
    refuse_clashes(session)
    return session


@transaction.atomic
def park_session(
    session_id: UUID, *, by: User | None, version: int | None = None, rooms: Iterable[Room] | None = None
) -> Session:
    """Takes a session off the programme into the parking lot; it keeps its length in mind, and its rooms or ``rooms``.

    Locks as above. Raises ``SessionIsCancelledError``, ``ImpossibleTimesError`` for a room of another conference,
    ``LostUpdateError``, ``NotPermittedError``.
    """
    session = lock_session(session_id, by=by, version=version)
    if session.state == SessionState.CANCELLED:
        raise SessionIsCancelledError
    remembered = rooms_of(session) if rooms is None else list(rooms)
    ensure_rooms_belong(session, remembered)
    place_session(session, None, None, remembered, by=by)
    return session


@transaction.atomic
def swap_sessions(
    a: UUID, b: UUID, *, by: User | None, versions: tuple[int, int] | None = None
) -> tuple[Session, Session]:
    """Two sessions exchange times and rooms in one act; since they take what they held, no third can be in the way.

    ``versions`` are those of the preview that the officer saw. Locks the conference, then both in the order of their
    ids. Raises ``ImpossibleTimesError`` where one has no time yet or both are one, ``LostUpdateError``,
    ``SessionIsCancelledError``, ``NotPermittedError``.
    """
    if a == b:
        raise ImpossibleTimesError(_("A session cannot change places with itself."))
    first, second = lock_sessions([a, b], by=by)
    if versions is not None and versions != (first.version, second.version):
        raise LostUpdateError
    for session in (first, second):
        if session.state == SessionState.CANCELLED:
            raise SessionIsCancelledError
        if session.starts_at is None:
            raise ImpossibleTimesError(_("Only sessions that have a time can exchange it."))
    places = [(session.starts_at, session.ends_at, rooms_of(session)) for session in (first, second)]
    place_session(first, *places[1], by=by)
    place_session(second, *places[0], by=by)
    return first, second


@transaction.atomic
def cancel_session(session_id: UUID, *, by: User | None, version: int | None = None) -> Session:
    """Cancels a session: its rooms are free at once, and the next release says so. Locks conference and session.

    Raises ``IllegalSessionTransitionError``, ``LostUpdateError``, ``NotPermittedError``.
    """
    return _change_state(session_id, SessionState.CANCELLED, by=by, version=version)


@transaction.atomic
def reinstate_session(session_id: UUID, *, by: User | None, version: int | None = None) -> Session:
    """Puts a cancelled session back at its time. Raises as :func:`cancel_session`, and ``RoomTakenError``."""
    session = _change_state(session_id, SessionState.SCHEDULED, by=by, version=version)
    refuse_clashes(session)
    return session


def _change_state(session_id: UUID, wanted: SessionState, *, by: User | None, version: int | None) -> Session:
    session = lock_session(session_id, by=by, version=version)
    change_states([session], wanted, by=by)
    return session


def change_states(sessions: Sequence[Session], wanted: SessionState, *, by: User | None) -> None:
    """Part of the act of whoever holds the locks, in as many queries for many sessions as for one.

    Raises ``IllegalSessionTransitionError``.
    """
    marked: tuple[str, ...] = ()
    for session in sessions:
        session.move_to(wanted)
        marked = session.mark_changed(by=by)
    Session.objects.bulk_update(sessions, ["state", *marked])
    RoomBooking.objects.filter(session__in=sessions).update(is_cancelled=wanted == SessionState.CANCELLED)


def place_session(
    session: Session,
    begins: datetime.datetime | None,
    ends: datetime.datetime | None,
    rooms: Iterable[Room],
    *,
    by: User | None,
) -> None:
    """Writes times and rooms, part of the act of whoever holds the locks and asks :func:`refuse_clashes` at its end."""
    if begins is not None:
        session.parked_minutes = None
    elif session.starts_at is not None and session.ends_at is not None:
        session.parked_minutes = min(int((session.ends_at - session.starts_at).total_seconds()) // 60, LONGEST_KEPT)
    session.starts_at, session.ends_at = begins, ends
    marked = session.mark_changed(by=by)
    session.save(update_fields=["starts_at", "ends_at", "parked_minutes", *marked])
    book(session, rooms)
