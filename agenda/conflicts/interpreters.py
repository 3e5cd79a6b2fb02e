"""Interpreters: in two sessions at once, over their hours, without a rest, without a language of the session."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from agenda.conflicts.conflict import Conflict, held, key_of, listed
from agenda.conflicts.programme import Programme, Sitting, Team, minutes_of
from agenda.conflicts.sweep import in_order, overlapping
from agenda.models import ConflictKind


def conflicts_of_interpreters(programme: Programme) -> Iterator[Conflict]:
    """Team by team; then, of each session, whether all who interpret there cover its languages together."""
    assigned: dict[UUID, list[Sitting]] = defaultdict(list)
    for sitting in programme.sittings:
        for pk in sitting.teams:
            assigned[pk].append(sitting)
        yield from _lacking_languages(sitting, programme)
    for pk, unsorted in assigned.items():
        team, sittings = programme.teams[pk], in_order(unsorted)
        yield from (_at_once(team, pair) for pair in overlapping(sittings))
        yield from _over_hours(team, sittings, programme)
        yield from _without_rest(team, sittings)


def _at_once(team: Team, pair: tuple[Sitting, Sitting]) -> Conflict:
    kind = ConflictKind.TEAM_TWICE
    return Conflict(
        kind=kind,
        key=key_of(kind, team.id, held(pair)),
        begins=pair[1].begins,
        sessions=(pair[0].id, pair[1].id),
        team=team.id,
    )


def _over_hours(team: Team, sittings: Sequence[Sitting], programme: Programme) -> Iterator[Conflict]:
    """On one day of the venue, by the day on which each session begins."""
    days: dict[datetime.date, list[Sitting]] = defaultdict(list)
    for sitting in sittings:
        days[sitting.begins.astimezone(programme.zone).date()].append(sitting)
    for sitting_that_day in days.values():
        minutes = sum(each.minutes for each in sitting_that_day)
        if minutes > team.minutes_a_day:
            yield _too_long(ConflictKind.TEAM_OVER_HOURS, team, sitting_that_day, minutes, team.minutes_a_day)


def _without_rest(team: Team, sittings: Sequence[Sitting]) -> Iterator[Conflict]:
    """Sessions between which there is no rest are one stretch of work."""
    for stretch in _stretches(sittings, datetime.timedelta(minutes=team.rest_minutes)):
        minutes = minutes_of(max(each.ends for each in stretch) - stretch[0].begins)
        if minutes > team.minutes_without_rest:
            yield _too_long(ConflictKind.TEAM_WITHOUT_REST, team, stretch, minutes, team.minutes_without_rest)


def _stretches(sittings: Sequence[Sitting], rest: datetime.timedelta) -> Iterator[list[Sitting]]:
    stretch: list[Sitting] = []
    until: datetime.datetime | None = None
    for sitting in sittings:
        if until is not None and sitting.begins - until >= rest and sitting.begins >= until:
            yield stretch
            stretch, until = [], None
        stretch.append(sitting)
        until = sitting.ends if until is None else max(until, sitting.ends)
    if stretch:
        yield stretch


def _too_long(kind: ConflictKind, team: Team, sittings: Sequence[Sitting], minutes: int, limit: int) -> Conflict:
    return Conflict(
        kind=kind,
        key=key_of(kind, team.id, held(sittings), limit, team.rest_minutes),
        begins=sittings[0].begins,
        sessions=tuple(each.id for each in sittings),
        team=team.id,
        minutes=minutes,
        limit=limit,
    )


def _lacking_languages(sitting: Sitting, programme: Programme) -> Iterator[Conflict]:
    if not sitting.teams:
        return
    covered = frozenset[str]().union(*(programme.teams[team].languages for team in sitting.teams))
    lacking = sitting.languages - covered
    if lacking:
        kind = ConflictKind.TEAM_LANGUAGES
        yield Conflict(
            kind=kind,
            key=key_of(kind, sitting.id, listed(sitting.teams), listed(lacking)),
            begins=sitting.begins,
            sessions=(sitting.id,),
            team=min(sitting.teams),
            languages=tuple(sorted(lacking)),
        )
