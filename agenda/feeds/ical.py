"""The agenda as iCalendar. The library escapes and folds; here it is only said what a session is."""

import datetime
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import STATUS, Calendar, Event, Timezone

from agenda.queries.labels import label_text, languages_text, room_text
from agenda.queries.naming import Speaker
from agenda.queries.published import PublishedAgenda, PublishedSession
from conference.models import Conference

PRODUCT = "-//Plenary//Agenda//EN"
REFRESH = datetime.timedelta(hours=1)
# A calendar is read before, during and after the conference; the rules of its zone are told for all of that.
MARGIN = datetime.timedelta(days=366)


def calendar_of(agenda: PublishedAgenda, *, name: str, page_url: str, session_urls: Mapping[str, str]) -> bytes:
    """All sessions of the published agenda; ``session_urls`` gives each session's page by its id."""
    uid = f"{agenda.conference.pk}@plenary"
    return _calendar(agenda.conference, agenda.sessions, uid=uid, name=name, page_url=page_url, urls=session_urls)


def calendar_of_session(conference: Conference, session: PublishedSession, *, page_url: str) -> bytes:
    """One session, to be put into a calendar; a later download updates the same entry."""
    uid, urls = f"{session.id}-alone@plenary", {str(session.id): page_url}
    return _calendar(conference, [session], uid=uid, name=str(session.title), page_url=page_url, urls=urls)


def _calendar(
    conference: Conference,
    sessions: Iterable[PublishedSession],
    *,
    uid: str,
    name: str,
    page_url: str,
    urls: Mapping[str, str],
) -> bytes:
    # Without an identifier of its own the library would invent another one at each reading.
    calendar = Calendar.new(
        uid=uid, prodid=PRODUCT, method="PUBLISH", name=name, url=page_url, refresh_interval=REFRESH
    )
    calendar.add("x-wr-timezone", conference.time_zone)
    calendar.add_component(_zone(conference))
    for session in sessions:
        calendar.add_component(_entry(session, conference.zone, urls[str(session.id)]))
    content: bytes = calendar.to_ical()
    return content


def _zone(conference: Conference) -> Timezone:
    return Timezone.from_tzinfo(
        conference.zone, conference.time_zone, conference.starts_on - MARGIN, conference.ends_on + MARGIN
    )


def _entry(session: PublishedSession, zone: ZoneInfo, url: str) -> Event:
    return Event.new(
        uid=f"{session.id}@plenary",
        sequence=session.sequence,
        stamp=session.changed_at,
        last_modified=session.changed_at,
        start=session.starts_at.astimezone(zone),
        end=session.ends_at.astimezone(zone),
        summary=_summary(session),
        location=room_text(session),
        description=_description(session),
        status=STATUS.CANCELLED if session.is_cancelled else STATUS.CONFIRMED,
        url=url,
    )


def _summary(session: PublishedSession) -> str:
    # Many programs show a cancelled entry of a subscription like any other.
    return _("Cancelled: %(title)s") % {"title": session.title} if session.is_cancelled else str(session.title)


def _description(session: PublishedSession) -> str:
    lines = [label_text(session), languages_text(session), *map(_line, session.speakers), str(session.abstract)]
    return "\n".join(line for line in lines if line)


def _line(speaker: Speaker) -> str:
    who = ", ".join(part for part in (speaker.name, speaker.function) if part)
    return _("%(role)s: %(name)s") % {"role": speaker.role_text, "name": who}
