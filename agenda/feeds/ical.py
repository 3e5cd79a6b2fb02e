"""The published agenda as calendar files: which sessions are in which, under which name."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from agenda.calendars import Masthead, calendar_of
from agenda.feeds.addresses import page_of, page_of_session, page_of_speaker
from agenda.queries.published import PublishedAgenda, PublishedSession
from agenda.queries.speakers import PublishedSpeaker
from conference.models import Conference


def whole_calendar(agenda: PublishedAgenda) -> bytes:
    """All sessions, to subscribe to: programs ask for it again each hour."""
    held = agenda.conference
    masthead = Masthead(f"{held.pk}@plenary", _name(held), page_of(held))
    return calendar_of(held, agenda.sessions, masthead=masthead, urls=_pages(held, agenda.sessions), refreshes=True)


def session_calendar(conference: Conference, session: PublishedSession) -> bytes:
    """One session, to be put into a calendar; a later download updates the same entry."""
    url = page_of_session(conference, session.id)
    masthead = Masthead(f"{session.id}-alone@plenary", str(session.title), url)
    return calendar_of(conference, [session], masthead=masthead, urls={session.id: url})


def speaker_calendar(conference: Conference, speaker: PublishedSpeaker, participant_id: UUID) -> bytes:
    """The sessions in which a person is named, once each, to subscribe to."""
    sessions = list({session.id: session for session, _line in speaker.appearances}.values())
    name = _("%(conference)s: %(name)s") % {"conference": conference.short_title, "name": speaker.name}
    masthead = Masthead(
        f"{participant_id}-of-{conference.pk}@plenary", name, page_of_speaker(conference, participant_id)
    )
    return calendar_of(conference, sessions, masthead=masthead, urls=_pages(conference, sessions), refreshes=True)


def _name(conference: Conference) -> str:
    return _("%(conference)s: agenda") % {"conference": conference.short_title}


def _pages(conference: Conference, sessions: Iterable[PublishedSession]) -> dict[UUID, str]:
    return {session.id: page_of_session(conference, session.id) for session in sessions}
