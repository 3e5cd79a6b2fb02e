"""The published agenda as frab's schedule.xml, in the way in which pretalx writes it: apps on telephones read that.

Cancelled sessions are left out, as pretalx does: the apps then say that they were cancelled. A session stands in one
room, its first; identifiers must not repeat. A day lasts until four in the morning, so that what goes past midnight
stays together. What is not on the form of such a file – roles, questions, further rooms – is told in the description.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.conf import settings
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from agenda.calendars import in_lines, on_one_line
from agenda.feeds.addresses import file_of_document, page_of_session
from agenda.feeds.numbers import numbers_of
from agenda.models import Attribution
from agenda.queries.documents import Documents
from agenda.queries.labels import label_text, language_name, room_text
from agenda.queries.naming import Speaker
from agenda.queries.published import PublishedAgenda, PublishedSession

GENERATOR = "Plenary"
#: Before this hour it is still the evening before.
DAY_BEGINS = datetime.time(4)
A_MINUTE, A_DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """A room as it stands in the file; where a session has none, what stands for it."""

    id: UUID
    name: str


class Schedule:
    """One file, in the active language."""

    def __init__(self, agenda: PublishedAgenda, documents: Documents) -> None:
        self.held, self.documents = agenda.conference, documents
        self.version = str(agenda.release.number) if agenda.release else "0"
        self.sessions = [session for session in agenda.sessions if not session.is_cancelled]
        self.numbers = numbers_of(session.id for session in agenda.sessions)
        lines = [line for session in agenda.sessions for line in session.speakers]
        self.people = numbers_of(person_id(line) for line in lines)
        self.names = self._names()
        self.order = list(dict.fromkeys(self.place_of(session) for session in self.sessions))

    def _names(self) -> dict[UUID, str]:
        """By which apps know a room, so that two of one name get their venue."""
        rooms = {room.id: room for session in self.sessions for room in session.rooms[:1]}
        short = [str(room.name) for room in rooms.values()]
        return {pk: str(room) if short.count(str(room.name)) > 1 else str(room.name) for pk, room in rooms.items()}

    def written(self) -> bytes:
        root = Element("schedule")
        SubElement(root, "generator", name=GENERATOR)
        add(root, "version", self.version)
        self._conference(SubElement(root, "conference"))
        for index, date in enumerate(self.dates(), start=1):
            self._day(root, index, date)
        indent(root)
        content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
        return content

    def dates(self) -> list[datetime.date]:
        """Every day of the conference, and every other on which a session stands."""
        return sorted({*self.held.days(), *(self.date_of(session) for session in self.sessions)})

    def date_of(self, session: PublishedSession) -> datetime.date:
        """What begins in the small hours belongs to the evening before, if that is a day of the conference."""
        evening_before = session.day - A_DAY
        is_late = session.starts_at.time() < DAY_BEGINS and evening_before in self.held.days()
        return evening_before if is_late else session.day

    def _conference(self, conference: Element) -> None:
        held = self.held
        add(conference, "acronym", held.slug)
        add(conference, "title", str(held.title))
        add(conference, "start", held.starts_on.isoformat())
        add(conference, "end", held.ends_on.isoformat())
        add(conference, "days", str(len(self.dates())))
        add(conference, "timeslot_duration", "00:05")
        add(conference, "base_url", settings.PUBLIC_URL)
        add(conference, "time_zone_name", held.time_zone)
        topics = {session.topic_id: str(session.topic) for session in self.sessions if session.topic_id}
        for name in topics.values():
            SubElement(conference, "track", name=on_one_line(name))

    def _day(self, root: Element, index: int, date: datetime.date) -> None:
        begins = datetime.datetime.combine(date, DAY_BEGINS, self.held.zone)
        ends = datetime.datetime.combine(date + A_DAY, DAY_BEGINS, self.held.zone) - A_MINUTE
        day = SubElement(
            root, "day", index=str(index), date=date.isoformat(), start=begins.isoformat(), end=ends.isoformat()
        )
        of_day = [session for session in self.sessions if self.date_of(session) == date]
        for place in self.order:
            if here := [session for session in of_day if self.place_of(session) == place]:
                room = SubElement(day, "room", name=on_one_line(place.name), guid=str(place.id))
                for session in here:
                    self._event(room, place, session)

    def place_of(self, session: PublishedSession) -> Place:
        if session.rooms:
            room = session.rooms[0]
            return Place(room.id, self.names[room.id])
        key, name = ("all", _("All rooms")) if session.is_whole_conference else ("none", _("Room to be announced"))
        return Place(uuid5(NAMESPACE_URL, f"{self.held.pk}/{key}"), name)

    def _event(self, room: Element, place: Place, session: PublishedSession) -> None:
        number = str(self.numbers[session.id])
        event = SubElement(room, "event", guid=str(session.id), id=number)
        add(event, "room", on_one_line(place.name))
        add(event, "title", on_one_line(str(session.title)))
        add(event, "subtitle", label_text(session) if session.number else "")
        add(event, "type", capfirst(str(session.type.label)))
        add(event, "date", session.starts_at.isoformat(timespec="seconds"))
        add(event, "start", f"{session.starts_at:%H:%M}")
        add(event, "duration", duration_text(session))
        add(event, "abstract", str(session.abstract))
        add(
            event, "slug", "-".join(filter(None, (self.held.slug, number, slugify(str(session.title))[:60].strip("-"))))
        )
        add(event, "track", on_one_line(str(session.topic)))
        self._persons(SubElement(event, "persons"), session.speakers)
        add(event, "language", ", ".join(session.languages))
        add(event, "description", description_of(session))
        recording = SubElement(event, "recording")
        add(recording, "license", "")
        add(recording, "optout", "false" if session.attribution == Attribution.PUBLIC else "true")
        links = SubElement(event, "links")
        if session.source:
            SubElement(links, "link", href=session.source).text = _("Public source")
        self._attachments(SubElement(event, "attachments"), session)
        add(event, "url", page_of_session(self.held, session.id))

    def _persons(self, persons: Element, speakers: Sequence[Speaker]) -> None:
        """Each once, whatever the roles; who is not named is nobody here."""
        named = {person_id(speaker): speaker.name for speaker in speakers if speaker.is_named}
        for pk, name in named.items():
            SubElement(persons, "person", id=str(self.people[pk])).text = on_one_line(name)

    def _attachments(self, attachments: Element, session: PublishedSession) -> None:
        """Each text of a document by itself: apps show a list of links."""
        for document in self.documents.get(session.id, ()):
            for version in document.versions.all():
                href = file_of_document(self.held, version.pk)
                words = f"{document} ({language_name(version.language)})"
                SubElement(attachments, "attachment", href=href).text = on_one_line(words)


def agenda_as_frab(agenda: PublishedAgenda, documents: Documents) -> bytes:
    """Before the first release: the conference and its days, nothing on them.

    ``documents`` are those that everybody may have, by session.
    """
    return Schedule(agenda, documents).written()


def person_id(speaker: Speaker) -> UUID:
    """A static line has no person; its words are one."""
    return speaker.participant_id or uuid5(NAMESPACE_URL, speaker.name)


def duration_text(session: PublishedSession) -> str:
    """“01:30”, as it passes, in the night in which the clocks change as well."""
    minutes = int(session.ends_at.timestamp() - session.starts_at.timestamp()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def description_of(session: PublishedSession) -> str:
    lines: Iterable[str] = (
        *(line_of(speaker) for speaker in session.speakers),
        str(session.guiding_questions),
        room_text(session) if len(session.rooms) > 1 else "",
    )
    return "\n".join(line for line in lines if line)


def line_of(speaker: Speaker) -> str:
    who = ", ".join(part for part in (speaker.name, speaker.function) if part)
    return _("%(role)s: %(name)s") % {"role": speaker.role_text, "name": who}


def add(parent: Element, name: str, text: str) -> None:
    """An element with a text, without what no XML may hold."""
    SubElement(parent, name).text = in_lines(text)
