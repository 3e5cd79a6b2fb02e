"""Fifty at once for the last seat, and seats given back while others ask: real threads on a real PostgreSQL."""

from collections import Counter

import pytest

from agenda.actions.describe import describe_session
from agenda.actions.seats import book_seat, give_back_seat, take_seat
from agenda.errors import AgendaError
from agenda.models import SeatBooking
from agenda.states import SeatState
from conference.celery import app as celery_app
from conference.correspondence.models import OutgoingMessage
from registration.actions.withdraw import withdraw_registration
from registration.models import Registration
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.seats import book, make_delegate, make_workshop
from tests.registration.actions.racing import at_once, while_another_waits

pytestmark = pytest.mark.django_db(transaction=True)
S = SeatState


@pytest.fixture(autouse=True)
def _nobody_delivers(monkeypatch):
    monkeypatch.setattr(celery_app, "send_task", lambda *_args, **_kwargs: None)


@pytest.fixture
def conference():
    return make_conference()


def booking(session, person):
    user = make_user(person.email)
    return lambda: book_seat(session.pk, person.pk, by=user)


def giving_back(seat):
    user = make_user(seat.participant.email)
    return lambda: give_back_seat(seat.session_id, seat.participant_id, by=user)


def refused(act):
    def run():
        try:
            return act()
        except AgendaError as error:
            return error

    return run


def states(session):
    return Counter(SeatBooking.objects.filter(session=session).values_list("state", flat=True))


def promoted():
    return OutgoingMessage.objects.filter(purpose="seat_given").count()


def test_of_fifty_at_once_one_gets_the_last_seat_and_all_others_wait_in_one_order(conference):
    session = make_workshop(conference, 1)
    at_once([booking(session, make_delegate(conference)) for _ in range(50)])
    assert states(session) == {S.BOOKED: 1, S.WAITING: 49}
    assert sorted(SeatBooking.objects.values_list("turn", flat=True)) == list(range(1, 51))
    assert SeatBooking.objects.booked().get().turn == 1


def test_one_person_who_asks_ten_times_at_once_has_one_seat(conference):
    session, person = make_workshop(conference, 5), make_delegate(conference)
    at_once([booking(session, person) for _ in range(10)])
    assert states(session) == {S.BOOKED: 1}


def test_two_seats_given_back_at_once_go_to_two_who_wait(conference):
    session = make_workshop(conference, 2)
    line = [book(session, make_delegate(conference)) for _ in range(5)]
    at_once([giving_back(line[0]), giving_back(line[1])])
    assert states(session) == {S.GIVEN_BACK: 2, S.BOOKED: 2, S.WAITING: 1}
    assert set(SeatBooking.objects.booked().values_list("turn", flat=True)) == {3, 4}
    assert promoted() == 2


def test_a_seat_given_back_while_others_ask_goes_to_who_waited(conference):
    session = make_workshop(conference, 1)
    held, waiting = (book(session, make_delegate(conference)) for _ in range(2))
    newcomers = [booking(session, make_delegate(conference)) for _ in range(8)]
    at_once([giving_back(held), *newcomers])
    assert SeatBooking.objects.booked().get() == waiting
    assert states(session) == {S.GIVEN_BACK: 1, S.BOOKED: 1, S.WAITING: 8}


def test_more_seats_a_seat_taken_and_one_given_back_at_once_promote_each_once(conference):
    session, officer = make_workshop(conference, 3), make_officer(conference)
    line = [book(session, make_delegate(conference)) for _ in range(10)]
    at_once(
        [
            giving_back(line[0]),
            lambda: take_seat(line[1].pk, by=officer, reason="For a rapporteur"),
            lambda: describe_session(session.pk, changes={"capacity": 4}, by=officer),
        ]
    )
    assert states(session) == {S.GIVEN_BACK: 1, S.TAKEN: 1, S.BOOKED: 4, S.WAITING: 4}
    assert promoted() == 3


def test_who_withdraws_while_being_promoted_holds_no_seat(conference):
    session = make_workshop(conference, 1)
    held, leaving, third = (book(session, make_delegate(conference)) for _ in range(3))
    registration = Registration.objects.get(participant=leaving.participant)
    user = make_user(leaving.participant.email)
    while_another_waits(giving_back(held), lambda: withdraw_registration(registration.pk, by=user))
    assert SeatBooking.objects.booked().get() == third


def test_who_books_while_withdrawing_holds_no_seat(conference):
    session, person = make_workshop(conference, 5), make_delegate(conference)
    registration, user = Registration.objects.get(participant=person), make_user(person.email)
    outcome = while_another_waits(
        lambda: withdraw_registration(registration.pk, by=user), refused(booking(session, person))
    )
    assert isinstance(outcome, AgendaError)
    assert SeatBooking.objects.in_force().count() == 0


def test_a_smaller_capacity_and_bookings_at_once_never_leave_more_booked_than_seats(conference):
    session, officer = make_workshop(conference, 6), make_officer(conference)
    acts = [booking(session, make_delegate(conference)) for _ in range(10)]
    shrinking = refused(lambda: describe_session(session.pk, changes={"capacity": 3}, by=officer))
    at_once([*acts, shrinking])
    session.refresh_from_db()
    assert states(session)[S.BOOKED] == session.capacity
