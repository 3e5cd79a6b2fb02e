"""How a speaker's session reads: on the own page, and on the brief that is printed."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import AppearanceRole, SpeakerProfile
from agenda.queries.published import PublishedSession
from agenda.queries.speaking import SpeakingSchedule, SpeakingSession
from agenda.states import AppearanceState
from conference.clock import conference_now, on_the_clock
from conference.formats import day_text, moment_text, short_day_text, time_range_text, zone_text
from conference.models import Conference, Room


@dataclass(frozen=True)
class Way:
    """How one finds a room: read live, since a way that has changed must be known at once."""

    floor: str
    address: str
    directions: str


Ways = Mapping[str, Way]


def ways_to(held: Conference) -> dict[str, Way]:
    rooms = Room.objects.filter(venue__conference=held).select_related("venue")
    return {str(room.pk): Way(room.floor, str(room.venue.address), str(room.venue.directions)) for room in rooms}


def ways_of(session: PublishedSession | None, ways: Ways) -> list[dict[str, str]]:
    """How to get to each room of the session."""
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


def room_words(session: PublishedSession, ways: Ways) -> Iterable[str]:
    """The room alone, where the way to it names its house; else both."""
    for room in session.rooms:
        way = ways.get(str(room.id))
        yield str(room.name) if way and (way.address or way.directions) else str(room)


def zone_of(profile: SpeakerProfile) -> ZoneInfo | None:
    """The zone that was chosen; nothing where none was, or where the system knows it no longer."""
    try:
        return ZoneInfo(profile.time_zone) if profile.time_zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


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


def own_time_text(session: PublishedSession, zone: ZoneInfo | None) -> str:
    """“05:00–06:30 Vienna time (UTC+2)”, with the day where it is another; nothing where the clocks agree."""
    begins = session.starts_at
    if zone is None or begins.astimezone(zone).replace(tzinfo=None) == begins.replace(tzinfo=None):
        return ""
    times = {"times": time_range_text(begins, session.ends_at, zone), "zone": zone_text(zone, begins)}
    own_day = begins.astimezone(zone).date()
    if own_day == session.day:
        return _("%(times)s %(zone)s") % times
    return _("%(day)s, %(times)s %(zone)s") % {"day": " ".join(short_day_text(own_day)), **times}


def part_text(item: SpeakingSession) -> str:
    """“Panellist, third to speak, 7 minutes”."""
    minutes = item.appearance.minutes
    parts = [capfirst(str(AppearanceRole(item.appearance.role).label)), _place_text(item.place)]
    if minutes:
        parts.append(ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes})
    return ", ".join(part for part in parts if part)


def _place_text(place: int) -> str:
    words = {
        0: "",
        1: _("first to speak"),
        2: _("second to speak"),
        3: _("third to speak"),
        4: _("fourth to speak"),
        5: _("fifth to speak"),
    }
    return words[place] if place in words else _("no. %(place)d to speak") % {"place": place}


def due_text(item: SpeakingSession, held: Conference) -> str:
    """“by Tuesday, 18 June, 18:00”; what is late is still welcome."""
    if item.due is None:
        return ""
    when = {"when": moment_text(item.due, held.zone)}
    if item.due <= conference_now(held):
        return _("was due %(when)s") % when
    return _("by %(when)s") % when


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
    if not address:  # nobody in particular, or somebody whose account is gone
        return _("Your answer was recorded: %(when)s.") % when
    recorded = (
        _("The Secretariat recorded that you will speak: %(when)s."),
        _("The Secretariat recorded your regrets: %(when)s."),
    )
    return recorded[not is_yes] % when


def summary_of(one: SpeakingSchedule) -> str:
    words = {0: _("No session."), 1: _("One session."), 2: _("Two sessions."), 3: _("Three sessions.")}
    count = one.held
    return words.get(count) or ngettext("%(count)s session.", "%(count)s sessions.", count) % {"count": count}


def is_statement_asked(item: SpeakingSession) -> bool:
    """First the answer, then the statement: nobody writes one for what they may regret."""
    return item.lacks_statement and not item.is_asked
