"""Whom a release concerns, and what changed for each.

Told is what one would come too late, to the wrong place or unprepared without: time, room, cancellation and return,
one's own role and minutes, being taken off, the languages spoken, who may quote, whether the press is let in. Not told:
titles and texts, other people's comings and goings and the order that follows from them, and what is over. Nobody is
told who regretted or has left the conference, and nobody what the invitation to speak has told already.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import cast
from uuid import UUID

from django.db.models import CharField, F, Func, Value

from agenda.models import Appearance, AppearanceRole, Release
from agenda.queries.attendance import those_who_left
from agenda.queries.snapshot import AppearanceEntry, SessionEntry, entries_by_id
from agenda.queries.whose import person_of, rows_of
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


@dataclass(frozen=True)
class PersonalChange:
    """One session of one person: what was known of it, what holds, and each part that the person had or has.

    ``old`` is none where nothing was known; ``new`` where the session stands on the agenda no longer.
    """

    news: News
    session_id: UUID
    old: SessionEntry | None
    new: SessionEntry | None
    parts: tuple[tuple[Part | None, Part | None], ...]

    @property
    def entry(self) -> SessionEntry:
        return cast("SessionEntry", self.new or self.old)

    @property
    def is_off(self) -> bool:
        """Whether the person has nothing to do there any more."""
        return self.news <= News.NO_LONGER_YOURS


Changes = dict[UUID, tuple[PersonalChange, ...]]


Side = tuple[SessionEntry, AppearanceEntry]


@dataclass(frozen=True)
class _Line:
    """One appearance on both sides. ``is_back``: one was told that it is off, and it stands there again.

    ``is_fresh``: an invitation told of it, or who took a regret back knows.
    """

    participant: UUID
    session_id: str
    old: Side | None
    new: Side | None
    is_back: bool = False
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
        self.rows = rows_of(lines.values(), "asked_with")
        self.left = those_who_left({person for line in lines.values() if (person := person_of(line, self.rows))})
        self._shown: dict[str, int] | None = None

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
        return {person: _in_order(of_person) for person, of_person in changes.items() if of_person}

    def _lines(self, number: int) -> Iterator[_Line]:
        before = self.olds[number]
        known = _sides_of(before)
        for key in dict.fromkeys([*self.there, *known]):
            old, new, row = known.get(key), self.there.get(key), self.rows.get(key)
            entry, appearance = cast("Side", new or old)
            person = person_of(appearance, self.rows)
            if person is None or person in self.left or (row and row.state == AppearanceState.DECLINED):
                continue
            is_back = old is None and self._is_back(key, number, session_stayed=entry["id"] in before)
            if row and row.asked_with.get("release", -1) >= number:
                if new is not None:  # else the invitation has said that time and place are to come
                    base = _as_asked(old or new, row)
                    yield _Line(person, entry["id"], base, new, is_fresh=old is None)
            elif old or is_back:
                yield _Line(person, entry["id"], old, new, is_back)
            elif row and row.asked_with and entry["id"] not in before:
                yield _Line(person, entry["id"], _as_asked(cast("Side", new), row), new)
            else:
                yield _Line(person, entry["id"], new, new, is_fresh=True)

    def _is_back(self, key: str, number: int, *, session_stayed: bool) -> bool:
        """Whether an appearance that the former release does not show stood in one before it, and not by a regret.

        While the session stayed, only an older content brings back somebody who was taken off; the row is gone then.
        """
        if session_stayed:
            return key not in self.rows
        if self._shown is None:
            self._shown = shown_first(self.conference)
        return self._shown.get(key, number) < number

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


def _sides_of(entries: Entries) -> dict[str, Side]:
    return {line["id"]: (entry, line) for entry in entries.values() for line in entry["appearances"]}


def _as_asked(base: Side, row: Appearance) -> Side:
    """What the invitation said; of what it does not say nothing has changed by it."""
    asked = row.asked_with
    places = {name: asked[name] for name in ("starts_at", "ends_at", "rooms")}
    entry = cast("SessionEntry", {**base[0], **places, "state": SessionState.SCHEDULED})
    return entry, {**base[1], "role": asked["role"]}


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


def _in_order(changes: Iterable[PersonalChange]) -> tuple[PersonalChange, ...]:
    return tuple(sorted(changes, key=lambda change: (change.entry["starts_at"], str(change.session_id))))
