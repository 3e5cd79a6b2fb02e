"""Reads a schedule.xml as the apps do (EventFahrplan, Giggity): what they need must be there, in their form."""

import datetime
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

DURATION = re.compile(r"\d{1,2}:\d{2}")
CLOCK = re.compile(r"[0-2]\d:[0-5]\d")
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ADDRESS = re.compile(r"https?://")


@dataclass(frozen=True)
class Shown:
    """A session as an app shows it; ``minute`` counts from the midnight of its day, beyond 24 hours where it must."""

    number: int
    guid: str
    day: int
    room: str
    minute: int
    duration: int
    starts_at: datetime.datetime
    title: str
    subtitle: str
    kind: str
    track: str
    language: str
    abstract: str
    description: str
    persons: tuple[str, ...]
    may_be_recorded: bool
    url: str


@dataclass(frozen=True)
class App:
    title: str
    version: str
    days: list[str]
    tracks: list[str]
    sessions: list[Shown]


def app(file: bytes) -> App:
    """Raises ``AssertionError`` where an app would give up or show nonsense."""
    schedule = fromstring(file)
    assert schedule.tag == "schedule"
    conference = schedule.find("conference")
    assert conference is not None
    for name in ("acronym", "title", "start", "end", "days", "timeslot_duration", "base_url", "time_zone_name"):
        assert conference.findtext(name), name
    days = schedule.findall("day")
    assert [day.get("index") for day in days] == [str(index) for index in range(1, len(days) + 1)]
    assert conference.findtext("days") == str(len(days))
    sessions = [shown(event, room, day) for day in days for room in day for event in room]
    for values in ({one.number for one in sessions}, {one.guid for one in sessions}, slugs(schedule)):
        assert len(values) == len(sessions)
    return App(
        title=conference.findtext("title", ""),
        version=schedule.findtext("version", ""),
        days=[day.get("date", "") for day in days],
        tracks=[track.get("name", "") for track in conference.findall("track")],
        sessions=sessions,
    )


def slugs(schedule: Element) -> set[str]:
    return {event.findtext("slug", "") for event in schedule.iter("event")}


def shown(event: Element, room: Element, day: Element) -> Shown:
    needed = ("room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track")
    assert all(event.find(name) is not None for name in needed)
    text = {child.tag: child.text or "" for child in event}
    number, guid = int(event.get("id", "")), event.get("guid", "")
    assert 0 < number < 2**31
    assert GUID.fullmatch(guid)
    assert GUID.fullmatch(room.get("guid", ""))
    assert text["room"] == room.get("name")
    assert CLOCK.fullmatch(text["start"])
    assert DURATION.fullmatch(text["duration"])
    assert ADDRESS.match(text["url"])
    starts_at = datetime.datetime.fromisoformat(text["date"])
    begins, ends = (datetime.datetime.fromisoformat(day.get(side, "")) for side in ("start", "end"))
    assert begins <= starts_at <= ends
    return Shown(
        number=number,
        guid=guid,
        day=int(day.get("index", "")),
        room=text["room"],
        minute=minute_of(text["start"], ends),
        duration=minutes(text["duration"]),
        starts_at=starts_at,
        title=text["title"],
        subtitle=text["subtitle"],
        kind=text["type"],
        track=text["track"],
        language=text["language"],
        abstract=text["abstract"],
        description=text["description"],
        persons=tuple(person.text or "" for person in event.iter("person") if int(person.get("id", "")) > 0),
        may_be_recorded=event.findtext("recording/optout") == "false",
        url=text["url"],
    )


def minute_of(clock: str, day_ends: datetime.datetime) -> int:
    """What begins before the day's own end by the clock is past midnight."""
    change = day_ends.hour * 60 + day_ends.minute
    return minutes(clock) + (24 * 60 if minutes(clock) < change else 0)


def minutes(text: str) -> int:
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)
