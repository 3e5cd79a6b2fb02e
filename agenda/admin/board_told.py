"""What the board tells in words: what was done, and what somebody else has done in the meantime."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from agenda.actions.bookings import rooms_of
from agenda.actions.venue_time import venue_moment
from agenda.admin.board_cards import place_text
from agenda.errors import AgendaError
from agenda.models import Session
from agenda.states import SessionState
from conference.admin.markup import at_text, shortened
from conference.models import Room

LONGEST_TITLE = 120


def title_of(session: Session) -> str:
    return shortened(str(session.title), LONGEST_TITLE)


def where_it_stands(session: Session, rooms: Iterable[Room]) -> str:
    """“Thursday, 20 June, 09:00–10:30, Conference Hall”."""
    return place_text(session.starts_at, session.ends_at, rooms, session.conference)


def done_text(session: Session, rooms: Iterable[Room], *, is_undone: bool) -> str:
    """“Panel 3” is now at …; for a screen reader as well."""
    words = {"session": title_of(session), "place": where_it_stands(session, rooms)}
    if session.starts_at is None:
        if is_undone:
            return _("Undone: “%(session)s” is back in the parking lot.") % words
        return _("“%(session)s” is in the parking lot, without a time.") % words
    if is_undone:
        return _("Undone: “%(session)s” stands again on %(place)s.") % words
    return _("“%(session)s” now stands on %(place)s.") % words


def meanwhile_text(session: Session, seen: dict[str, Any]) -> str:
    """Who has changed the session since the officer saw it, and what; nothing of what was asked for was saved."""
    words = {
        "session": title_of(session),
        "new": where_it_stands(session, rooms_of(session)),
        "old": _seen_text(session, seen),
    }
    words["officer"] = str(session.changed_by) if session.changed_by else _("Somebody else")
    words["at"] = at_text(session.conference, session.changed_at) or "–"
    if session.state == SessionState.CANCELLED:
        sentence = _("Nothing was saved: %(officer)s cancelled “%(session)s” in the meantime (%(at)s).")
    elif words["new"] != words["old"]:
        sentence = _(
            "Nothing was saved: %(officer)s changed “%(session)s” in the meantime (%(at)s). "
            "Before: %(old)s. Now: %(new)s."
        )
    else:
        sentence = _(
            "Nothing was saved: %(officer)s changed what is said of “%(session)s” in the meantime (%(at)s); its time "
            "and its rooms are the same. Look at it, and move it again."
        )
    return sentence % words


def _seen_text(session: Session, seen: dict[str, Any]) -> str:
    begins, ends, conference = seen.get("seen_begins"), seen.get("seen_ends"), session.conference
    if begins and ends:
        try:
            begins, ends = venue_moment(conference, begins), venue_moment(conference, ends)
        except AgendaError:
            begins = ends = None
    return place_text(begins, ends, seen.get("seen_rooms") or (), conference)
