"""Rooms that a programme would give twice: among its own rows, and to what is there already."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agenda.actions.programme_rows import SessionOutcome, refuse
from agenda.actions.programme_scene import Scene
from agenda.models import Session
from agenda.states import SessionState
from conference.formats import day_text, time_range_text
from conference.imports.rows import RowKind


@dataclass(frozen=True)
class Held:
    """A session in its rooms, as it would be after the import; ``outcome`` where a row places it."""

    session: Session
    begins: datetime.datetime
    ends: datetime.datetime
    rooms: tuple[uuid.UUID, ...]
    outcome: SessionOutcome | None


def refuse_clashes(outcomes: Sequence[SessionOutcome], scene: Scene) -> None:
    """Refuses each row that would take a room that another session has at the time.

    A row that is refused leaves its session where it was: that may be in the way of the next, so it is looked anew.
    """
    while clashes := list(_clashes(outcomes, scene)):
        for outcome, room, other in clashes:
            refuse(outcome, _taken(room, other, scene))


def _clashes(outcomes: Sequence[SessionOutcome], scene: Scene) -> Iterator[tuple[SessionOutcome, uuid.UUID, Held]]:
    told: set[int] = set()
    by_room: dict[uuid.UUID, list[Held]] = defaultdict(list)
    for held in _placements(outcomes, scene):
        for room in held.rooms:
            by_room[room].append(held)
    for room, taken in by_room.items():
        for mine, other in _at_once(taken):
            if mine.outcome is not None and id(mine.outcome) not in told:
                told.add(id(mine.outcome))
                yield mine.outcome, room, other


def _at_once(taken: list[Held]) -> Iterator[tuple[Held, Held]]:
    """Each two that are in one room at a time, both ways round."""
    taken.sort(key=lambda held: (held.begins, held.ends, str(held.session.pk)))
    for place, held in enumerate(taken):
        for later in taken[place + 1 :]:
            if later.begins >= held.ends:
                break
            yield held, later
            yield later, held


def _placements(outcomes: Sequence[SessionOutcome], scene: Scene) -> Iterator[Held]:
    placed = {
        outcome.session.pk: outcome
        for outcome in outcomes
        if outcome.session and outcome.kind in {RowKind.NEW, RowKind.CHANGED} and _moves(outcome)
    }
    sessions = [*scene.sessions.values(), *(each.session for each in placed.values() if each.kind == RowKind.NEW)]
    for session in sessions:
        if session is None or session.state == SessionState.CANCELLED:
            continue
        outcome = placed.get(session.pk)
        begins, ends = (outcome and outcome.times) or (session.starts_at, session.ends_at)
        if begins is not None and ends is not None:
            yield Held(session, begins, ends, rooms_after(outcome, session, scene), outcome)


def _moves(outcome: SessionOutcome) -> bool:
    return outcome.times is not None or outcome.rooms is not None


def rooms_after(outcome: SessionOutcome | None, session: Session, scene: Scene) -> tuple[uuid.UUID, ...]:
    """The rooms that the session has once the row is done."""
    if outcome is not None and outcome.rooms is not None:
        return outcome.rooms
    return tuple(each.room_id for each in session.bookings.all()) if session.pk in scene.sessions else ()


def _taken(room: uuid.UUID, other: Held, scene: Scene) -> str:
    zone = scene.conference.zone
    words = {
        "room": scene.rooms[room],
        "session": _title(other),
        "day": day_text(other.begins.astimezone(zone).date()),
        "times": time_range_text(other.begins, other.ends, zone),
    }
    if other.outcome is None:
        return _("“%(room)s” is taken by “%(session)s” on %(day)s, %(times)s.") % words
    words["row"] = other.outcome.row.number
    return _("“%(room)s” is taken by “%(session)s” on %(day)s, %(times)s, in row %(row)s.") % words


def _title(held: Held) -> str:
    described = held.outcome.described if held.outcome else {}
    return str(described.get("title") or held.session.title)
