"""A speaker's session as the card of the page shows it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.models import ConferenceDocument
from agenda.queries.labels import label_text, languages_text
from agenda.queries.naming import Speaker
from agenda.queries.speaking import LEADING, SpeakingSession
from agenda.queries.speaking_words import (
    Ways,
    answered_text,
    own_time_text,
    part_text,
    room_words,
    ways_of,
    when_label,
)
from agenda.states import AppearanceState
from agenda.views.document_lines import chain_lines
from conference.formats import time_range_text, zone_text
from conference.models import Conference

TONES = {AppearanceState.CONFIRMED: "good", AppearanceState.INVITED: "waiting", AppearanceState.DECLINED: "neutral"}


@dataclass(frozen=True)
class Reader:
    """What all cards of a page share: the conference, its day, the ways, documents, and the speaker's own zone."""

    held: Conference
    today: datetime.date
    ways: Ways
    documents: Mapping[UUID, list[ConferenceDocument]]
    own_zone: ZoneInfo | None = None


def speaking_card(item: SpeakingSession, reader: Reader) -> dict[str, Any]:
    """All that a speaker must know of one session."""
    appearance, session, held = item.appearance, item.session, reader.held
    return {
        "anchor": anchor_of(item),
        "label": when_label(session, reader.today) if session or not item.is_declined else "",
        "time_text": time_range_text(session.starts_at, session.ends_at, held.zone) if session else "",
        "zone_text": zone_text(held.zone, session.starts_at) if session else "",
        "own_time_text": own_time_text(session, reader.own_zone) if session else "",
        "title": str(item.title),
        "kind": label_text(session) if session else "",
        "url": reverse("agenda:session", args=[held.slug, session.id]) if session and item.is_published else "",
        "tags": tags_of(item),
        "facts": part_text(item),
        "rooms": "; ".join(room_words(session, reader.ways)) if session else "",
        "languages": languages_text(session) if session else "",
        "leading": [person_line(one, item, held) for one in item.others if one.role in LEADING],
        "people": [person_line(one, item, held) for one in item.others if one.role not in LEADING],
        "documents": chain_lines(reader.documents.get(appearance.session_id, ()), held),
        "ways": ways_of(session, reader.ways),
        "link": item.link,
        "confirm_url": reverse("agenda:confirm", args=[held.slug, appearance.pk]) if item.is_asked else "",
        "regret_url": reverse("agenda:regret", args=[held.slug, appearance.pk]) if item.is_ahead else "",
        "notes": list(notes_of(item, held)),
    }


def anchor_of(item: SpeakingSession) -> str:
    return f"session-{item.appearance.pk}"


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


def person_line(one: Speaker, item: SpeakingSession, held: Conference) -> dict[str, str]:
    """With an address only where the person agreed to be written to."""
    email = item.contacts.get(one.participant_id, "") if one.participant_id else ""
    return {
        "role": one.role_text,
        "name": _("%(name)s (to be confirmed)") % {"name": one.name} if one.is_to_be_confirmed else one.name,
        "url": reverse("agenda:speaker", args=[held.slug, one.participant_id])
        if one.participant_id and item.is_published
        else "",
        "email": email,
    }


def notes_of(item: SpeakingSession, held: Conference) -> Iterable[str]:
    if item.session and not item.is_published and not item.is_declined:
        yield _("Not yet published: time and place may still change.")
    if answered := answered_text(item, held):
        yield answered
    if item.is_declined:
        yield _("Should your plans change, please write to the Secretariat.")
