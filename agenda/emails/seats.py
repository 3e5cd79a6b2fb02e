"""The letters about seats in sessions: that one is somebody's, that its session nears, and that one was taken."""

import datetime
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from agenda.emails.changes import when_text
from agenda.models import SeatBooking
from agenda.queries.labels import room_text
from agenda.queries.published import render_nameless
from agenda.queries.seats import Released
from conference.correspondence.letter import Letter
from conference.models import Conference
from registration.emails import letter_to_participant, page_address

NO_OFFSET = datetime.timedelta()


def seat_given(booking: SeatBooking, released: Released) -> Letter | None:
    """A seat is the person's: it became free, or an officer gave it."""
    return _letter("seat_given", booking, released)


def seat_taken(booking: SeatBooking, released: Released) -> Letter | None:
    """The Secretariat has taken the seat, or the place in line; with the reason that it gives."""
    return _letter("seat_taken", booking, released)


def seat_reminder(booking: SeatBooking, released: Released, *, version: str) -> Letter | None:
    """When and where the session is held, to who has a seat in it."""
    return _letter("seat_reminder", booking, released, version=version)


def useless_from(released: Released, conference: Conference) -> datetime.datetime:
    """The real moment at which the session begins: a letter about a seat in it goes no more."""
    return released.starts_at - (conference.demonstration_offset or NO_OFFSET)


def _letter(purpose: str, booking: SeatBooking, released: Released, *, version: str = "1") -> Letter | None:
    """``booking`` has its participant with the conference. Once the session has begun the letter is of no use."""
    participant = booking.participant
    conference = participant.conference
    language = conference.language_or_default(participant.language)
    with override(language):
        session = render_nameless(conference, released.entry)
        values = {
            "participant_name": participant.name_in_letters,
            "session_title": str(session.title),
            "session_time": when_text(session),
            "session_place": room_text(session) or _("The room will be announced."),
            "agenda_link": page_address(conference, language, "agenda:own-session", str(booking.session_id)),
        }
        if purpose == "seat_taken":
            values |= {"what_ended": _what_ended(booking, str(session.title)), "reason": booking.reason}
    letter = letter_to_participant(purpose, participant, about=booking, version=version, values=values)
    return replace(letter, expires_at=useless_from(released, conference)) if letter else None


def _what_ended(booking: SeatBooking, title: str) -> str:
    if booking.booked_at is None:
        return _("Your place on the waiting list of the session “%(title)s” has ended.") % {"title": title}
    return _("The seat in the session “%(title)s” can no longer be kept for you.") % {"title": title}
