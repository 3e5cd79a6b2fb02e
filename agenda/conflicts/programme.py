"""The programme as conflicts are looked for in it: times, places, persons and teams by their ids, and nothing else."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from agenda.models import AppearanceRole
from agenda.models.walking_time import USUAL_BETWEEN_VENUES, USUAL_WITHIN_A_VENUE

CHAIRING = frozenset({AppearanceRole.CHAIR.value, AppearanceRole.MODERATOR.value})
Languages = frozenset[str]


@dataclass(frozen=True, slots=True)
class Presence:
    """That somebody is in a session, in all roles together; ``who`` is the participant, or a name as it is compared."""

    who: UUID | str
    roles: frozenset[str]
    languages: Languages = frozenset()
    name: str = ""

    @property
    def is_chairing(self) -> bool:
        return bool(self.roles & CHAIRING)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session that is held: half-open in time. ``seats`` is unknown where a room's are."""

    id: UUID
    begins: datetime.datetime
    ends: datetime.datetime
    type: str = ""
    languages: Languages = frozenset()
    is_whole_conference: bool = False
    capacity: int | None = None
    seats: int | None = None
    rooms: frozenset[UUID] = frozenset()
    venues: frozenset[UUID] = frozenset()
    presences: tuple[Presence, ...] = ()
    teams: tuple[UUID, ...] = ()

    @property
    def minutes(self) -> int:
        return minutes_of(self.ends - self.begins)


@dataclass(frozen=True, slots=True)
class Team:
    """Interpreters, and what they have agreed to."""

    id: UUID
    languages: Languages
    minutes_a_day: int
    minutes_without_rest: int
    rest_minutes: int


@dataclass(frozen=True, slots=True)
class Absence:
    """When a participant is not available, half-open."""

    id: UUID
    who: UUID
    begins: datetime.datetime
    ends: datetime.datetime


@dataclass(frozen=True)
class Ways:
    """Minutes from one venue to another, both ways; from room to room of one under that one alone."""

    known: Mapping[frozenset[UUID], int] = field(default_factory=dict)
    between_any: int = USUAL_BETWEEN_VENUES

    @cached_property
    def longest(self) -> int:
        return max([self.between_any, USUAL_WITHIN_A_VENUE, *self.known.values()])

    def minutes(self, first: Sitting, second: Sitting) -> int:
        """The shortest way from the one's rooms to the other's; none where they share one, or have none yet."""
        if first.rooms & second.rooms:
            return 0
        return min((self._between(here, there) for here in first.venues for there in second.venues), default=0)

    def _between(self, here: UUID, there: UUID) -> int:
        usual = USUAL_WITHIN_A_VENUE if here == there else self.between_any
        return self.known.get(frozenset({here, there}), usual)


@dataclass(frozen=True)
class Programme:
    """Sessions that are cancelled or have no time are not among the sittings."""

    zone: ZoneInfo
    sittings: tuple[Sitting, ...] = ()
    teams: Mapping[UUID, Team] = field(default_factory=dict)
    absences: tuple[Absence, ...] = ()
    ways: Ways = field(default_factory=Ways)


def minutes_of(span: datetime.timedelta) -> int:
    return int(span.total_seconds()) // 60
