"""Participants who may book seats, a published session in which seats are booked, and acts of theirs."""

from typing import Any

from agenda.actions.seats import book_seat
from agenda.models import SeatBooking, Session
from conference.models import Conference
from registration.models import Participant, ParticipantCategory
from registration.states import RegistrationState
from tests.factories.agenda import make_release, make_session
from tests.factories.conference import make_user
from tests.factories.registration import make_registration


def make_workshop(conference: Conference, seats: int = 1, *, is_published: bool = True, **changes: Any) -> Session:
    """A session of so many seats, in the last release."""
    fields: dict[str, Any] = {"title": {"en": "Workshop"}, "capacity": seats, "needs_booking": True}
    session = make_session(conference, **fields | changes)
    if is_published:
        make_release(conference)
    return session


def make_delegate(conference: Conference, category: ParticipantCategory | None = None, **person: Any) -> Participant:
    """Somebody who is registered."""
    wanted: dict[str, Any] = {"category": category} if category else {}
    participant: Participant = make_registration(RegistrationState.REGISTERED, conference, **wanted).participant
    if person:
        Participant.objects.filter(pk=participant.pk).update(**person)
        participant.refresh_from_db()
    return participant


def book(session: Session, participant: Participant) -> SeatBooking:
    """Booked by the participant themselves."""
    return book_seat(session.pk, participant.pk, by=make_user(participant.email))
