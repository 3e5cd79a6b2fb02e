"""What a release keeps: all that an agenda says of its sessions, with persons by id alone.

Names never stand in a snapshot. They are resolved when it is rendered, so that a change of visibility, a regret or an
erasure reaches every release ever made.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, NotRequired, TypedDict

from agenda.models import Appearance, Release, RoomBooking, Session
from agenda.states import AppearanceState, SessionState
from conference.models import Conference

Texts = dict[str, str]


class RoomEntry(TypedDict):
    id: str
    name: Texts
    floor: str
    venue: Texts


class TopicEntry(TypedDict):
    id: str
    name: Texts


class CategoryEntry(TypedDict):
    id: str
    name: Texts


class AppearanceEntry(TypedDict):
    id: str
    participant: str | None
    static_name: Texts
    static_function: Texts
    role: str
    minutes: int | None


class OrganisedBy(TypedDict):
    #: Only where there is one: releases that were made before know of none, and nothing has changed in them.
    organiser: NotRequired[Texts]


class SessionEntry(OrganisedBy):
    id: str
    type: str
    number: int | None
    title: Texts
    abstract: Texts
    guiding_questions: Texts
    topic: TopicEntry | None
    starts_at: str
    ends_at: str
    rooms: list[RoomEntry]
    languages: list[str]
    is_interpreted: bool
    channels: dict[str, int]
    is_whole_conference: bool
    capacity: int | None
    needs_booking: bool
    is_hybrid: bool
    entry: list[CategoryEntry]
    listing: str
    attribution: str
    is_open_to_press: bool
    state: str
    source: str
    appearances: list[AppearanceEntry]


class ChangeEntry(TypedDict):
    """The release in which a session last changed, and when: calendars count by it."""

    release: int
    at: str


class Snapshot(TypedDict):
    sessions: list[SessionEntry]
    changes: dict[str, ChangeEntry]


def entries_by_id(release: Release | None) -> dict[str, SessionEntry]:
    """The sessions of a release, in its order; none before the first."""
    return {entry["id"]: entry for entry in release.snapshot["sessions"]} if release else {}


def draft_entries(conference: Conference, last: Release | None) -> list[SessionEntry]:
    """What a release made now would say, in order. A cancelled session is in it only if the public knew of it."""
    known = entries_by_id(last)
    sessions = Session.objects.filter(conference=conference, starts_at__isnull=False).for_snapshot()
    shown = (session for session in sessions if session.state != SessionState.CANCELLED or str(session.pk) in known)
    return [entry_of(session) for session in sorted(shown, key=_place)]


def _place(session: Session) -> tuple[Any, ...]:
    """By time, and side by side in the order of the venue's rooms."""
    rooms = [(booking.room.venue.position, booking.room.position) for booking in session.bookings.all()]
    return (session.starts_at, not rooms, rooms, session.number or 0, session.ends_at, str(session.pk))


def entry_of(session: Session) -> SessionEntry:
    """One session as a release keeps it. It must have its times."""
    if session.starts_at is None or session.ends_at is None:
        raise ValueError(session.pk)
    organised: OrganisedBy = {"organiser": dict(session.organiser)} if session.organiser else {}
    return {
        **organised,
        "id": str(session.pk),
        "type": session.type,
        "number": session.number,
        "title": dict(session.title),
        "abstract": dict(session.abstract),
        "guiding_questions": dict(session.guiding_questions),
        "topic": {"id": str(session.topic.pk), "name": dict(session.topic.name)} if session.topic else None,
        "starts_at": _moment(session.starts_at),
        "ends_at": _moment(session.ends_at),
        "rooms": [room_entry(booking) for booking in session.bookings.all()],
        "languages": list(session.languages),
        "is_interpreted": session.is_interpreted,
        "channels": dict(session.channels),
        "is_whole_conference": session.is_whole_conference,
        "capacity": session.capacity,
        "needs_booking": session.needs_booking,
        "is_hybrid": session.is_hybrid,
        "entry": [{"id": str(category.pk), "name": dict(category.name)} for category in session.entry.all()],
        "listing": session.listing,
        "attribution": session.attribution,
        "is_open_to_press": session.is_open_to_press,
        "state": session.state,
        "source": session.source,
        "appearances": [
            _appearance(appearance)
            for appearance in session.appearances.all()
            if appearance.state != AppearanceState.DECLINED
        ],
    }


def asked_of(appearance: Appearance, last_release: int) -> dict[str, Any]:
    """What an invitation to speak says, kept with the appearance: whoever is told of changes was told this first."""
    session = appearance.session
    return {
        "release": last_release,
        "starts_at": _moment(session.starts_at) if session.starts_at else None,
        "ends_at": _moment(session.ends_at) if session.ends_at else None,
        "rooms": [room_entry(booking) for booking in session.bookings.select_related("room__venue")],
        "role": appearance.role,
    }


def _moment(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat()


def room_entry(booking: RoomBooking) -> RoomEntry:
    """A room as a release, or an invitation, names it."""
    room = booking.room
    return {"id": str(room.pk), "name": dict(room.name), "floor": room.floor, "venue": dict(room.venue.name)}


def _appearance(appearance: Appearance) -> AppearanceEntry:
    participant = appearance.participant_id
    return {
        "id": str(appearance.pk),
        "participant": str(participant) if participant else None,
        "static_name": dict(appearance.static_name),
        "static_function": dict(appearance.static_function),
        "role": appearance.role,
        "minutes": appearance.minutes,
    }


def changes_of(
    entries: Iterable[SessionEntry], last: Release | None, *, number: int, at: str
) -> dict[str, ChangeEntry]:
    """For each session the number and time of the release in which it last changed: the last one's where it did not."""
    before = entries_by_id(last)
    told: Mapping[str, ChangeEntry] = last.snapshot["changes"] if last else {}
    return {
        entry["id"]: told[entry["id"]] if before.get(entry["id"]) == entry else {"release": number, "at": at}
        for entry in entries
    }


def differs(entries: Iterable[SessionEntry], last: Release | None) -> bool:
    """Whether the draft says anything that the last release does not, or leaves something out."""
    return {entry["id"]: entry for entry in entries} != entries_by_id(last)


def draft_differs(conference: Conference) -> bool:
    """Whether there is anything to publish."""
    last = Release.objects.last_of(conference)
    return differs(draft_entries(conference, last), last)


def fingerprint_of(entries: Iterable[SessionEntry]) -> str:
    """By which the act knows that what is published is what the officer saw in the preview."""
    text = json.dumps(sorted(entries, key=lambda entry: entry["id"]), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
