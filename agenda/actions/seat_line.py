"""Who is next for a seat: given in the transaction that frees it, under the lock of the session."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.emails import seat_given
from agenda.errors import SeatsAreTakenError
from agenda.models import SeatBooking, Session
from agenda.queries.entitlement import Entitlement
from agenda.queries.seats import Released, released_session, seat_count
from agenda.states import SEAT_IN_FORCE, SeatState, SessionState
from conference.correspondence import ledger, outbox
from conference.models import Conference, User


def lock_seats(session_id: UUID) -> Session:
    """Locks the session: nobody else books, gives back or is promoted there until the transaction ends.

    It is the lock of the acts on the programme, so that a capacity never changes under a booking. Whoever locks
    registrations as well locks them first.
    """
    (session,) = lock_all_seats([session_id])
    return session


def give_free_seats(session: Session) -> list[SeatBooking]:
    """Gives every free seat to who is first in line and may enter, each told by letter; gives who got one.

    The caller holds the session's lock. Nobody is given a seat in a session that is cancelled, is on no agenda, or has
    begun. Where seats are not booked any more, everybody who waits may come. Who may not enter at present keeps the
    place in line.
    """
    left = seat_count(session).left
    waiting = SeatBooking.objects.filter(session=session).in_line().select_related("participant")
    if left == 0 or not waiting.exists():
        return []
    released = released_session(session.pk, session.conference)
    if released is None or not takes_place(session, released):
        return []
    line = list(waiting)
    entitled = Entitlement.of_participants({each.participant_id for each in line}, session.conference)
    next_ones = [each for each in line if may_take(entitled[each.participant_id], session, released)][:left]
    for booking in next_ones:
        booking.move_to(SeatState.BOOKED, by=None)
    tell(next_ones, session, released)
    return next_ones


def takes_place(session: Session, released: Released) -> bool:
    """Whether one can still come: neither the agenda nor the Secretariat's draft has cancelled it, nor has it begun."""
    is_held = released.is_held and session.state == SessionState.SCHEDULED
    return is_held and not released.has_begun(session.conference)


def may_take(entitled: Entitlement, session: Session, released: Released) -> bool:
    """Whether the person takes part, may know of the session, and may enter it: as published, and as it is now."""
    now = [category.pk for category in session.entry.all()]
    return (
        entitled.is_participant
        and entitled.may_know(released.entry["listing"], released.entry_ids, session.pk)
        and entitled.may_enter(released.entry_ids, session.pk)
        and entitled.may_enter(now, session.pk)
    )


def tell(given: Iterable[SeatBooking], session: Session, released: Released) -> None:
    """Writes to each that a seat is theirs."""
    letters = []
    for booking in given:
        booking.session, booking.participant.conference = session, session.conference
        letters.append(seat_given(booking, released))
    outbox.enqueue_all([letter for letter in letters if letter])


def end_seat(booking: SeatBooking, wanted: SeatState, *, by: User | None, reason: str = "") -> None:
    """Ends a seat or a place in line, with the letter that it was given, where that has not gone.

    The caller holds the session's lock, and gives the free seat to who is next. Raises ``IllegalSeatTransitionError``.
    """
    booking.move_to(wanted, by=by, reason=reason)
    ledger.give_up([booking.pk], by=by, answer=_("Taken back: the seat was given back."))


def follow_capacity(session: Session) -> list[SeatBooking]:
    """After an officer changed how many seats there are, whether they are booked or who may enter.

    The caller holds the session's lock. Raises ``SeatsAreTakenError`` where more are booked than there would be.
    """
    count = seat_count(session)
    if count.capacity is not None and count.booked > count.capacity:
        raise SeatsAreTakenError(count.booked)
    return give_free_seats(session)


def give_seats_by_agenda(conference: Conference) -> None:
    """What a release moved or holds again may have free seats for who waits. Part of the caller's transaction.

    Locks those sessions in the order of their ids.
    """
    waiting = SeatBooking.objects.filter(session__conference=conference, state=SeatState.WAITING)
    for session in lock_all_seats(waiting.values_list("session_id", flat=True).distinct()):
        give_free_seats(session)


@transaction.atomic
def give_back_all(participant_id: UUID, *, reason: str = "") -> list[SeatBooking]:
    """Ends every seat and every place in line of a person; who is next is given the seat.

    Locks the sessions in the order of their ids, and only then looks at how each seat stands: who was promoted while
    this waited has a seat to give back.
    """
    held = SeatBooking.objects.filter(participant=participant_id, state__in=SEAT_IN_FORCE)
    ended = []
    for session in lock_all_seats(held.values_list("session_id", flat=True)):
        booking = held.filter(session=session).first()
        if booking is not None:
            end_seat(booking, SeatState.GIVEN_BACK, by=None, reason=reason)
            ended.append(booking)
            give_free_seats(session)
    return ended


def lock_all_seats(session_ids: Iterable[UUID]) -> list[Session]:
    """Locks these sessions in the order of their ids."""
    wanted = set(session_ids)
    rows = Session.objects.select_for_update(of=("self",), no_key=True).select_related("conference")
    locked = list(rows.filter(pk__in=wanted).order_by("pk"))
    if len(locked) < len(wanted):
        raise Session.DoesNotExist
    return locked
