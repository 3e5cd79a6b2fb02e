"""Seats that participants have booked and sessions that they have starred, so that nobody's list is empty."""

from agenda.demonstration.stage import Stage
from agenda.models import Release, SeatBooking, Session, SessionStar
from agenda.states import SeatState
from registration.models import Participant
from registration.states import RegistrationState

BOOKED_AT = "2019-06-01 10:00"
#: How many ask for a seat in each session in which seats are booked: in the smaller one some wait.
GUESTS = 15


def set_up_seats(stage: Stage) -> None:
    """For the first of those who are registered, in the order of the tables; who speaks in a session has a place."""
    registered = [
        each.participant for each in stage.registrations.values() if each.state == RegistrationState.REGISTERED
    ]
    number = Release.objects.last_number(stage.conference)
    booked = [session for session in stage.sessions.values() if session.needs_booking and session.starts_at]
    for session in booked:
        speaking = set(session.appearances.values_list("participant_id", flat=True))
        guests = [person for person in registered if person.pk not in speaking][:GUESTS]
        SeatBooking.objects.bulk_create(
            _seat(stage, session, person, turn, number) for turn, person in enumerate(guests, start=1)
        )
        SessionStar.objects.bulk_create(_star(stage, session, person, number) for person in guests[::2])
    SessionStar.objects.bulk_create(
        _star(stage, stage.sessions[session], stage.participants[person], number)
        for person, sessions in stage.outline.get("stars", {}).items()
        for session in sessions
    )


def _seat(stage: Stage, session: Session, person: Participant, turn: int, release: int) -> SeatBooking:
    at = stage.clock.recorded(stage.clock.at(BOOKED_AT))
    is_booked = session.capacity is None or turn <= session.capacity
    return SeatBooking(
        pk=stage.id_of("seat", str(session.pk), str(turn)),
        session=session,
        participant=person,
        state=SeatState.BOOKED if is_booked else SeatState.WAITING,
        turn=turn,
        release=release,
        asked_at=at,
        booked_at=at if is_booked else None,
    )


def _star(stage: Stage, session: Session, person: Participant, release: int) -> SessionStar:
    at = stage.clock.recorded(stage.clock.at(BOOKED_AT))
    key = stage.id_of("star", str(session.pk), str(person.pk))
    return SessionStar(pk=key, session=session, participant=person, release=release, starred_at=at)
