"""All conflicts of a programme."""

from agenda.conflicts.conflict import GRAVITY, Conflict
from agenda.conflicts.interpreters import conflicts_of_interpreters
from agenda.conflicts.people import conflicts_of_people
from agenda.conflicts.places import conflicts_of_sessions
from agenda.conflicts.programme import Programme


def find_conflicts(programme: Programme) -> tuple[Conflict, ...]:
    """By day of the venue, the gravest first. Sorted once by time: n log n, and one step more for each that overlap."""
    found = (
        *conflicts_of_people(programme),
        *conflicts_of_interpreters(programme),
        *conflicts_of_sessions(programme),
    )

    def place(conflict: Conflict) -> tuple[object, ...]:
        day = conflict.begins.astimezone(programme.zone).date()
        return (day, GRAVITY[conflict.kind], conflict.begins, conflict.key)

    return tuple(sorted(found, key=place))
