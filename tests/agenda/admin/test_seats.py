"""An officer sees who has a seat and who waits, gives a free one, and takes one with a reason that is told."""

import pytest
from django.urls import reverse

from agenda.models import SeatBooking
from agenda.states import SeatState
from conference.correspondence.models import OutgoingMessage
from conference.models import TeamRole
from registration.models import Registration, Visibility
from registration.states import RegistrationState
from tests.factories.agenda import make_session
from tests.factories.seats import book, make_delegate, make_workshop
from tests.registration.admin.reading import send, text_of

pytestmark = pytest.mark.django_db
S = SeatState


@pytest.fixture
def workshop(conference):
    return make_workshop(conference, 2)


@pytest.fixture
def url(workshop):
    return reverse("admin:agenda_session_seats", args=[workshop.pk])


def take_url(booking):
    return reverse("admin:agenda_session_seat_take", args=[booking.pk])


def test_the_form_of_a_session_says_how_many_are_booked_and_leads_to_who_they_are(desk, conference, workshop, url):
    form = reverse("admin:agenda_session_change", args=[workshop.pk])
    assert "0 of 2 booked" in text_of(desk.get(form))
    for _number in range(3):
        book(workshop, make_delegate(conference))
    page = desk.get(form)
    assert ("2 of 2 booked" in text_of(page), "1 on the waiting list" in text_of(page)) == (True, True)
    assert f'href="{url}"' in page.content.decode()
    free = reverse("admin:agenda_session_change", args=[make_session(conference, "09:00–10:00").pk])
    assert "0 of" not in text_of(desk.get(free))


def test_the_list_says_who_has_one_who_waits_in_order_and_who_may_not_enter(desk, conference, workshop, url):
    people = [make_delegate(conference, family_name=name) for name in ("Abe", "Bold", "Chen", "Dorj")]
    for person in people:
        book(workshop, person)
    Registration.objects.filter(participant=people[0]).update(state=RegistrationState.UNDER_REVIEW)
    page = text_of(desk.get(url))
    places = [page.index(person.formal_name) for person in people]
    assert places == sorted(places)
    assert "On the waiting list, 2" in page
    assert page.count("May not enter at present") == 1
    assert "2 of 2 seats are booked; 2 on the waiting list." in page


def test_nobody_has_booked_yet(desk, url):
    assert "Nobody has booked a seat yet" in text_of(desk.get(url))


def test_a_free_seat_is_given_with_a_reason_to_somebody_found_by_name(desk, conference, workshop, url):
    person = make_delegate(conference)
    asked = f"{url}?q={person.family_name}"
    assert person.formal_name in text_of(desk.get(asked))
    assert not SeatBooking.objects.exists()
    send(desk, asked, conference, participant=str(person.pk), reason="")
    assert not SeatBooking.objects.exists()
    send(desk, asked, conference, participant=str(person.pk), reason="Rapporteur of the panel")
    seat = SeatBooking.objects.get()
    assert (seat.participant, seat.state, seat.reason) == (person, S.BOOKED, "Rapporteur of the panel")
    assert OutgoingMessage.objects.get(purpose="seat_given").recipient == person.email


def test_what_the_act_refuses_is_said_on_the_form(desk, conference, workshop, url):
    for _number in range(2):
        book(workshop, make_delegate(conference))
    person = make_delegate(conference)
    page = send(desk, f"{url}?q={person.family_name}", conference, participant=str(person.pk), reason="Guest")
    assert "All seats are booked. Please raise the capacity, or take a seat first." in text_of(page)


def test_a_seat_is_taken_with_a_reason_and_goes_to_the_next(desk, conference, workshop):
    first, second, third = (book(workshop, make_delegate(conference)) for _ in range(3))
    assert "Withdraw the seat of" in text_of(desk.get(take_url(first)))
    assert "off the waiting list" in text_of(desk.get(take_url(third)))
    send(desk, take_url(first), conference, reason="")
    assert SeatBooking.objects.get(pk=first.pk).state == S.BOOKED
    send(desk, take_url(first), conference, reason="The room is smaller.")
    states = [SeatBooking.objects.get(pk=seat.pk).state for seat in (first, second, third)]
    assert states == [S.TAKEN, S.BOOKED, S.BOOKED]
    assert desk.get(take_url(first)).status_code == 404


def test_who_may_only_read_sees_the_list_and_changes_nothing(desk_of, conference, workshop, url):
    booking = book(workshop, make_delegate(conference))
    reader = desk_of(TeamRole.PROTOCOL)
    page = text_of(reader.get(url))
    assert ("Withdraw the seat" in page, "Give somebody a seat" in page) == (False, False)
    assert reader.get(take_url(booking)).status_code == 403
    assert send(reader, url, conference, participant=str(booking.participant_id), reason="x").status_code == 403


def test_protected_persons_are_not_named_to_who_may_not_know(desk_of, conference, workshop, url):
    person = make_delegate(conference, visibility=Visibility.HIDDEN, family_name="Hiddenname")
    book(workshop, person)
    agenda = desk_of(TeamRole.AGENDA)
    page = text_of(agenda.get(f"{url}?q=Hiddenname"))
    assert "Protected participant" in page
    assert person.formal_name not in page
    assert "Nobody in the conference answers to that." in page


@pytest.mark.parametrize("count", [1, 60])
def test_the_list_costs_the_same_for_one_and_for_many(
    desk, conference, url, workshop, count, django_assert_max_num_queries
):
    for turn in range(count):
        SeatBooking.objects.create(
            session=workshop, participant=make_delegate(conference), state=S.WAITING, turn=turn + 1
        )
    desk.get(url)
    with django_assert_max_num_queries(20):
        desk.get(url)
