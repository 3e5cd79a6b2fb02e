"""Sessions by themselves: without a chair, too many for the room, beside what is for everybody."""

from collections.abc import Iterator

from agenda.conflicts.conflict import Conflict, held, key_of, listed
from agenda.conflicts.programme import Programme, Sitting
from agenda.conflicts.sweep import in_order, overlapping
from agenda.models import ConflictKind, SessionType
from agenda.models.session import LED


def conflicts_of_sessions(programme: Programme) -> Iterator[Conflict]:
    """What is lacking; then what is held beside an item for the whole conference."""
    for sitting in programme.sittings:
        if sitting.type in LED and not any(each.is_chairing for each in sitting.presences):
            yield _of_one(ConflictKind.NO_CHAIR, sitting)
        if sitting.capacity is not None and sitting.seats is not None and sitting.capacity > sitting.seats:
            yield _of_one(ConflictKind.ROOM_TOO_SMALL, sitting, sitting.seats, sitting.capacity)
    for pair in overlapping(in_order(programme.sittings)):
        if any(is_for_all(each) for each in pair):
            yield _beside_each_other(pair)


def is_for_all(sitting: Sitting) -> bool:
    """Whether everybody is expected there and nowhere else: a briefing may be held in the coffee break."""
    return sitting.is_whole_conference and sitting.type != SessionType.BREAK


def _of_one(kind: ConflictKind, sitting: Sitting, seats: int = 0, capacity: int = 0) -> Conflict:
    return Conflict(
        kind=kind,
        key=key_of(kind, sitting.id, seats, capacity, listed(sitting.rooms) if capacity else ""),
        begins=sitting.begins,
        sessions=(sitting.id,),
        minutes=seats,
        limit=capacity,
    )


def _beside_each_other(pair: tuple[Sitting, Sitting]) -> Conflict:
    """The item that is for everybody stands first."""
    kind = ConflictKind.WHOLE_CONFERENCE
    for_all, beside = pair if is_for_all(pair[0]) else (pair[1], pair[0])
    return Conflict(
        kind=kind,
        key=key_of(kind, held(pair)),
        begins=pair[1].begins,
        sessions=(for_all.id, beside.id),
    )
