"""One conflict: of which kind, of what, and the key by which an acknowledgement knows it again."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from agenda.conflicts.programme import Sitting
from agenda.models import ConflictKind

#: What contradicts itself: a release needs each of these mended or acknowledged. The others are only to be noted:
#: something is lacking that may follow after the release, or two lines bear one name.
BLOCKING = frozenset(
    {
        ConflictKind.CHAIR_TWICE,
        ConflictKind.PERSON_TWICE,
        ConflictKind.UNAVAILABLE,
        ConflictKind.TEAM_TWICE,
        ConflictKind.TEAM_OVER_HOURS,
        ConflictKind.TEAM_WITHOUT_REST,
        ConflictKind.TEAM_LANGUAGES,
        ConflictKind.NO_COMMON_LANGUAGE,
        ConflictKind.WAY_TOO_LONG,
    }
)
GRAVITY = {kind: place for place, kind in enumerate(ConflictKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """``minutes`` (or seats) are there, ``limit`` would be needed or is agreed; ``languages`` are those in question."""

    kind: ConflictKind
    key: str
    begins: datetime.datetime
    sessions: tuple[UUID, ...]
    participant: UUID | None = None
    team: UUID | None = None
    absence: UUID | None = None
    name: str = ""
    languages: tuple[str, ...] = ()
    minutes: int = 0
    limit: int = 0

    @property
    def is_blocking(self) -> bool:
        return self.kind in BLOCKING


def key_of(kind: ConflictKind, *facts: object) -> str:
    """Of all that makes it this conflict: when any of it changes, so does the key."""
    return hashlib.sha256("|".join((kind.value, *map(str, facts))).encode()).hexdigest()


def held(sittings: Iterable[Sitting]) -> str:
    """Which sessions at which times, as a fact of a key."""
    return ",".join(f"{each.id}@{each.begins.timestamp():.0f}-{each.ends.timestamp():.0f}" for each in sittings)


def listed(values: Iterable[object]) -> str:
    """A set, as a fact of a key."""
    return ",".join(sorted(map(str, values)))
