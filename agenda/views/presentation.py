"""Sessions and speakers in the shape in which the components of the templates take them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.queries.labels import duration_text, label_text, language_codes_text, room_text
from agenda.queries.moves import MoveKind
from agenda.queries.naming import Speaker
from agenda.queries.published import Day, PublishedSession, Slot
from conference.formats import day_text, time_range_text, time_text
from conference.models import Conference

TONES = {MoveKind.CANCELLED: "trouble", MoveKind.NEW: "accent"}


def session_url(conference: Conference, session: PublishedSession) -> str:
    return reverse("agenda:session", args=[conference.slug, session.id])


def person_of(speaker: Speaker, conference: Conference) -> dict[str, str]:
    """One line of the people of a session."""
    is_linked = speaker.participant_id is not None
    return {
        "role": speaker.role_text,
        "name": speaker.name,
        "function": function_text(speaker),
        "url": reverse("agenda:speaker", args=[conference.slug, speaker.participant_id]) if is_linked else "",
    }


def function_text(speaker: Speaker) -> str:
    if not speaker.is_to_be_confirmed:
        return speaker.function
    if not speaker.function:
        return _("to be confirmed")
    return _("%(function)s (to be confirmed)") % {"function": speaker.function}


def label_with_press(session: PublishedSession) -> str:
    """The small capitals over a title."""
    label = label_text(session)
    return _("%(label)s · open to press") % {"label": label} if session.is_open_to_press else label


def day_of(day: Day, conference: Conference) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "heading": day_text(day.date, with_year=True),
        "rows": [row_of(slot, conference) for slot in day.slots],
    }


def row_of(slot: Slot, conference: Conference) -> dict[str, Any]:
    """One line of the agenda; sessions that end apart say their own time."""
    ends_at, zone = slot.ends_at, conference.zone
    return {
        "start": time_text(slot.starts_at, zone),
        "end": time_text(ends_at, zone) if ends_at else "",
        "starts_at": slot.starts_at,
        "duration": duration_text(slot.starts_at, ends_at) if ends_at else "",
        "sessions": [entry_of(session, conference, with_time=ends_at is None) for session in slot.sessions],
    }


def entry_of(session: PublishedSession, conference: Conference, *, with_time: bool = False) -> dict[str, Any]:
    times = time_range_text(session.starts_at, session.ends_at, conference.zone) if with_time else ""
    facts: Iterable[str] = (times, room_text(session), "" if session.is_break else language_codes_text(session))
    return {
        "label": "" if session.is_break else label_with_press(session),
        "title": str(session.title),
        "url": "" if session.is_break else session_url(conference, session),
        "facts": [fact for fact in facts if fact],
        "people": [person_of(speaker, conference) for speaker in session.speakers],
        "change_text": session.move.text,
        "change_tone": TONES.get(session.move.kind, "waiting"),
        "is_cancelled": session.is_cancelled,
        "is_break": session.is_break,
    }
