"""The published agenda as data, in a shape of our own, which docs/feeds.md explains.

docs/agenda.schema.json says it exactly. Fields may come; none goes or changes its meaning while ``FORMAT`` is the same.
Who is not named publicly stands in it as on the pages: by function, or as “Speaker”.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from agenda.feeds.addresses import calendar_of_session, file_of_document, page_of, page_of_session, page_of_speaker
from agenda.models import ConferenceDocument
from agenda.queries.documents import Documents
from agenda.queries.labels import label_text
from agenda.queries.moves import MoveKind
from agenda.queries.naming import Speaker
from agenda.queries.published import Day, PublishedAgenda, PublishedRoom, PublishedSession
from conference.formats import lines_of
from conference.models import Conference

FORMAT = 1


def agenda_as_json(agenda: PublishedAgenda, documents: Documents) -> bytes:
    """All of it, in the active language; before the first release there are no sessions and ``release`` is null.

    ``documents`` are those that everybody may have, by session.
    """
    data = {
        "format": FORMAT,
        "generator": "Plenary",
        "language": get_language(),
        "conference": _conference(agenda.conference),
        "release": _release(agenda),
        "days": [_day(day) for day in agenda.days()],
        "rooms": _rooms(agenda.sessions),
        "topics": _topics(agenda.sessions),
        "sessions": [
            {
                **_session(session, agenda.conference),
                "documents": [_document(one, agenda.conference) for one in documents.get(session.id, ())],
            }
            for session in agenda.sessions
        ],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _conference(held: Conference) -> dict[str, Any]:
    return {
        "id": str(held.pk),
        "title": str(held.title),
        "short_title": str(held.short_title),
        "hosts": str(held.hosts),
        "place": str(held.place),
        "starts_on": held.starts_on.isoformat(),
        "ends_on": held.ends_on.isoformat(),
        "time_zone": held.time_zone,
        "languages": list(held.languages),
        "url": page_of(held),
    }


def _release(agenda: PublishedAgenda) -> dict[str, Any] | None:
    release = agenda.release
    if release is None:
        return None
    return {
        "number": release.number,
        "published_at": release.published_at.astimezone(agenda.conference.zone).isoformat(timespec="seconds"),
        "note": str(release.note),
    }


def _day(day: Day) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "sessions": [str(session.id) for slot in day.slots for session in slot.sessions],
    }


def _rooms(sessions: Iterable[PublishedSession]) -> list[dict[str, str]]:
    rooms: dict[UUID, PublishedRoom] = {room.id: room for session in sessions for room in session.rooms}
    return [
        {"id": str(room.id), "name": str(room.name), "floor": room.floor, "venue": str(room.venue)}
        for room in rooms.values()
    ]


def _topics(sessions: Iterable[PublishedSession]) -> list[dict[str, str]]:
    topics = {session.topic_id: str(session.topic) for session in sessions if session.topic_id}
    return [{"id": str(pk), "name": name} for pk, name in topics.items()]


def _session(session: PublishedSession, held: Conference) -> dict[str, Any]:
    return {
        "id": str(session.id),
        "type": session.type.value,
        "label": label_text(session),
        "number": session.number,
        "title": str(session.title),
        "abstract": str(session.abstract),
        "guiding_questions": lines_of(session.guiding_questions),
        "organiser": str(session.organiser),
        "topic": str(session.topic_id) if session.topic_id else None,
        "starts_at": session.starts_at.isoformat(timespec="seconds"),
        "ends_at": session.ends_at.isoformat(timespec="seconds"),
        "rooms": [str(room.id) for room in session.rooms],
        **_regime(session),
        "is_cancelled": session.is_cancelled,
        "change": _change(session),
        "revision": session.sequence,
        "changed_at": session.changed_at.astimezone(held.zone).isoformat(timespec="seconds"),
        "speakers": [_speaker(speaker, held) for speaker in session.speakers],
        "source": session.source,
        "url": page_of_session(held, session.id),
        "calendar_url": calendar_of_session(held, session.id),
    }


def _document(document: ConferenceDocument, held: Conference) -> dict[str, Any]:
    return {
        "id": str(document.pk),
        "symbol": document.label,
        "title": str(document.title),
        "kind": document.kind,
        "files": [
            {
                "language": version.language,
                "is_original": version.is_original,
                "type": version.content_type,
                "size": version.size,
                "url": file_of_document(held, version.pk),
            }
            for version in document.versions.all()
        ],
    }


def _regime(session: PublishedSession) -> dict[str, Any]:
    """For whom it is, in which languages, and what may be said of it."""
    return {
        "is_whole_conference": session.is_whole_conference,
        "entry": [str(category) for category in session.entry],
        "capacity": session.capacity,
        "needs_booking": session.needs_booking,
        "is_hybrid": session.is_hybrid,
        "is_open_to_press": session.is_open_to_press,
        "attribution": session.attribution.value,
        "languages": list(session.languages),
        "is_interpreted": session.is_interpreted,
        "channels": dict(session.channels),
    }


def _change(session: PublishedSession) -> dict[str, str] | None:
    if session.move.kind == MoveKind.NONE:
        return None
    return {"kind": session.move.kind.value, "text": session.move.text}


def _speaker(speaker: Speaker, held: Conference) -> dict[str, Any]:
    named = speaker.participant_id
    return {
        "role": speaker.role.value,
        "role_text": speaker.role_text,
        "name": speaker.name,
        "function": speaker.function,
        "is_named": speaker.is_named,
        "is_to_be_confirmed": speaker.is_to_be_confirmed,
        "minutes": speaker.minutes,
        "url": page_of_speaker(held, named) if named else None,
    }
