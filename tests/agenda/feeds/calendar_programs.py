"""Two calendars that import files, each with a reader of its own: neither is the library that writes ours."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import ics
import vobject


@dataclass(frozen=True)
class Entry:
    """What a calendar shows of an entry; ``revision`` is what it compares when the same entry comes again."""

    uid: str
    title: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    place: str
    text: str
    is_cancelled: bool
    categories: frozenset[str]
    url: str
    revision: tuple[int, datetime.datetime]


class Program(Protocol):
    def read(self, file: bytes) -> Iterator[Entry]: ...


class Ics:
    """By a grammar, strictly."""

    def read(self, file: bytes) -> Iterator[Entry]:
        for event in ics.Calendar(file.decode()).events:
            extra = {line.name: line.value for line in event.extra}
            yield Entry(
                uid=event.uid,
                title=event.name or "",
                starts_at=event.begin.datetime,
                ends_at=event.end.datetime,
                place=event.location or "",
                text=event.description or "",
                is_cancelled=event.status == "CANCELLED",
                categories=frozenset(event.categories),
                url=event.url or "",
                revision=(int(extra["SEQUENCE"]), event.created.datetime),
            )


class Vobject:
    """Line by line, with the rules of the zone that the file brings."""

    def read(self, file: bytes) -> Iterator[Entry]:
        (calendar,) = vobject.readComponents(file.decode())
        for event in calendar.contents.get("vevent", ()):
            said = {name: lines[0].value for name, lines in event.contents.items()}
            yield Entry(
                uid=said["uid"],
                title=said["summary"],
                starts_at=said["dtstart"],
                ends_at=said["dtend"],
                place=said.get("location", ""),
                text=said.get("description", ""),
                is_cancelled=said["status"] == "CANCELLED",
                categories=frozenset(said.get("categories", ())),
                url=said["url"],
                revision=(int(said["sequence"]), said["dtstamp"]),
            )


class Imported:
    """What a calendar holds after the imports: of one entry the newer revision (RFC 5546, 2.1.5)."""

    def __init__(self, program: Program, file: Callable[[], bytes]) -> None:
        self.program, self.file = program, file
        self.entries: dict[str, Entry] = {}

    def again(self) -> None:
        """Imports the file as it is now."""
        self.add(self.file())

    def add(self, file: bytes) -> None:
        for entry in self.program.read(file):
            held = self.entries.get(entry.uid)
            if held is None or entry.revision >= held.revision:
                self.entries[entry.uid] = entry

    def __getitem__(self, session_id: object) -> Entry:
        return self.entries[f"{session_id}@plenary"]


PROGRAMS = (Ics(), Vobject())
