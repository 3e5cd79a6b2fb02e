"""A speaker's session as the card of the page shows it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import AppearanceRole, ConferenceDocument
from agenda.queries.labels import label_text, languages_text
from agenda.queries.published import PublishedSession
from agenda.queries.speaking import SpeakingSession
from agenda.states import AppearanceState
from agenda.views.document_lines import chain_lines
from agenda.views.presentation import person_of
from conference.formats import day_text, time_range_text, zone_text
from conference.models import Conference, Room

TONES = {AppearanceState.CONFIRMED: "good", AppearanceState.INVITED: "waiting", AppearanceState.DECLINED: "neutral"}


@dataclass(frozen=True)
class Way:
    """How one finds a room: read live, since a way that has changed must be known at once."""

    floor: str
    address: str
    directions: str


def ways_to(held: Conference) -> dict[str, Way]:
    rooms = Room.objects.filter(venue__conference=held).select_related("venue")
    return {str(room.pk): Way(room.floor, str(room.venue.address), str(room.venue.directions)) for room in rooms}


def speaking_card(
    item: SpeakingSession,
    held: Conference,
    today: datetime.date,
    ways: Mapping[str, Way],
    papers: Mapping[UUID, list[ConferenceDocument]],
) -> dict[str, Any]:
    """All that a speaker must know of one session."""
    appearance, session = item.appearance, item.session
    return {
        "anchor": f"session-{appearance.pk}",
        "label": when_label(session, today),
        "time_text": time_range_text(session.starts_at, session.ends_at, held.zone) if session else "",
        "zone_text": zone_text(held.zone, session.starts_at) if session else "",
        "title": str(item.title),
        "url": reverse("agenda:session", args=[held.slug, session.id]) if session and item.is_published else "",
        "tags": tags_of(item),
        "rows": rows_of(item),
        "people": [person_of(speaker, held) for speaker in item.others],
        "documents": chain_lines(papers.get(appearance.session_id, ()), held),
        "ways": ways_of(session, ways),
        "link": item.link,
        "confirm_url": reverse("agenda:confirm", args=[held.slug, appearance.pk]) if item.is_asked else "",
        "regret_url": reverse("agenda:regret", args=[held.slug, appearance.pk]) if may_regret(item) else "",
        "is_asked": item.is_asked,
        "notes": list(notes_of(item)),
    }


def may_regret(item: SpeakingSession) -> bool:
    """Also after having confirmed: plans change, and a silent absence is worse."""
    return not (item.is_over or item.is_cancelled or item.is_declined)


def when_label(session: PublishedSession | None, today: datetime.date) -> str:
    """“Thursday, 20 June · in 17 days”."""
    if session is None:
        return _("Time still to be announced")
    day = day_text(session.day)
    days = (session.day - today).days
    if days < 0:
        return day
    if days == 0:
        return _("%(day)s · today") % {"day": day}
    if days == 1:
        return _("%(day)s · tomorrow") % {"day": day}
    return ngettext("%(day)s · in %(count)s day", "%(day)s · in %(count)s days", days) % {"day": day, "count": days}


def tags_of(item: SpeakingSession) -> list[dict[str, str]]:
    """Where the answer stands; in words, the tone only repeats them."""
    if item.is_cancelled:
        return [{"tone": "trouble", "text": _("Session cancelled")}]
    state = AppearanceState(item.appearance.state)
    texts = {
        AppearanceState.CONFIRMED: _("Confirmed"),
        AppearanceState.INVITED: _("Please confirm or regret") if item.is_asked else _("Not answered"),
        AppearanceState.DECLINED: _("Regrets"),
    }
    tags = [{"tone": TONES[state], "text": texts[state]}]
    if item.session and item.session.move.text:
        tags.append({"tone": "waiting", "text": item.session.move.text})
    return tags


def rows_of(item: SpeakingSession) -> list[dict[str, str]]:
    session = item.session
    rows = [{"term": _("Role"), "text": role_text(item)}]
    if session:
        rows += [
            {"term": _("Session"), "text": label_text(session)},
            {"term": _("Room"), "text": "; ".join(str(room) for room in session.rooms)},
            {"term": _("Languages"), "text": languages_text(session)},
        ]
    return [row for row in rows if row["text"]]


def role_text(item: SpeakingSession) -> str:
    """“Panellist, 7 minutes”."""
    role = capfirst(str(AppearanceRole(item.appearance.role).label))
    minutes = item.appearance.minutes
    if not minutes:
        return role
    return ngettext("%(role)s, %(minutes)s minute", "%(role)s, %(minutes)s minutes", minutes) % {
        "role": role,
        "minutes": minutes,
    }


def ways_of(session: PublishedSession | None, ways: Mapping[str, Way]) -> list[dict[str, str]]:
    """How to get to each room of the session, each venue's way once."""
    found = [
        (str(room.name), ways[str(room.id)]) for room in (session.rooms if session else ()) if str(room.id) in ways
    ]
    entries = [
        {
            "room": name,
            "floor": _("floor %(floor)s") % {"floor": way.floor} if way.floor else "",
            "address": way.address,
            "directions": way.directions,
        }
        for name, way in found
    ]
    return [entry for entry in entries if entry["floor"] or entry["address"] or entry["directions"]]


def notes_of(item: SpeakingSession) -> Iterable[str]:
    if item.session and not item.is_published and not item.is_declined:
        yield _("Not yet published: time and place may still change.")
    if item.is_declined:
        yield _("Should your plans change, please write to the Secretariat.")
