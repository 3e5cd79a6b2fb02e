"""Seats are booked by who may enter, waited for in order, given back, given, taken; a free one goes to the next."""

import pytest
from django.db import IntegrityError, transaction

from agenda.actions.describe import describe_session
from agenda.actions.follow_choices import follow_choices
from agenda.actions.schedule import cancel_session, reinstate_session
from agenda.actions.seats import book_seat, give_back_seat, give_seat, take_seat
from agenda.errors import (
    IllegalSeatTransitionError,
    NotPermittedError,
    ReasonRequiredError,
    SeatError,
    SeatsAreTakenError,
)
from agenda.models import Listing, SeatBooking
from agenda.states import SEAT_TRANSITIONS, SeatState
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import TeamRole
from registration.actions.withdraw import withdraw_registration
from registration.models import Registration, Route
from registration.states import RegistrationState
from tests.factories.agenda import at, make_appearance, make_release, make_session
from tests.factories.conference import make_conference, make_officer, make_user, set_clock
from tests.factories.registration import make_category, make_participant, make_registration
from tests.factories.seats import book, make_delegate, make_workshop

pytestmark = pytest.mark.django_db
S = SeatState


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def officer(conference):
    return make_officer(conference, TeamRole.AGENDA)


def stands(*bookings):
    return [SeatBooking.objects.get(pk=each.pk).state for each in bookings]


def letters(purpose="seat_given"):
    return [message.recipient for message in OutgoingMessage.objects.filter(purpose=purpose).order_by("created_at")]


def give_back(booking):
    return give_back_seat(booking.session_id, booking.participant_id, by=make_user(booking.participant.email))


@pytest.mark.parametrize("current", list(S))
@pytest.mark.parametrize("wanted", list(S))
def test_a_seat_moves_only_as_the_table_says(conference, current, wanted):
    booking = book(make_workshop(conference), make_delegate(conference))
    booking.state = current
    if wanted in SEAT_TRANSITIONS[current]:
        booking.move_to(wanted, by=None)
        assert stands(booking) == [wanted]
    else:
        with pytest.raises(IllegalSeatTransitionError):
            booking.move_to(wanted, by=None)


def test_who_comes_after_the_last_seat_waits_in_order(conference):
    session = make_workshop(conference, 1)
    first, second, third = (book(session, make_delegate(conference)) for _ in range(3))
    assert stands(first, second, third) == [S.BOOKED, S.WAITING, S.WAITING]
    assert [each.turn for each in (first, second, third)] == [1, 2, 3]
    assert letters() == []


def test_asked_twice_the_first_seat_stands(conference):
    session, person = make_workshop(conference, 5), make_delegate(conference)
    assert book(session, person) == book(session, person)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatBooking.objects.create(session=session, participant=person, state=S.WAITING, turn=9)


def test_a_seat_given_back_goes_to_the_next_who_is_told_by_letter(conference):
    session = make_workshop(conference, 1)
    first, second, third = (book(session, make_delegate(conference)) for _ in range(3))
    give_back(first)
    assert stands(first, second, third) == [S.GIVEN_BACK, S.BOOKED, S.WAITING]
    assert letters() == [second.participant.email]
    again = book(session, first.participant)
    assert (again.state, again.turn) == (S.WAITING, 4)


def test_who_gives_back_what_a_letter_was_to_tell_of_is_not_told(conference):
    session = make_workshop(conference, 1)
    first, second = (book(session, make_delegate(conference)) for _ in range(2))
    give_back(first)
    give_back(SeatBooking.objects.get(pk=second.pk))
    assert [m.state for m in OutgoingMessage.objects.filter(purpose="seat_given")] == [MessageState.CANCELLED]


def test_who_leaves_or_turns_out_to_be_somebody_with_a_seat_is_not_told_of_one(conference):
    session = make_workshop(conference, 2)
    first, kept, leaving, merged = (book(session, make_delegate(conference)) for _ in range(4))
    give_back(first)
    withdraw_registration(
        Registration.objects.get(participant=leaving.participant).pk, by=make_user(leaving.participant.email)
    )
    assert stands(leaving, merged) == [S.GIVEN_BACK, S.BOOKED]
    follow_choices(kept.participant, merged.participant)
    told = OutgoingMessage.objects.filter(purpose="seat_given").order_by("created_at")
    assert [(m.recipient, m.state) for m in told] == [
        (each.participant.email, MessageState.CANCELLED) for each in (leaving, merged)
    ]


def test_who_waited_and_may_enter_again_is_given_the_seat_that_is_left_when_asking(conference):
    session = make_workshop(conference, 1)
    first, second, third = (book(session, make_delegate(conference)) for _ in range(3))
    anew = Registration.objects.filter(participant__in=[second.participant, third.participant])
    anew.update(state=RegistrationState.UNDER_REVIEW)
    give_back(first)
    assert stands(second, third) == [S.WAITING, S.WAITING]
    anew.update(state=RegistrationState.REGISTERED)
    assert book(session, third.participant).state == S.WAITING
    assert stands(second, third) == [S.BOOKED, S.WAITING]
    assert letters() == [second.participant.email]


def test_who_may_not_enter_keeps_the_place_in_line_and_is_passed_over(conference):
    session = make_workshop(conference, 1)
    first, second, third = (book(session, make_delegate(conference)) for _ in range(3))
    anew = Registration.objects.filter(participant=second.participant)
    anew.update(state=RegistrationState.UNDER_REVIEW)
    give_back(first)
    assert stands(second, third) == [S.WAITING, S.BOOKED]
    anew.update(state=RegistrationState.REGISTERED)
    give_back(SeatBooking.objects.get(pk=third.pk))
    assert stands(second) == [S.BOOKED]


def test_nobody_is_given_a_seat_once_the_session_has_begun(conference):
    session = make_workshop(conference, 1)
    first, second = (book(session, make_delegate(conference)) for _ in range(2))
    set_clock(conference, at("11:00"))
    give_back(first)
    assert stands(first, second) == [S.GIVEN_BACK, S.WAITING]
    with pytest.raises(SeatError, match="has begun"):
        book(session, make_delegate(conference))


def test_who_does_not_take_part_books_nothing(conference):
    session = make_workshop(conference, 5)
    applicant = make_registration(RegistrationState.UNDER_REVIEW, conference).participant
    for person in (applicant, make_participant(conference)):
        with pytest.raises(SeatError, match="registration is not confirmed"):
            book(session, person)


def test_whose_category_may_not_enter_books_nothing_and_of_what_is_hidden_hears_nothing(conference):
    open_to, other = make_category(conference), make_category(conference, Route.INVITATION)
    session = make_workshop(conference, 5, is_published=False)
    hidden = make_workshop(conference, 5, is_published=False, times="14:00–15:00", listing=Listing.ENTITLED)
    for each in (session, hidden):
        each.entry.add(open_to)
    make_release(conference)
    person = make_delegate(conference, other)
    with pytest.raises(SeatError, match="not open to your category"):
        book(session, person)
    with pytest.raises(SeatError, match="not on the agenda"):
        book(hidden, person)
    assert book(hidden, make_delegate(conference, open_to)).state == S.BOOKED


def test_a_session_without_booking_cancelled_or_unpublished_has_no_seat_to_book(conference):
    person = make_delegate(conference)
    free = make_session(conference, "09:00–10:00")
    workshop = make_workshop(conference, 5)
    draft = make_workshop(conference, 5, times="15:00–16:00", is_published=False)
    with pytest.raises(SeatError, match="whoever may enter is welcome"):
        book(free, person)
    with pytest.raises(SeatError, match="not on the agenda"):
        book(draft, person)
    cancel_session(workshop.pk, by=None)
    with pytest.raises(SeatError, match="cancelled"):
        book(workshop, person)


def test_who_speaks_there_has_a_place(conference):
    session, person = make_workshop(conference, 5), make_delegate(conference)
    make_appearance(session, person)
    with pytest.raises(SeatError, match="has a place there"):
        book(session, person)


def test_nobody_books_or_gives_back_for_somebody_else(conference):
    session, person = make_workshop(conference, 5), make_delegate(conference, office_email="office@state.example")
    stranger, office = make_user("stranger@else.example"), make_user("office@state.example")
    with pytest.raises(NotPermittedError):
        book_seat(session.pk, person.pk, by=stranger)
    assert book_seat(session.pk, person.pk, by=office).moved_by == office
    with pytest.raises(NotPermittedError):
        give_back_seat(session.pk, person.pk, by=stranger)


def test_more_seats_go_to_the_line_and_fewer_than_are_booked_are_refused(conference, officer):
    session = make_workshop(conference, 1)
    line = [book(session, make_delegate(conference)) for _ in range(4)]
    describe_session(session.pk, changes={"capacity": 3}, by=officer)
    assert stands(*line) == [S.BOOKED, S.BOOKED, S.BOOKED, S.WAITING]
    with pytest.raises(SeatsAreTakenError, match="3 seats of this session are booked"):
        describe_session(session.pk, changes={"capacity": 2}, by=officer)
    describe_session(session.pk, changes={"title": {"en": "Renamed"}}, by=officer)


def test_where_seats_are_booked_no_more_all_who_wait_may_come(conference, officer):
    session = make_workshop(conference, 1)
    line = [book(session, make_delegate(conference)) for _ in range(3)]
    describe_session(session.pk, changes={"needs_booking": False}, by=officer)
    assert stands(*line) == [S.BOOKED] * 3


def test_a_cancelled_session_keeps_its_seats_and_gives_free_ones_when_a_release_holds_it_again(conference):
    session = make_workshop(conference, 1)
    first, second = (book(session, make_delegate(conference)) for _ in range(2))
    cancel_session(session.pk, by=None)
    make_release(conference)
    give_back(first)
    assert stands(second) == [S.WAITING]
    reinstate_session(session.pk, by=None)
    assert stands(second) == [S.WAITING]
    make_release(conference)
    assert stands(second) == [S.BOOKED]


def test_whose_registration_ends_gives_the_seats_back_and_the_next_are_promoted(conference):
    session = make_workshop(conference, 1)
    other = make_workshop(conference, 1, times="15:00–16:00", title={"en": "Second"})
    person = make_delegate(conference)
    seat, elsewhere = book(session, person), book(other, person)
    waiting = [book(session, make_delegate(conference)), book(other, make_delegate(conference))]
    registration = Registration.objects.get(participant=person)
    withdraw_registration(registration.pk, by=make_user(person.email))
    assert stands(seat, elsewhere, *waiting) == [S.GIVEN_BACK, S.GIVEN_BACK, S.BOOKED, S.BOOKED]


def test_an_officer_gives_a_free_seat_with_a_reason_to_who_may_enter(conference, officer):
    session, person = make_workshop(conference, 1), make_delegate(conference)
    with pytest.raises(ReasonRequiredError):
        give_seat(session.pk, person.pk, by=officer, reason=" ")
    with pytest.raises(NotPermittedError):
        give_seat(session.pk, person.pk, by=make_user(person.email), reason="I wish to come")
    given = give_seat(session.pk, person.pk, by=officer, reason="Rapporteur")
    assert (given.state, given.reason, letters()) == (S.BOOKED, "Rapporteur", [person.email])
    with pytest.raises(SeatError, match="All seats are booked"):
        give_seat(session.pk, make_delegate(conference).pk, by=officer, reason="Rapporteur")
    with pytest.raises(SeatError, match="already"):
        give_seat(session.pk, person.pk, by=officer, reason="Rapporteur")


def test_an_officer_takes_a_seat_with_a_reason_that_the_letter_gives(conference, officer):
    session = make_workshop(conference, 1)
    first, second = (book(session, make_delegate(conference)) for _ in range(2))
    with pytest.raises(ReasonRequiredError):
        take_seat(first.pk, by=officer, reason="")
    with pytest.raises(NotPermittedError):
        take_seat(first.pk, by=make_user(), reason="No")
    take_seat(first.pk, by=officer, reason="The room is smaller than foreseen.")
    assert stands(first, second) == [S.TAKEN, S.BOOKED]
    told = OutgoingMessage.objects.get(purpose="seat_taken")
    assert told.recipient == first.participant.email
    assert "The room is smaller than foreseen." in told.text
    assert "can no longer be kept for you" in told.text
    assert letters() == [second.participant.email]
    with pytest.raises(IllegalSeatTransitionError):
        take_seat(first.pk, by=officer, reason="Twice")


def test_a_letter_is_of_no_use_once_the_session_has_begun(conference):
    session = make_workshop(conference, 1)
    first, _second = (book(session, make_delegate(conference)) for _ in range(2))
    give_back(first)
    message = OutgoingMessage.objects.get(purpose="seat_given")
    session.refresh_from_db()
    assert message.expires_at == session.starts_at - conference.demonstration_offset
