"""What the pages of the agenda share in one language, made once for each edition: so that each of them costs little."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language

from agenda.queries.documents import Documents, public_documents_of
from agenda.queries.published import Day, PublishedAgenda, PublishedSession, Slot, published_agenda
from agenda.queries.speakers import PublishedSpeaker, speakers_of
from agenda.queries.words import words_of
from agenda.views.offers import Offer, offers_of
from agenda.views.presentation import entry_of, row_of
from conference.formats import day_text
from conference.models import Conference
from conference.views.kept import KeptParts
from conference.views.rendered_once import BareRequest

#: From so many sessions at one time they stand in a list by room; fewer stand side by side.
BY_ROOM = 5
#: On a page of more sessions than this their people stand in one line, without functions and links.
AT_LENGTH = 150
#: Conferences and languages that a process keeps.
KEPT = 12


class Programme:
    """The last release, the words by which its sessions are found, and each session as the agenda prints it."""

    def __init__(self, agenda: PublishedAgenda) -> None:
        self.agenda = agenda
        self.conference = agenda.conference
        self._printed: dict[tuple[UUID, bool], SafeString] = {}

    @cached_property
    def days(self) -> Sequence[Day]:
        return self.agenda.days()

    @cached_property
    def offers(self) -> Sequence[Offer]:
        return offers_of(self.agenda.sessions)

    @cached_property
    def words(self) -> Mapping[UUID, str]:
        return {session.id: words_of(session) for session in self.agenda.sessions}

    @cached_property
    def speakers(self) -> Sequence[PublishedSpeaker]:
        return speakers_of(self.agenda)

    def rows(self, shown: Iterable[PublishedSession]) -> list[dict[str, Any]]:
        """The days and lines of an agenda that shows so much; a time is told as if all of it were shown."""
        ids = {session.id for session in shown}
        is_brief = len(ids) > AT_LENGTH
        days = (
            (day, [row for slot in day.slots if (row := self._row(slot, ids, is_brief=is_brief))]) for day in self.days
        )
        return [
            {"date": day.date.isoformat(), "heading": capfirst(day_text(day.date, with_year=True)), "rows": rows}
            for day, rows in days
            if rows
        ]

    def _row(self, slot: Slot, ids: set[UUID], *, is_brief: bool) -> dict[str, Any] | None:
        shown = [session for session in slot.sessions if session.id in ids]
        if not shown:
            return None
        is_by_room = sum(not session.is_whole_conference for session in shown) >= BY_ROOM
        printed = [self._print(session, slot, is_brief=is_brief or is_by_room) for session in shown]
        row = row_of(slot, self.conference, with_sessions=False)
        return row | {"is_by_room": is_by_room, "sessions": [{"html": html} for html in printed]}

    def _print(self, session: PublishedSession, slot: Slot, *, is_brief: bool) -> SafeString:
        key = (session.id, is_brief)
        if key not in self._printed:
            entry = entry_of(session, self.conference, with_time=slot.ends_at is None, is_brief=is_brief)
            self._printed[key] = render_to_string("components/session_entry.html", {"session": entry})
        return self._printed[key]


programmes: KeptParts[Programme] = KeptParts(room=KEPT)
#: In no language yet.
papers: KeptParts[Documents] = KeptParts(room=KEPT)


def programme_of(request: BareRequest, held: Conference) -> Programme:
    """The programme in the active language, as this request's edition shows it."""
    key = (held.slug, get_language() or "")
    return programmes.of(key, request.mark, lambda: Programme(published_agenda(held)))


def documents_of(request: BareRequest, held: Conference) -> Documents:
    """What everybody may have, by session, as this request's edition shows it."""
    return papers.of(held.slug, request.mark, lambda: public_documents_of(held))
