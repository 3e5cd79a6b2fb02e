"""Whom a release concerns, and what changed for each.

Told is what one would come too late, to the wrong place or unprepared without: time, room, cancellation and return,
one's own role and minutes, being taken off, the languages spoken, who may quote, whether the press is let in; and that
a session is off of which nobody knows but who was invited to speak in it. Not told:
titles and texts, other people's comings and goings and the order that follows from them, and what is over. Nobody is
told who regretted or has left the conference, and nobody what the invitation to speak has told already.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import cast
from uuid import UUID

from django.db.models import CharField, F, Func, Value

from agenda.models import Appearance, AppearanceRole, ChangeNotice, Release
from agenda.queries.asked import Side, as_asked, names_a_time, off_before_published, side_of
from agenda.queries.attendance import those_who_left
from agenda.queries.snapshot import SessionEntry, entries_by_id
from agenda.queries.whose import appearances_of, person_of
from agenda.states import AppearanceState, SessionState
from conference.models import Conference

Entries = Mapping[str, SessionEntry]
OF_THE_SESSION = ("languages", "is_interpreted", "attribution", "is_open_to_press")


class News(IntEnum):
    """What happened to a session for a person, the gravest first."""

    CANCELLED = 1
    OFF_THE_AGENDA = 2
    NO_LONGER_YOURS = 3
    REINSTATED = 4
    ANNOUNCED = 5
    CHANGED = 6


@dataclass(frozen=True)
class Part:
    """What a person does in a session."""

    role: AppearanceRole
    minutes: int | None


class Way(IntEnum):
    """As what somebody comes who does not speak."""

    SEAT = 1
    LINE = 2
    STAR = 3


@dataclass(frozen=True)
class PersonalChange:
    """One session of one person: what was known of it, what holds, and each part that the person had or has.

    ``old`` is none where nothing was known; ``new`` where the session stands on the agenda no longer. Who has no part
    in it has chosen it, in this ``way``.
    """

    news: News
    session_id: UUID
    old: SessionEntry | None
    new: SessionEntry | None
    parts: tuple[tuple[Part | None, Part | None], ...]
    way: Way | None = None

    @property
    def entry(self) -> SessionEntry:
        return cast("SessionEntry", self.new or self.old)

    @property
    def is_off(self) -> bool:
        """Whether the person has nothing to do there any more."""
        return self.news <= News.NO_LONGER_YOURS


Changes = dict[UUID, tuple[PersonalChange, ...]]


@dataclass(frozen=True)
class _Line:
    """One appearance on both sides; without an old one the person was told that it is off, and it stands there again.

    ``is_fresh``: an invitation told of it, or who took a regret back knows.
    """

    participant: UUID
    session_id: str
    old: Side | None
    new: Side | None
    is_fresh: bool = False


class Concern:
    """Compares what was known at several releases with what is to hold; loads what it needs once."""

    def __init__(
        self, conference: Conference, after: Entries, olds: Iterable[Release | None], now: datetime.datetime
    ) -> None:
        self.conference, self.after, self.now = conference, after, now
        self.there = _sides_of(after)
        self.olds = {release.number if release else 0: entries_by_id(release) for release in olds}
        sides = [self.there, *map(_sides_of, self.olds.values())]
        lines = {key: line for side in sides for key, (_entry, line) in side.items()}
        rows = appearances_of(lines.values()).only("participant_id", "state", "asked_with")
        self.rows = {str(row.pk): row for row in rows}
        self.off = off_before_published(conference, self.there.keys())
        people = {person for line in lines.values() if (person := person_of(line, self.rows))}
        self.left = those_who_left(people | self.off.keys())
        self._shown: dict[str, int] | None = None
        self._told: dict[UUID, set[int]] | None = None

    def since(self, release: Release | None, only: Collection[UUID] | None = None) -> Changes:
        """What changed for each person (or for those given) from a release, or from the invitation, to what holds."""
        found: dict[UUID, dict[str, list[_Line]]] = {}
        for line in self._lines(release.number if release else 0):
            if only is None or line.participant in only:
                found.setdefault(line.participant, {}).setdefault(line.session_id, []).append(line)
        changes = {
            person: [change for lines in sessions.values() if (change := self._change(lines))]
            for person, sessions in found.items()
        }
        return {person: in_order(of_person) for person, of_person in changes.items() if of_person}

    def stood_in(self, release: Release | None) -> dict[UUID, set[UUID]]:
        """For each person the sessions in which the release shows them."""
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for entry, line in _sides_of(self.olds[release.number if release else 0]).values():
            if person := person_of(line, self.rows):
                found[person].add(UUID(entry["id"]))
        return found

    def speaking(self, number: int) -> dict[UUID, set[UUID]]:
        """For each person the sessions in which that release, or what is to hold, has them speak, or did ask them."""
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for line in self._lines(number):
            found[line.participant].add(UUID(line.session_id))
        return found

    def _lines(self, number: int) -> Iterator[_Line]:
        known = _sides_of(self.olds[number])
        for key in dict.fromkeys([*self.there, *known]):
            if line := self._line(key, known.get(key), self.there.get(key), number):
                yield line
        for person in self.off.keys() - self.left:
            for row in self.off[person]:
                if str(row.pk) not in known and row.asked_with["release"] >= number:
                    yield _Line(person, str(row.session_id), as_asked(side_of(row), row), None)

    def _line(self, key: str, old: Side | None, new: Side | None, number: int) -> _Line | None:
        row, before = self.rows.get(key), self.olds[number]
        entry, appearance = cast("Side", new or old)
        person = person_of(appearance, self.rows)
        if person is None or person in self.left or (row and row.state == AppearanceState.DECLINED):
            return None
        if row and row.asked_with.get("release", -1) >= number:
            if new is None and not names_a_time(row):  # the invitation has said that time and place are to come
                return None
            return _Line(person, entry["id"], as_asked(cast("Side", old or new), row), new, is_fresh=old is None)
        if old or self._is_back(key, number, session_stayed=entry["id"] in before):
            return _Line(person, entry["id"], old, new)
        if row and row.asked_with and entry["id"] not in before:
            return _Line(person, entry["id"], as_asked(cast("Side", new), row), new)
        return _Line(person, entry["id"], new, new, is_fresh=True)

    def _is_back(self, key: str, number: int, *, session_stayed: bool) -> bool:
        """Whether an appearance that the former release does not show was known and told to be off, not by a regret.

        It stood in a release before, or an invitation told of it. While the session stayed, only an older content
        brings back somebody who was taken off; the row is gone then.
        """
        if session_stayed:
            return key not in self.rows
        if self._shown is None:
            self._shown = shown_first(self.conference)
        return self._shown.get(key, number) < number or self._was_told_off(self.rows.get(key), number)

    def _was_told_off(self, row: Appearance | None, number: int) -> bool:
        """Whether a release after the invitation told that the session is off, which none had shown."""
        if row is None or row.participant_id is None or not names_a_time(row):
            return False
        if self._told is None:
            self._told = told_of_releases(self.conference)
        return any(row.asked_with["release"] < told <= number for told in self._told.get(row.participant_id, ()))

    def _change(self, lines: list[_Line]) -> PersonalChange | None:
        """One session, whatever parts the person has there: who stays in one part has not lost the session."""
        if any(line.is_fresh for line in lines):
            lines = [line for line in lines if line.new]
        news = [found for line in lines if (found := self._news(line))]
        if not news:
            return None
        stays = next((line for line in lines if line.new), None)
        gravest, line = min(news), stays or lines[0]
        if gravest == News.NO_LONGER_YOURS and stays:
            gravest = News.CHANGED
        return PersonalChange(
            news=gravest,
            session_id=UUID(line.session_id),
            old=line.old[0] if line.old else None,
            new=self.after.get(line.session_id),
            parts=tuple((_part(each.old), _part(each.new)) for each in lines),
        )

    def _news(self, line: _Line) -> News | None:
        was_held, is_held = (side is not None and _is_held(side[0]) for side in (line.old, line.new))
        if self._is_over(line) or not (was_held or is_held):
            return None
        if line.new is None:
            return _gone(self.after.get(line.session_id))
        if not is_held:
            return News.CANCELLED
        if line.old is None or not was_held:
            return News.REINSTATED
        if not line.old[0]["starts_at"]:
            return News.ANNOUNCED
        return News.CHANGED if _facts(line.old) != _facts(line.new) else None

    def _is_over(self, line: _Line) -> bool:
        ends = [side[0]["ends_at"] for side in (line.old, line.new) if side and side[0]["ends_at"]]
        return all(datetime.datetime.fromisoformat(end) <= self.now for end in ends)


def shown_first(conference: Conference) -> dict[str, int]:
    """For each appearance that a release ever showed the number of the first that did."""
    line = Func(
        F("snapshot"),
        Value("$.sessions[*].appearances[*].id"),
        function="jsonb_path_query",
        template="%(function)s(%(expressions)s) #>> '{}'",
        output_field=CharField(),
    )
    rows = Release.objects.filter(conference=conference).order_by("-number").annotate(line=line)
    return {key: number for number, key in rows.values_list("number", "line")}


def told_of_releases(conference: Conference) -> dict[UUID, set[int]]:
    """For each person the numbers of the releases that concerned them."""
    told: dict[UUID, set[int]] = defaultdict(set)
    for person, number in ChangeNotice.objects.of(conference).values_list("participant_id", "release__number"):
        told[person].add(number)
    return told


def _sides_of(entries: Entries) -> dict[str, Side]:
    return {line["id"]: (entry, line) for entry in entries.values() for line in entry["appearances"]}


def _is_held(entry: SessionEntry) -> bool:
    return entry["state"] == SessionState.SCHEDULED


def _gone(session_now: SessionEntry | None) -> News | None:
    if session_now is None:
        return News.OFF_THE_AGENDA
    return News.NO_LONGER_YOURS if _is_held(session_now) else News.CANCELLED


def _facts(side: Side) -> tuple[object, ...]:
    entry, line = side
    rooms = [room["id"] for room in entry["rooms"]]
    of_the_session = [cast("dict[str, object]", entry)[name] for name in OF_THE_SESSION]
    return (entry["starts_at"], entry["ends_at"], rooms, of_the_session, line["role"], line["minutes"])


def _part(side: Side | None) -> Part | None:
    return Part(AppearanceRole(side[1]["role"]), side[1]["minutes"]) if side else None


def in_order(changes: Iterable[PersonalChange]) -> tuple[PersonalChange, ...]:
    """By time."""
    return tuple(sorted(changes, key=lambda change: (change.entry["starts_at"], str(change.session_id))))
