"""A speaker's session as the card of the page shows it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import AppearanceRole, ConferenceDocument
from agenda.queries.labels import label_text, languages_text
from agenda.queries.naming import Speaker
from agenda.queries.published import PublishedSession
from agenda.queries.speaking import LEADING, SpeakingSession
from agenda.states import AppearanceState
from agenda.views.document_lines import chain_lines
from conference.clock import conference_now, on_the_clock
from conference.formats import day_text, moment_text, short_day_text, time_range_text, zone_text
from conference.models import Conference, Room

TONES = {AppearanceState.CONFIRMED: "good", AppearanceState.INVITED: "waiting", AppearanceState.DECLINED: "neutral"}


@dataclass(frozen=True)
class Way:
    """How one finds a room: read live, since a way that has changed must be known at once."""

    floor: str
    address: str
    directions: str


@dataclass(frozen=True)
class Reader:
    """What all cards of a page share: the conference, its day, the ways, documents, and the speaker's own zone."""

    held: Conference
    today: datetime.date
    ways: Mapping[str, Way]
    documents: Mapping[UUID, list[ConferenceDocument]]
    own_zone: ZoneInfo | None = None


def ways_to(held: Conference) -> dict[str, Way]:
    rooms = Room.objects.filter(venue__conference=held).select_related("venue")
    return {str(room.pk): Way(room.floor, str(room.venue.address), str(room.venue.directions)) for room in rooms}


def speaking_card(item: SpeakingSession, reader: Reader) -> dict[str, Any]:
    """All that a speaker must know of one session."""
    appearance, session, held = item.appearance, item.session, reader.held
    return {
        "anchor": anchor_of(item),
        "label": when_label(session, reader.today),
        "time_text": time_range_text(session.starts_at, session.ends_at, held.zone) if session else "",
        "zone_text": zone_text(held.zone, session.starts_at) if session else "",
        "own_time_text": own_time_text(session, reader) if session else "",
        "title": str(item.title),
        "kind": label_text(session) if session else "",
        "url": reverse("agenda:session", args=[held.slug, session.id]) if session and item.is_published else "",
        "tags": tags_of(item),
        "facts": ", ".join(fact for fact in facts_of(item) if fact),
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


def own_time_text(session: PublishedSession, reader: Reader) -> str:
    """“05:00–06:30 Vienna time (UTC+2)”, with the day where it is another; nothing where the clocks agree."""
    zone = reader.own_zone
    begins = session.starts_at
    if zone is None or begins.astimezone(zone).replace(tzinfo=None) == begins.replace(tzinfo=None):
        return ""
    times = {"times": time_range_text(begins, session.ends_at, zone), "zone": zone_text(zone, begins)}
    own_day = begins.astimezone(zone).date()
    if own_day == session.day:
        return _("%(times)s %(zone)s") % times
    return _("%(day)s, %(times)s %(zone)s") % {"day": " ".join(short_day_text(own_day)), **times}


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


def facts_of(item: SpeakingSession) -> Iterable[str]:
    """The role, the place among those who speak, the minutes."""
    yield capfirst(str(AppearanceRole(item.appearance.role).label))
    yield place_text(item.place)
    minutes = item.appearance.minutes
    if minutes:
        yield ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes}


def place_text(place: int) -> str:
    words = {
        0: "",
        1: _("first to speak"),
        2: _("second to speak"),
        3: _("third to speak"),
        4: _("fourth to speak"),
        5: _("fifth to speak"),
    }
    return words[place] if place in words else _("no. %(place)d to speak") % {"place": place}


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


def room_words(session: PublishedSession, ways: Mapping[str, Way]) -> Iterable[str]:
    """The room alone, where the way to it names its house; else both."""
    for room in session.rooms:
        way = ways.get(str(room.id))
        yield str(room.name) if way and (way.address or way.directions) else str(room)


def ways_of(session: PublishedSession | None, ways: Mapping[str, Way]) -> list[dict[str, str]]:
    """How to get to each room of the session, each venue's way once."""
    found = [
        (str(room.name), str(room.venue), ways[str(room.id)])
        for room in (session.rooms if session else ())
        if str(room.id) in ways
    ]
    entries = [
        {
            "room": name,
            "venue": venue,
            "floor": _("floor %(floor)s") % {"floor": way.floor} if way.floor else "",
            "address": way.address,
            "directions": way.directions,
        }
        for name, venue, way in found
    ]
    return [entry for entry in entries if entry["floor"] or entry["address"] or entry["directions"]]


def notes_of(item: SpeakingSession, held: Conference) -> Iterable[str]:
    if item.session and not item.is_published and not item.is_declined:
        yield _("Not yet published: time and place may still change.")
    if answered := answered_text(item, held):
        yield answered
    if item.is_declined:
        yield _("Should your plans change, please write to the Secretariat.")


def answered_text(item: SpeakingSession, held: Conference) -> str:
    """By whom and when: a private office and its principal must be able to tell."""
    appearance, person = item.appearance, item.appearance.participant
    if appearance.state == AppearanceState.INVITED or appearance.responded_at is None or person is None:
        return ""
    when = {"when": moment_text(on_the_clock(held, appearance.responded_at), held.zone)}
    address = appearance.responded_by.email if appearance.responded_by else ""
    is_yes = appearance.state == AppearanceState.CONFIRMED
    if address and address == person.email:
        return (_("You confirmed: %(when)s.") if is_yes else _("You sent your regrets: %(when)s.")) % when
    if address and address == person.office_email:
        by_office = _("Your private office confirmed: %(when)s."), _("Your private office sent your regrets: %(when)s.")
        return by_office[not is_yes] % when
    recorded = (
        _("The Secretariat recorded that you will speak: %(when)s."),
        _("The Secretariat recorded your regrets: %(when)s."),
    )
    return recorded[not is_yes] % when


def is_due_past(item: SpeakingSession, held: Conference) -> bool:
    return item.due is not None and item.due <= conference_now(held)
