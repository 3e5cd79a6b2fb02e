"""The facts of one session, in words, and the sessions around it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.queries.labels import languages_text, room_text
from agenda.queries.moves import MoveKind
from agenda.queries.published import PublishedSession
from agenda.views.presentation import interval_of, label_with_press, person_of, places_text, session_url, when_text
from agenda.views.programme import Programme
from conference.formats import lines_of, time_range_text, zone_text
from conference.models import Conference

#: Sessions of the same topic that a session's page names.
FEW = 5


def session_in_full(found: PublishedSession, held: Conference) -> dict[str, Any]:
    """What every page of one session says of it."""
    return {
        "session": found,
        "label": label_with_press(found),
        "people": [person_of(speaker, held, with_minutes=True) for speaker in found.speakers],
        "questions": lines_of(found.guiding_questions),
        "change": {
            "text": found.move.text,
            "tone": "trouble" if found.move.kind == MoveKind.CANCELLED else "waiting",
        },
    }


def definitions_of(
    found: PublishedSession, held: Conference, *, leads_to_topic: bool = True, says_online: bool = True
) -> list[dict[str, str]]:
    """The facts of a session, those that there are; of a break only when and where."""
    has_page = leads_to_topic and found.topic_id
    rows: Sequence[dict[str, str]] = (
        {
            "term": _("When"),
            "text": when_text(found, held),
            "detail": zone_text(held.zone, found.starts_at),
            "hours": interval_of(found.starts_at, found.ends_at),
        },
        {"term": _("Where"), "text": room_text(found), "detail": floors_text(found)},
        {"term": _("Organised by"), "text": str(found.organiser)},
        {"term": _("Languages"), "text": languages_text(found)},
        {
            "term": _("Topic"),
            "text": str(found.topic),
            "url": reverse("agenda:topic", args=[held.slug, found.topic_id]) if has_page else "",
        },
        {"term": _("Entry"), "text": "" if found.is_break else entry_text(found)},
        {"term": _("Places"), "text": places_text(found) if found.capacity else ""},
        {"term": _("Press"), "text": _("Open to press") if found.is_open_to_press else ""},
        {"term": _("Online"), "text": online_text() if found.is_hybrid and says_online else ""},
        {"term": _("Attribution"), "text": "" if found.is_break else attribution_text(found)},
        {"term": _("Source"), "text": found.source, "url": found.source},
    )
    return [row for row in rows if row["text"]]


def floors_text(found: PublishedSession) -> str:
    """As the Secretariat wrote it; of a bare number it is said what it counts."""
    floors = dict.fromkeys(room.floor for room in found.rooms if room.floor)
    return ", ".join(_("Floor %(floor)s") % {"floor": one} if one.isdecimal() else one for one in floors)


def entry_text(found: PublishedSession) -> str:
    if not found.entry:
        return _("All participants")
    return _("Participants of: %(categories)s") % {"categories": ", ".join(map(str, found.entry))}


def online_text() -> str:
    return _("May be followed online; who is entitled to finds the address on their own page.")


def attribution_text(found: PublishedSession) -> str:
    sentences = {
        "public": _("What is said may be attributed."),
        "participants": _("What is said may be attributed among participants only."),
        "chatham_house": _("Chatham House Rule: what is said may be used, but not who said it."),
    }
    return sentences[found.attribution]


def around(found: PublishedSession, programme: Programme) -> list[dict[str, str]]:
    """The session before and the one after, of those of its day that have a page."""
    of_day = [one for one in programme.agenda.sessions if one.day == found.day and not one.is_break]
    places = [place for place, one in enumerate(of_day) if one.id == found.id]
    if not places:
        return []
    before, after = of_day[: places[0]], of_day[places[0] + 1 :]
    pairs = ((_("Before"), "prev", before[-1:]), (_("After"), "next", after[:1]))
    return [_neighbour(one, programme, label, rel) for label, rel, some in pairs for one in some]


def _neighbour(one: PublishedSession, programme: Programme, label: str, rel: str) -> dict[str, str]:
    held = programme.conference
    return {
        "label": label,
        "rel": rel,
        "title": str(one.title),
        "url": session_url(held, one),
        "when": time_range_text(one.starts_at, one.ends_at, held.zone),
    }


def of_the_same_topic(found: PublishedSession, programme: Programme) -> list[dict[str, str]]:
    """The next few under its topic, or the last few before it; the page of the topic has them all."""
    held = programme.conference
    others = [
        one
        for one in programme.agenda.sessions
        if found.topic_id and one.topic_id == found.topic_id and one.id != found.id
    ]
    later = [one for one in others if one.starts_at >= found.starts_at]
    shown = (later if len(later) >= FEW else others[-FEW:])[:FEW]
    return [{"title": str(one.title), "url": session_url(held, one), "when": when_text(one, held)} for one in shown]
