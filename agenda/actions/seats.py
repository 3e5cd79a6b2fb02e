"""A participant books a seat or gives it back; an officer gives or takes one."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.actions.seat_line import end_seat, give_free_seats, lock_seats, may_take, takes_place, tell
from agenda.emails import seat_taken
from agenda.errors import NotPermittedError, ReasonRequiredError, SeatError
from agenda.models import SeatBooking, Session
from agenda.permissions import acts_for, ensure_can_schedule
from agenda.queries.entitlement import Entitlement
from agenda.queries.seats import Released, next_turn, released_session, seat_count
from agenda.states import SeatState
from conference.correspondence import outbox
from conference.models import Conference, User
from registration.models import Participant, Registration

LONGEST_REASON = 1000


@transaction.atomic
def book_seat(session_id: UUID, participant_id: UUID, *, by: User) -> SeatBooking:
    """Gives the participant a seat, or the next place in line where all are taken. Asked twice, the first one stands.

    Whoever waited while not entitled to a seat that became free, and asks now, is given it in the order of the line.
    Locks the participant's registrations, then the session. Raises ``SeatError`` where there is no seat to be booked
    for this person, ``NotPermittedError``.
    """
    participant = _lock_person(participant_id)
    if not acts_for(by, participant):
        raise NotPermittedError
    session = lock_seats(session_id)
    held = _in_force(session, participant)
    if held is not None and held.is_booked:
        return held
    given = give_free_seats(session)  # to who was not entitled when a seat became free, and is now
    if held is not None:
        return next((each for each in given if each == held), held)
    released = _bookable(session, participant)
    return _enter(session, participant, released, by=by)


@transaction.atomic
def give_back_seat(session_id: UUID, participant_id: UUID, *, by: User) -> SeatBooking | None:
    """Ends the participant's seat or place in line; a seat goes to who is next, in this transaction.

    Without any it changes nothing. Locks the session. Raises ``NotPermittedError``.
    """
    participant = Participant.objects.get(pk=participant_id)
    if not acts_for(by, participant):
        raise NotPermittedError
    session = lock_seats(session_id)
    held = _in_force(session, participant)
    if held is None:
        return None
    end_seat(held, SeatState.GIVEN_BACK, by=by)
    give_free_seats(session)
    return held


@transaction.atomic
def give_seat(session_id: UUID, participant_id: UUID, *, by: User, reason: str) -> SeatBooking:
    """An officer gives somebody a seat that is free, before whoever waits; the person is told by letter.

    Locks the participant's registrations, then the session. Raises ``SeatError`` where none is free or the person may
    not have it, ``ReasonRequiredError``, ``NotPermittedError``.
    """
    participant = _lock_person(participant_id)
    ensure_can_schedule(by, participant.conference)
    if not reason.strip():
        raise ReasonRequiredError
    session = lock_seats(session_id)
    released = _bookable(session, participant)
    held = _in_force(session, participant)
    if held is not None and held.is_booked:
        raise SeatError(_("This person has a seat in the session already."))
    if seat_count(session).left == 0:
        raise SeatError(_("All seats are booked. Please raise the capacity, or take a seat first."))
    booking = held or _asked(session, participant, released, by=by)
    booking.move_to(SeatState.BOOKED, by=by, reason=reason.strip()[:LONGEST_REASON])
    tell([booking], session, released)
    return booking


@transaction.atomic
def take_seat(booking_id: UUID, *, by: User, reason: str) -> SeatBooking:
    """An officer takes a seat or a place in line from somebody, who is told by letter; who is next is given the seat.

    Locks the session. Raises ``IllegalSeatTransitionError`` for one that has ended, ``ReasonRequiredError``,
    ``NotPermittedError``.
    """
    unlocked = SeatBooking.objects.only("session_id").get(pk=booking_id)
    session = lock_seats(unlocked.session_id)
    ensure_can_schedule(by, session.conference)
    if not reason.strip():
        raise ReasonRequiredError
    booking: SeatBooking = SeatBooking.objects.select_related("participant").get(pk=booking_id)
    booking.session, booking.participant.conference = session, session.conference
    end_seat(booking, SeatState.TAKEN, by=by, reason=reason.strip()[:LONGEST_REASON])
    released = released_session(session.pk, session.conference)
    if released is not None and takes_place(session, released) and (letter := seat_taken(booking, released)):
        outbox.enqueue(letter)
    give_free_seats(session)
    return booking


def _lock_person(participant_id: UUID) -> Participant:
    """With the registrations locked: none of them ends while a seat is booked on its strength."""
    rows = Registration.objects.select_for_update(of=("self",), no_key=True).filter(participant=participant_id)
    list(rows.order_by("pk").values_list("pk", flat=True))
    return Participant.objects.select_related("conference").get(pk=participant_id)


def _in_force(session: Session, participant: Participant) -> SeatBooking | None:
    held: SeatBooking | None = SeatBooking.objects.in_force().filter(session=session, participant=participant).first()
    if held is not None:
        held.session, held.participant = session, participant
    return held


def _bookable(session: Session, participant: Participant) -> Released:
    """The session as the agenda has it; raises ``SeatError`` saying why this person cannot have a seat there."""
    conference: Conference = session.conference
    released = released_session(session.pk, conference)
    entitled = Entitlement.of_participants([participant.pk], conference)[participant.pk]
    knows = released is not None and entitled.may_know(released.entry["listing"], released.entry_ids, session.pk)
    if released is None or not knows or participant.conference_id != conference.pk:
        raise SeatError(_("This session is not on the agenda."))
    if not takes_place(session, released):
        if released.is_held and released.has_begun(conference):
            raise SeatError(_("The session has begun; seats are no longer booked."))
        raise SeatError(_("The session is cancelled."))
    if not session.needs_booking or not released.entry["needs_booking"]:
        raise SeatError(_("No seat has to be booked for this session: whoever may enter is welcome."))
    if session.pk in entitled.speaks_in:
        raise SeatError(_("Whoever speaks in a session has a place there; none has to be booked."))
    if not may_take(entitled, session, released):
        raise SeatError(_("This session is not open to your category, or your registration is not confirmed yet."))
    return released


def _enter(session: Session, participant: Participant, released: Released, *, by: User) -> SeatBooking:
    """At the end of the line, and from there to a seat where one is left."""
    booking = _asked(session, participant, released, by=by)
    if seat_count(session).left:
        booking.move_to(SeatState.BOOKED, by=by)
    return booking


def _asked(session: Session, participant: Participant, released: Released, *, by: User) -> SeatBooking:
    return SeatBooking.objects.create(
        session=session,
        participant=participant,
        state=SeatState.WAITING,
        turn=next_turn(session),
        release=released.number,
        moved_by=by,
    )
