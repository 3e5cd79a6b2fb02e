"""Small programmes on one day, for the finding of conflicts: no database, no names."""

from __future__ import annotations

import datetime
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from agenda.conflicts.conflict import Conflict
from agenda.conflicts.finding import find_conflicts
from agenda.conflicts.programme import Absence, Presence, Programme, Sitting, Team
from agenda.models import ConflictKind, SessionType

ZONE = ZoneInfo("Asia/Ulaanbaatar")
DAY = datetime.date(2019, 6, 20)


def moment(clock: str, day: datetime.date = DAY) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.fromisoformat(clock), ZONE)


def sitting(times: str, *people: Presence | uuid.UUID | str, day: datetime.date = DAY, **changes: Any) -> Sitting:
    """“09:00–10:00”, with panellists where only a person is given; a side event, which needs no chair."""
    begins, ends = times.split("–")
    given = tuple(
        each if isinstance(each, Presence) else Presence(each, frozenset({"panellist"}), name=str(each))
        for each in people
    )
    fields: dict[str, Any] = {"type": SessionType.SIDE_EVENT, "presences": given}
    return Sitting(uuid.uuid4(), moment(begins, day), moment(ends, day), **fields | changes)


def chair(who: uuid.UUID) -> Presence:
    return Presence(who, frozenset({"chair"}))


def speaker(who: uuid.UUID, *languages: str) -> Presence:
    return Presence(who, frozenset({"panellist"}), frozenset(languages))


def absence(who: uuid.UUID, times: str) -> Absence:
    begins, ends = times.split("–")
    return Absence(uuid.uuid4(), who, moment(begins), moment(ends))


def team(*languages: str, a_day: int = 360, without_rest: int = 180, rest: int = 20) -> Team:
    return Team(uuid.uuid4(), frozenset(languages or ("en", "mn")), a_day, without_rest, rest)


def programme(*sittings: Sitting, teams: tuple[Team, ...] = (), **parts: Any) -> Programme:
    return Programme(ZONE, sittings, teams={each.id: each for each in teams}, **parts)


def found(*sittings: Sitting, **parts: Any) -> list[Conflict]:
    return list(find_conflicts(programme(*sittings, **parts)))


def kinds(*sittings: Sitting, **parts: Any) -> list[ConflictKind]:
    return [each.kind for each in found(*sittings, **parts)]
