"""Sessions and speakers in the shape in which the components of the templates take them."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import AppearanceRole
from agenda.queries.labels import duration_text, function_text, label_text, language_codes_text, room_text
from agenda.queries.moves import MoveKind
from agenda.queries.naming import Speaker
from agenda.queries.published import PublishedSession, Slot
from conference.formats import day_text, time_range_text, time_text
from conference.models import Conference

TONES = {MoveKind.CANCELLED: "trouble", MoveKind.NEW: "accent"}
#: Roles that need no word where the people stand in one line.
UNSAID = frozenset({AppearanceRole.PANELLIST, AppearanceRole.INTRODUCER, AppearanceRole.REMARKS})


def session_url(conference: Conference, session: PublishedSession) -> str:
    return reverse("agenda:session", args=[conference.slug, session.id])


def when_text(session: PublishedSession, conference: Conference) -> str:
    """“Thursday, 20 June, 09:00–10:30”."""
    times = time_range_text(session.starts_at, session.ends_at, conference.zone)
    return _("%(day)s, %(times)s") % {"day": day_text(session.day), "times": times}


def day_label(date: datetime.date) -> str:
    """As a heading begins: “Thursday, 20 June”, «Четверг, 20 июня»."""
    return capfirst(day_text(date))


def person_of(speaker: Speaker, conference: Conference, *, with_minutes: bool = False) -> dict[str, str]:
    """One line of the people of a session."""
    is_linked = speaker.participant_id is not None
    minutes = _("%(minutes)s min") % {"minutes": speaker.minutes} if with_minutes and speaker.minutes else ""
    return {
        "role": speaker.role_text,
        "name": speaker.name,
        "function": function_text(speaker),
        "minutes": minutes,
        "url": reverse("agenda:speaker", args=[conference.slug, speaker.participant_id]) if is_linked else "",
    }


def label_with_press(session: PublishedSession) -> str:
    """The small capitals over a title."""
    label = label_text(session)
    return _("%(label)s · open to press") % {"label": label} if session.is_open_to_press else label


def row_of(slot: Slot, conference: Conference, *, with_sessions: bool = True) -> dict[str, Any]:
    """One line of the agenda; sessions that end apart say their own time."""
    ends_at, zone = slot.ends_at, conference.zone
    shown = slot.sessions if with_sessions else ()
    return {
        "start": time_text(slot.starts_at, zone),
        "end": time_text(ends_at, zone) if ends_at else "",
        "hours": interval_of(slot.starts_at, ends_at),
        "duration": duration_text(slot.starts_at, ends_at) if ends_at else "",
        "sessions": [entry_of(session, conference, with_time=ends_at is None) for session in shown],
    }


def interval_of(starts_at: datetime.datetime, ends_at: datetime.datetime | None) -> str:
    """For machines: “2019-06-20T09:00:00+08:00/2019-06-20T10:30:00+08:00”, or the beginning alone."""
    return "/".join(moment.isoformat() for moment in (starts_at, ends_at) if moment)


def entry_of(
    session: PublishedSession, conference: Conference, *, with_time: bool = False, is_brief: bool = False
) -> dict[str, Any]:
    """One session in the agenda; ``is_brief`` names its people in one line."""
    times = time_range_text(session.starts_at, session.ends_at, conference.zone) if with_time else ""
    facts: Iterable[str] = () if session.is_break else (language_codes_text(session), *facts_of(session))
    people = [person_of(speaker, conference) for speaker in session.speakers]
    return {
        "label": "" if session.is_break else label_with_press(session),
        "title": str(session.title),
        "url": "" if session.is_break else session_url(conference, session),
        "times": times,
        "room": room_text(session),
        "facts": [fact for fact in facts if fact],
        "people": [] if is_brief else people,
        "names": names_of(session.speakers) if is_brief else [],
        "hours": interval_of(session.starts_at, session.ends_at),
        "change_text": session.move.text,
        "change_tone": TONES.get(session.move.kind, "waiting"),
        "is_cancelled": session.is_cancelled,
        "is_break": session.is_break,
        "is_whole": session.is_whole_conference,
    }


def facts_of(session: PublishedSession) -> Iterable[str]:
    """Who may enter, how many, whether a seat has to be booked, and whether one may follow from afar."""
    if session.entry:
        yield _("For %(categories)s") % {"categories": ", ".join(map(str, session.entry))}
    if session.needs_booking:
        yield places_text(session)
    if session.is_hybrid:
        yield _("may be followed online")


def places_text(session: PublishedSession) -> str:
    """“60 places, to be booked”."""
    places = session.capacity or 0
    if session.needs_booking:
        return ngettext("%(places)d place, to be booked", "%(places)d places, to be booked", places) % {
            "places": places
        }
    return ngettext("%(places)d place", "%(places)d places", places) % {"places": places}


def names_of(speakers: Iterable[Speaker]) -> list[dict[str, str]]:
    """The people in one line: a name, and the role where it is not to sit on the panel."""
    return [
        {
            "role": "" if speaker.role in UNSAID else speaker.role_text,
            "name": _("%(name)s (to be confirmed)") % {"name": speaker.name}
            if speaker.is_to_be_confirmed
            else speaker.name,
        }
        for speaker in speakers
    ]
