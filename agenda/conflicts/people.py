"""Persons: in two places at once, away, on the way, or without a language of the session."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from agenda.conflicts.conflict import Conflict, held, key_of, listed
from agenda.conflicts.programme import Absence, Presence, Programme, Sitting, minutes_of
from agenda.conflicts.sweep import following, in_order, overlapping
from agenda.models import ConflictKind


@dataclass(frozen=True, slots=True)
class Engagement:
    """A sitting of one person, with what the person does there."""

    sitting: Sitting
    presence: Presence

    @property
    def id(self) -> UUID:
        return self.sitting.id

    @property
    def begins(self) -> datetime.datetime:
        return self.sitting.begins

    @property
    def ends(self) -> datetime.datetime:
        return self.sitting.ends


def conflicts_of_people(programme: Programme) -> Iterator[Conflict]:
    """Person by person; a name from public sources is no person whom we know, and is only in two places at once."""
    engagements: dict[UUID | str, list[Engagement]] = defaultdict(list)
    for sitting in programme.sittings:
        for presence in sitting.presences:
            engagements[presence.who].append(Engagement(sitting, presence))
    absences: dict[UUID | str, list[Absence]] = defaultdict(list)
    for absence in programme.absences:
        absences[absence.who].append(absence)
    for who, unsorted in engagements.items():
        own = in_order(unsorted)
        yield from (_at_once(first, second) for first, second in overlapping(own))
        if isinstance(who, UUID):
            yield from _away(who, own, absences.get(who, []))
            yield from _on_the_way(who, own, programme)
            yield from _speechless(who, own, programme.teams)


def _at_once(first: Engagement, second: Engagement) -> Conflict:
    who = first.presence.who
    is_person = isinstance(who, UUID)
    kind = ConflictKind.PERSON_TWICE if is_person else ConflictKind.NAME_TWICE
    if is_person and first.presence.is_chairing and second.presence.is_chairing:
        kind = ConflictKind.CHAIR_TWICE
    pair = (first.sitting, second.sitting)
    return Conflict(
        kind=kind,
        key=key_of(kind, who, held(pair), listed(first.presence.roles), listed(second.presence.roles)),
        begins=second.begins,
        sessions=(first.id, second.id),
        participant=who if isinstance(who, UUID) else None,
        name=first.presence.name,
    )


def _away(who: UUID, own: list[Engagement], absences: list[Absence]) -> Iterator[Conflict]:
    if not absences:
        return
    spans: list[Any] = in_order([*own, *absences])
    for first, second in overlapping(spans):
        absence, engagement = (first, second) if isinstance(first, Absence) else (second, first)
        if isinstance(absence, Absence) and isinstance(engagement, Engagement):
            kind = ConflictKind.UNAVAILABLE
            times = f"{absence.begins.timestamp():.0f}-{absence.ends.timestamp():.0f}"
            yield Conflict(
                kind=kind,
                key=key_of(kind, who, held([engagement.sitting]), absence.id, times, listed(engagement.presence.roles)),
                begins=engagement.begins,
                sessions=(engagement.id,),
                participant=who,
                absence=absence.id,
            )


def _on_the_way(who: UUID, own: list[Engagement], programme: Programme) -> Iterator[Conflict]:
    kind, ways = ConflictKind.WAY_TOO_LONG, programme.ways
    for first, second in following(own, datetime.timedelta(minutes=ways.longest)):
        needed, there = ways.minutes(first.sitting, second.sitting), minutes_of(second.begins - first.ends)
        if there < needed:
            pair = (first.sitting, second.sitting)
            rooms = [listed(each.rooms) for each in pair]
            yield Conflict(
                kind=kind,
                key=key_of(kind, who, held(pair), *rooms, needed),
                begins=second.begins,
                sessions=(first.id, second.id),
                participant=who,
                minutes=there,
                limit=needed,
            )


def _speechless(who: UUID, own: list[Engagement], teams: Mapping[UUID, Any]) -> Iterator[Conflict]:
    """None of the languages we know of the person is spoken there, and nobody interprets from one of them.

    Nothing is said where the session's languages are not, or the person's. The hour does not matter.
    """
    kind = ConflictKind.NO_COMMON_LANGUAGE
    for each in own:
        spoken = each.sitting.languages.union(*(teams[team].languages for team in each.sitting.teams))
        known = each.presence.languages
        if each.sitting.languages and known and not spoken & known:
            yield Conflict(
                kind=kind,
                key=key_of(kind, who, each.id, listed(spoken), listed(known)),
                begins=each.begins,
                sessions=(each.id,),
                participant=who,
                languages=tuple(sorted(known)),
            )
