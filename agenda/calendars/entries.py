"""What a calendar says of sessions (RFC 5545 and 7986).

An entry keeps its UID for ever, and SEQUENCE counts the releases in which it changed: so a calendar takes a later file
as news of the same entry. No entry that is kept has an organiser or guests: nobody is to be answered, and nobody's
address is told.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from agenda.calendars.zones import zone_lines
from agenda.queries.labels import label_text, languages_text, room_text
from agenda.queries.naming import Speaker
from agenda.queries.published import PublishedSession
from conference.calendar_lines import moment_line, organiser_line, text_line, title_line, written
from conference.models import Conference

PRODUCT = "-//Plenary//Agenda//EN"
REFRESH = ("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H")
# A calendar is read before, during and after the conference; the rules of its zone are told for all of that.
MARGIN = datetime.timedelta(days=366)


@dataclass(frozen=True)
class Masthead:
    """What a calendar says of itself. ``uid`` is its own, apart from those of its entries; ``url`` is its page."""

    uid: str
    name: str
    url: str = ""
    method: str = "PUBLISH"


def calendar_of(
    conference: Conference,
    sessions: Iterable[PublishedSession],
    *,
    masthead: Masthead,
    urls: Mapping[UUID, str],
    refreshes: bool = False,
    marks: Mapping[UUID, str] | None = None,
    only_marked: Collection[UUID] = (),
) -> bytes:
    """The sessions as a file; ``urls`` are their pages. What ``refreshes`` is asked for again each hour.

    ``marks`` say in the description of each why it stands in one person's calendar; ``only_marked`` take no time there.
    """
    said = marks or {}
    entries = (
        _entry(
            session,
            urls[session.id],
            people=session.speakers,
            mark=said.get(session.id, ""),
            is_free=session.id in only_marked,
        )
        for session in sessions
    )
    return _calendar(conference, masthead, entries, refreshes=refreshes)


def calendar_of_letter(
    conference: Conference,
    sessions: Iterable[PublishedSession],
    *,
    urls: Mapping[UUID, str],
    no_longer: Collection[UUID] = (),
) -> str:
    """What a letter of changes encloses (``Letter.calendar``): the sessions of one person that are concerned.

    ``no_longer`` are those in which the person has nothing to do any more, though they may be held. Where one session
    is enclosed and it is cancelled or no longer the person's, the method is CANCEL, and a calendar offers to remove it;
    else PUBLISH, and each entry says its status. CANCEL is of one entry, and says whose it was (RFC 5546, 3.2.5): the
    Secretariat's. Nobody else is named: a letter is kept when a name is to be forgotten.
    """
    enclosed = list(sessions)
    is_removal = len(enclosed) == 1 and (enclosed[0].is_cancelled or enclosed[0].id in no_longer)
    organiser = organiser_line(str(conference.contact_name), conference.contact_email) if is_removal else ""
    masthead = Masthead(
        uid=f"{conference.pk}-changes@plenary",
        name=_("%(conference)s: agenda") % {"conference": conference.short_title},
        method="CANCEL" if is_removal else "PUBLISH",
    )
    entries = (
        _entry(session, urls[session.id], is_removed=session.id in no_longer, organiser=organiser)
        for session in enclosed
    )
    return _calendar(conference, masthead, entries).decode()


def _calendar(
    conference: Conference, masthead: Masthead, entries: Iterable[Iterable[str]], *, refreshes: bool = False
) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        f"METHOD:{masthead.method}",
        text_line("UID", masthead.uid),
        title_line("NAME", masthead.name),
        title_line("X-WR-CALNAME", masthead.name),
        text_line("X-WR-TIMEZONE", conference.time_zone),
        *([f"URL:{masthead.url}"] if masthead.url else ()),
        *(REFRESH if refreshes else ()),
        *zone_lines(conference.zone, conference.starts_on - MARGIN, conference.ends_on + MARGIN),
        *(line for entry in entries for line in entry),
        "END:VCALENDAR",
    ]
    return written(lines)


def _entry(
    session: PublishedSession,
    url: str,
    *,
    people: Iterable[Speaker] = (),
    is_removed: bool = False,
    organiser: str = "",
    mark: str = "",
    is_free: bool = False,
) -> Iterator[str]:
    is_off = session.is_cancelled or is_removed
    yield "BEGIN:VEVENT"
    yield f"UID:{session.id}@plenary"
    yield f"SEQUENCE:{session.sequence}"
    if organiser:
        yield organiser
    yield moment_line("DTSTAMP", session.changed_at)
    yield moment_line("LAST-MODIFIED", session.changed_at)
    yield _venue_time("DTSTART", session.starts_at)
    yield _venue_time("DTEND", session.ends_at)
    yield title_line("SUMMARY", _summary(session, is_removed=is_removed))
    yield "STATUS:CANCELLED" if is_off else "STATUS:CONFIRMED"
    # Whoever keeps a cancelled entry has the time free again.
    yield "TRANSP:TRANSPARENT" if is_off or is_free else "TRANSP:OPAQUE"
    if place := room_text(session):
        yield title_line("LOCATION", place)
    yield text_line("DESCRIPTION", _description(session, people, mark))
    if topic := str(session.topic):
        yield title_line("CATEGORIES", topic)
    yield f"URL:{url}"
    yield "END:VEVENT"


def _venue_time(name: str, moment: datetime.datetime) -> str:
    """By the clock at the venue, with the name of its zone; what is published is in it."""
    return f"{name};TZID={moment.tzinfo}:{moment:%Y%m%dT%H%M%S}"


def _summary(session: PublishedSession, *, is_removed: bool) -> str:
    # Many programs show a cancelled entry of a subscription like any other.
    if session.is_cancelled:
        return _("Cancelled: %(title)s") % {"title": session.title}
    return _("No longer yours: %(title)s") % {"title": session.title} if is_removed else str(session.title)


def _description(session: PublishedSession, people: Iterable[Speaker], mark: str) -> str:
    by = _("Organised by: %(organiser)s") % {"organiser": session.organiser} if session.organiser else ""
    lines = [mark, label_text(session), by, languages_text(session), *map(_line, people), str(session.abstract)]
    return "\n".join(line for line in lines if line)


def _line(speaker: Speaker) -> str:
    who = ", ".join(part for part in (speaker.name, speaker.function) if part)
    return _("%(role)s: %(name)s") % {"role": speaker.role_text, "name": who}
