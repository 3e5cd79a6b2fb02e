"""A speaker's brief on paper: sessions, people, rooms, ways, languages, and what is kindly asked."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.queries.labels import function_text, label_text, languages_text
from agenda.queries.speaking import SpeakingSchedule, SpeakingSession
from agenda.queries.speaking_words import (
    Ways,
    due_text,
    is_statement_asked,
    own_time_text,
    part_text,
    summary_of,
    ways_of,
    zone_of,
)
from conference.clock import conference_now
from conference.formats import date_range_text, day_text, moment_text, time_range_text, zone_text
from conference.models import Conference
from conference.typesetting import typeset

INK = "#1c2430"


def brief_as_pdf(schedule: SpeakingSchedule, held: Conference, ways: Ways) -> bytes:
    """One principal's, in the active language, as it stands now; tagged for screen readers (PDF/UA)."""
    return typeset("brief", brief_for_paper(schedule, held, ways))


def brief_for_paper(schedule: SpeakingSchedule, held: Conference, ways: Ways) -> dict[str, Any]:
    """Everything that the sheet says, in words; what was regretted or cancelled is not on it."""
    shown = [item for item in schedule.sessions if not item.is_declined and not item.is_cancelled]
    made = moment_text(conference_now(held), held.zone)
    name = schedule.participant.formal_name
    return {
        "language": get_language(),
        "accent": held.accent or INK,
        "author": str(held.signatory) or str(held.hosts),
        "title": _("Brief for %(name)s") % {"name": name},
        "conference": str(held.short_title),
        "place_and_dates": ", ".join(
            part for part in (str(held.place), date_range_text(held.starts_on, held.ends_on)) if part
        ),
        "name": name,
        "summary": summary_of(schedule),
        "asks_label": _("What is kindly asked of you"),
        "asks": [ask for ask in _asks(schedule, held) if ask],
        "sessions": [_session(item, schedule, held, ways) for item in shown],
        "notice": str(held.demonstration_notice) if held.is_demonstration else "",
        "foot": _("As it stood on %(moment)s") % {"moment": made},
        "page": _("Page {page} of {pages}"),
    }


def _asks(schedule: SpeakingSchedule, held: Conference) -> Iterable[str]:
    for item in schedule.sessions:
        if item.is_asked:
            yield _("Confirm or regret: “%(title)s”") % {"title": item.title}
        if is_statement_asked(item):
            title = {"title": item.title, "due": due_text(item, held)}
            yield _("Your statement for “%(title)s”, %(due)s") % title
    if schedule.lacks_biography:
        yield _("Your biography")
    if schedule.lacks_portrait:
        yield _("Your portrait")


def _session(item: SpeakingSession, schedule: SpeakingSchedule, held: Conference, ways: Ways) -> dict[str, Any]:
    session = item.session
    facts = [
        (_("Your part"), part_text(item)),
        (_("Room"), "; ".join(str(room) for room in session.rooms) if session else ""),
        (_("Languages"), languages_text(session) if session else ""),
        (_("With you"), "; ".join(_people(item))),
        (_("Follow online"), item.link),
    ]
    return {
        "when": day_text(session.day, with_year=True) if session else _("Time still to be announced"),
        "times": time_range_text(session.starts_at, session.ends_at, held.zone) if session else "",
        "zone": zone_text(held.zone, session.starts_at) if session else "",
        "own_time": own_time_text(session, zone_of(schedule.profile)) if session else "",
        "label": label_text(session) if session else "",
        "title": str(item.title),
        "note": "" if item.is_published else _("Not yet published: time and place may still change."),
        "facts": [{"term": term, "text": text} for term, text in facts if text],
        "ways": [_way(way) for way in ways_of(session, ways)],
    }


def _people(item: SpeakingSession) -> Iterable[str]:
    """“Moderator: Dr. Altan Example, Adviser (altan@example.org)”; an address only of who agreed to it."""
    for one in item.others:
        text = ", ".join(part for part in (one.name, function_text(one)) if part)
        address = item.contacts.get(one.participant_id, "") if one.participant_id else ""
        line = _("%(role)s: %(name)s") % {"role": one.role_text, "name": text}
        yield f"{line} ({address})" if address else line


def _way(way: dict[str, str]) -> str:
    parts = (way["room"], way["venue"], way["floor"], way["address"], " ".join(way["directions"].split()))
    return ", ".join(part for part in parts if part)
