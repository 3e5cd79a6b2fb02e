"""The agenda as everybody may read it: the last release, rendered with the names of today."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from uuid import UUID

from agenda.models import Attribution, Listing, Release, SessionType
from agenda.queries.moves import Move, MoveKind, move_between
from agenda.queries.naming import Naming, Speaker
from agenda.queries.snapshot import ChangeEntry, RoomEntry, SessionEntry
from agenda.states import SessionState
from conference.models import Conference, TranslatedText


@dataclass(frozen=True)
class PublishedRoom:
    id: UUID
    name: TranslatedText
    floor: str
    venue: TranslatedText

    def __str__(self) -> str:
        return ", ".join(text for text in (str(self.name), str(self.venue)) if text)


@dataclass(frozen=True)
class PublishedSession:
    """A session of a release, its texts in the active language, its times in the venue's zone."""

    id: UUID
    type: SessionType
    number: int | None
    title: TranslatedText
    abstract: TranslatedText
    guiding_questions: TranslatedText
    organiser: TranslatedText
    topic_id: UUID | None
    topic: TranslatedText
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    rooms: Sequence[PublishedRoom]
    languages: Sequence[str]
    is_interpreted: bool
    channels: Mapping[str, int]
    is_whole_conference: bool
    capacity: int | None
    needs_booking: bool
    is_hybrid: bool
    entry: Sequence[TranslatedText]
    attribution: Attribution
    is_open_to_press: bool
    is_cancelled: bool
    source: str
    speakers: Sequence[Speaker]
    move: Move
    sequence: int
    changed_at: datetime.datetime

    @property
    def is_break(self) -> bool:
        return self.type == SessionType.BREAK

    @property
    def day(self) -> datetime.date:
        return self.starts_at.date()


@dataclass(frozen=True)
class Slot:
    """What begins at one time, side by side."""

    starts_at: datetime.datetime
    sessions: Sequence[PublishedSession]

    @property
    def ends_at(self) -> datetime.datetime | None:
        """When all of it ends; nothing where the sessions end at different times."""
        ends = {session.ends_at for session in self.sessions}
        return ends.pop() if len(ends) == 1 else None


@dataclass(frozen=True)
class Day:
    date: datetime.date
    slots: Sequence[Slot]


@dataclass(frozen=True)
class PublishedAgenda:
    """``release`` is none before the first. Sessions that are not listed for everybody are not in it at all."""

    conference: Conference
    release: Release | None
    sessions: Sequence[PublishedSession] = field(default=())

    def days(self, sessions: Iterable[PublishedSession] | None = None) -> list[Day]:
        """The sessions (all of them, or those given) by day and time; a day without any is left out."""
        shown = self.sessions if sessions is None else sessions
        return [Day(date, slots_of(of_day)) for date, of_day in groupby(shown, key=lambda session: session.day)]

    def session(self, session_id: UUID) -> PublishedSession | None:
        return next((session for session in self.sessions if session.id == session_id), None)


def slots_of(sessions: Iterable[PublishedSession]) -> list[Slot]:
    return [Slot(starts_at, tuple(group)) for starts_at, group in groupby(sessions, key=lambda one: one.starts_at)]


def published_agenda(conference: Conference) -> PublishedAgenda:
    """The last release, with what changed since the one before. A constant number of queries for any size."""
    releases = list(Release.objects.of(conference).select_related(None)[:2])
    if not releases:
        return PublishedAgenda(conference, None)
    last, before = releases[0], releases[1] if len(releases) > 1 else None
    entries = public_entries(last)
    known = {entry["id"]: entry for entry in public_entries(before)} if before else None
    return PublishedAgenda(conference, last, render_entries(conference, entries, release=last, before=known))


def public_entries(release: Release) -> list[SessionEntry]:
    return [entry for entry in release.snapshot["sessions"] if entry["listing"] == Listing.PUBLIC]


def render_entries(
    conference: Conference,
    entries: Iterable[SessionEntry],
    *,
    release: Release | None = None,
    before: dict[str, SessionEntry] | None = None,
) -> tuple[PublishedSession, ...]:
    """Entries as pages and feeds show them, names resolved now. Without ``before`` nothing is said to have changed."""
    entries = list(entries)
    naming = Naming(entries)
    return tuple(
        _render(
            entry,
            conference,
            naming.speakers(entry),
            move_between(before.get(entry["id"]) if before is not None else entry, entry, conference.zone),
            release,
        )
        for entry in entries
    )


def render_nameless(conference: Conference, entry: SessionEntry, change: ChangeEntry | None = None) -> PublishedSession:
    """An entry without the people in it, as letters tell of it: no query. ``change`` is what calendars count by."""
    session = _render(entry, conference, (), Move(MoveKind.NONE), None)
    if change is None:
        return session
    at = datetime.datetime.fromisoformat(change["at"])
    return replace(session, sequence=change["release"] - 1, changed_at=at)


def _render(
    entry: SessionEntry, conference: Conference, speakers: Sequence[Speaker], move: Move, release: Release | None
) -> PublishedSession:
    times = (datetime.datetime.fromisoformat(text) for text in (entry["starts_at"], entry["ends_at"]))
    starts_at, ends_at = (moment.astimezone(conference.zone) for moment in times)
    unknown: ChangeEntry = {"release": 1, "at": entry["starts_at"]}
    change: ChangeEntry = release.snapshot["changes"][entry["id"]] if release else unknown
    topic = entry["topic"]
    return PublishedSession(
        id=UUID(entry["id"]),
        type=SessionType(entry["type"]),
        number=entry["number"],
        title=TranslatedText(entry["title"]),
        abstract=TranslatedText(entry["abstract"]),
        guiding_questions=TranslatedText(entry["guiding_questions"]),
        organiser=TranslatedText(entry.get("organiser", {})),
        topic_id=UUID(topic["id"]) if topic else None,
        topic=TranslatedText(topic["name"] if topic else {}),
        starts_at=starts_at,
        ends_at=ends_at,
        rooms=tuple(map(_room, entry["rooms"])),
        languages=tuple(entry["languages"]),
        is_interpreted=entry["is_interpreted"],
        channels=entry["channels"],
        is_whole_conference=entry["is_whole_conference"],
        capacity=entry["capacity"],
        needs_booking=entry["needs_booking"],
        is_hybrid=entry["is_hybrid"],
        entry=tuple(TranslatedText(category["name"]) for category in entry["entry"]),
        attribution=Attribution(entry["attribution"]),
        is_open_to_press=entry["is_open_to_press"],
        is_cancelled=entry["state"] == SessionState.CANCELLED,
        source=entry["source"],
        speakers=tuple(speakers),
        move=move,
        sequence=change["release"] - 1,
        changed_at=datetime.datetime.fromisoformat(change["at"]),
    )


def _room(room: RoomEntry) -> PublishedRoom:
    return PublishedRoom(UUID(room["id"]), TranslatedText(room["name"]), room["floor"], TranslatedText(room["venue"]))
