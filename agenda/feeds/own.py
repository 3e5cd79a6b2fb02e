"""A person's calendar: where they speak, what they have booked or starred; entries as the public file has them."""

from uuid import UUID

from django.utils.translation import gettext as _

from agenda.calendars import Masthead, calendar_of
from agenda.feeds.addresses import own_page_of, own_page_of_session, page_of_session
from agenda.models import Listing, OwnFeed
from agenda.models.own_feed import digest
from agenda.queries.attendance import those_who_left
from agenda.queries.known_agenda import known_agenda
from agenda.queries.own_choices import OwnChoices, own_choices
from agenda.queries.published import PublishedSession
from conference.models import Conference


def feed_at(token: str, conference: Conference) -> OwnFeed | None:
    """The calendar at an address; none where it is of another conference, revoked, made anew, or of a former office."""
    found: OwnFeed | None = (
        OwnFeed.objects.filter(digest=digest(token), participant__conference=conference)
        .select_related("participant")
        .first()
    )
    return found if found is not None and found.token == token else None


def own_calendar(feed: OwnFeed, conference: Conference) -> bytes:
    """From the last release; what the person may know of is asked at each reading. Who has left has an empty one.

    A constant number of queries. The address to follow a session online is not in it: whoever has the calendar's
    address reads it without signing in.
    """
    person = feed.participant
    choices = own_choices(person, conference)
    known = known_agenda(conference, choices.entitled)
    wanted = set() if those_who_left([person.pk]) else choices.chosen
    sessions = [session for session in known.published.sessions if session.id in wanted]
    name = _("%(conference)s: %(name)s") % {"conference": conference.short_title, "name": person.plain_name}
    urls = {
        session.id: page_of_session(conference, session.id)
        if known.listing_of(session.id) == Listing.PUBLIC
        else own_page_of_session(conference, session.id)
        for session in sessions
    }
    return calendar_of(
        conference,
        sessions,
        masthead=Masthead(f"{feed.pk}@plenary", name, own_page_of(conference)),
        urls=urls,
        refreshes=True,
        marks={session.id: _mark(session, choices) for session in sessions},
        only_marked={session.id for session in sessions if not _is_expected(session.id, choices)},
    )


def _mark(session: PublishedSession, choices: OwnChoices) -> str:
    """Why it stands in this calendar."""
    if session.id in choices.entitled.speaks_in:
        return _("You speak in this session.")
    if choices.has_seat(session.id):
        return _("Your seat is booked.")
    if choices.waits(session.id):
        return _("You are on the waiting list for a seat.")
    return _("You have starred this session.")


def _is_expected(session_id: UUID, choices: OwnChoices) -> bool:
    """Whether the time is taken: a star, or a place in line, holds no time."""
    return session_id in choices.entitled.speaks_in or choices.has_seat(session_id)
