"""The annotated agenda on paper: what chanceries print, file and carry into the room."""

import datetime
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.queries.labels import function_text, label_text, languages_text, release_text, room_text
from agenda.queries.naming import Speaker
from agenda.queries.published import Day, PublishedAgenda, PublishedSession
from conference.emblems import emblem_for_paper
from conference.formats import date_range_text, date_text, day_text, lines_of, time_range_text, zone_text
from conference.models import Conference
from conference.typesetting import typeset
from conference.views.kept import KeptParts

EMBLEM = "emblem.png"
INK = "#1c2430"
WIDE_WORD = re.compile(r"\S{40}")
UNDATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
#: What was set, by conference and language, until it would read otherwise: most editions change nothing on it.
#: A process sets one at a time.
papers: KeptParts[bytes] = KeptParts(room=6)


def agenda_as_pdf(agenda: PublishedAgenda) -> bytes:
    """All of it in the active language, tagged (PDF/UA). Before the first release it says that there is none yet.

    One at a time in each process: who asks while another is being set, waits.
    """
    held = agenda.conference
    emblem = emblem_for_paper(held)
    data = agenda_for_paper(agenda) | {"emblem": EMBLEM if emblem else None}
    # Each process sets the same file, so that a copy of one holds for the other.
    dated = agenda.release.published_at if agenda.release else UNDATED
    digest = hashlib.sha256(json.dumps([data, str(dated)], sort_keys=True).encode() + emblem).digest()
    files = {EMBLEM: emblem} if emblem else {}
    return papers.of((held.pk, get_language()), (digest,), lambda: typeset("agenda", data, files=files, dated=dated))


def agenda_for_paper(agenda: PublishedAgenda) -> dict[str, Any]:
    """Everything that the sheet says, in words."""
    held = agenda.conference
    release = release_text(agenda.release, held) if agenda.release else ""
    days = agenda.days()
    return {
        "language": get_language(),
        "accent": held.accent or INK,
        "author": str(held.signatory) or str(held.hosts),
        "title": _("%(conference)s: annotated agenda") % {"conference": held.short_title},
        "conference": str(held.title),
        "name": _("Annotated agenda"),
        "hosts": str(held.hosts),
        "emblem_alt": str(held.hosts),
        "place_and_dates": _place_and_dates(held),
        "release": release,
        "zone": _zone(agenda),
        "note": lines_of(agenda.release.note) if agenda.release else [],
        "note_label": _("What changed with this release"),
        "notice": str(held.demonstration_notice) if held.is_demonstration else "",
        "questions_label": _("Guiding questions"),
        "foot": " · ".join(part for part in (str(held.short_title), _("Annotated agenda"), _edition(agenda)) if part),
        "page": _("Page {page} of {pages}"),
        "empty": "" if days else _("The agenda has not been published yet"),
        "days": [_day(day, held) for day in days],
    }


def _edition(agenda: PublishedAgenda) -> str:
    """At the foot of each page, on one line in every language: without the day of the week."""
    release = agenda.release
    if release is None:
        return ""
    on = release.published_at.astimezone(agenda.conference.zone).date()
    return _("Release %(number)s · %(date)s") % {"number": release.number, "date": date_text(on)}


def _place_and_dates(held: Conference) -> str:
    return ", ".join(part for part in (str(held.place), date_range_text(held.starts_on, held.ends_on)) if part)


def _zone(agenda: PublishedAgenda) -> str:
    if not agenda.sessions:
        return ""
    zone = zone_text(agenda.conference.zone, agenda.sessions[0].starts_at)
    return _("All times are %(zone)s.") % {"zone": zone}


def _day(day: Day, held: Conference) -> dict[str, Any]:
    sessions = (session for slot in day.slots for session in slot.sessions)
    return {
        "heading": capfirst(day_text(day.date, with_year=True)),
        "sessions": [_session(session, held) for session in sessions],
    }


def _session(session: PublishedSession, held: Conference) -> dict[str, Any]:
    return {
        "time": time_range_text(session.starts_at, session.ends_at, held.zone),
        "label": label_text(session),
        "title": _breakable(str(session.title)),
        "mark": session.move.text,
        "is_cancelled": session.is_cancelled,
        "is_break": session.is_break,
        "facts": [fact for fact in _facts(session) if fact],
        "people": [_person(speaker) for speaker in session.speakers],
        "abstract": _paragraphs(str(session.abstract)),
        "questions": lines_of(session.guiding_questions),
    }


def _facts(session: PublishedSession) -> Iterable[str]:
    """Where, by whom, in which languages and for whom; a break is only somewhere."""
    yield room_text(session)
    if session.is_break:
        return
    if session.organiser:
        yield _breakable(_("Organised by: %(organiser)s") % {"organiser": session.organiser})
    yield languages_text(session)
    if session.entry:
        yield _("Entry: %(categories)s") % {"categories": ", ".join(map(str, session.entry))}
    if session.needs_booking:
        yield _("seats are booked")
    if session.is_hybrid:
        yield _("also online")
    if session.is_open_to_press:
        yield _("open to press")


def _person(speaker: Speaker) -> dict[str, str]:
    return {"role": speaker.role_text, "name": _breakable(speaker.name), "function": _breakable(function_text(speaker))}


def _paragraphs(text: str) -> list[str]:
    """An empty line parts paragraphs; a line within one stays a line."""
    unified = "\n".join(line.strip() for line in text.splitlines())
    return [part.strip() for part in unified.split("\n\n") if part.strip()]


def _breakable(text: str) -> str:
    """A word that is wider than the column would run off the sheet: it may be parted, without a sign."""
    return WIDE_WORD.sub("\\g<0>\u200b", text)
