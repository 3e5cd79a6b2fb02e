"""Stars and seats on a participant's own pages: plain forms, for oneself or for a principal, and for nobody else."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse

from agenda.actions.seats import give_back_seat
from agenda.models import Listing, SeatBooking, SessionStar
from agenda.states import SeatState
from registration.models import Registration
from registration.states import RegistrationState
from tests.factories.agenda import make_appearance, make_release, make_session
from tests.factories.conference import make_conference, make_user, set_clock
from tests.factories.registration import make_participant
from tests.factories.seats import book, make_delegate, make_workshop
from tests.registration.admin.reading import text_of

pytestmark = pytest.mark.django_db
S = SeatState


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def person(conference):
    return make_delegate(conference)


@pytest.fixture
def browser(person):
    return browser_of(person.email)


def browser_of(email):
    client = Client()
    client.force_login(make_user(email))
    return client


def agenda(browser, conference, **asked):
    return text_of(browser.get(reverse("agenda:own", args=[conference.slug]), asked))


def page(browser, session):
    return text_of(browser.get(reverse("agenda:own-session", args=[session.conference.slug, session.pk])))


def press(browser, act, session, person, **more):
    url = reverse("agenda:choose", args=[session.conference.slug])
    return browser.post(url, {act: str(session.pk), "person": str(person.pk), **more})


def test_a_star_is_set_and_taken_away_by_a_button_that_leads_back_to_the_line(conference, person, browser):
    session = make_session(conference)
    make_release(conference)
    answer = press(browser, "star", session, person, back="day=2019-06-20&show=mine&next=//evil.example")
    own = reverse("agenda:own", args=[conference.slug])
    assert answer["Location"] == f"{own}?day=2019-06-20&show=mine#session-{session.pk}"
    assert SessionStar.objects.get().participant == person
    assert "Starred" in agenda(browser, conference)
    press(browser, "unstar", session, person)
    assert not SessionStar.objects.exists()


def test_nothing_is_chosen_by_get_nor_without_signing_in(conference, browser):
    session = make_workshop(conference)
    assert browser.get(reverse("agenda:choose", args=[conference.slug]), {"book": str(session.pk)}).status_code == 405
    assert Client().post(reverse("agenda:choose", args=[conference.slug])).status_code == 302


def test_a_seat_is_booked_waited_for_and_given_back_and_the_page_says_how_it_stands(conference, person, browser):
    session = make_workshop(conference, 1)
    other = make_delegate(conference)
    assert "1 seat is left." in agenda(browser, conference)
    press(browser, "book", session, person, page="session")
    assert "Your seat in “Workshop” is booked." in page(browser, session)
    late = browser_of(other.email)
    assert "All seats are booked." in agenda(late, conference)
    assert "Join the waiting list" in agenda(late, conference)
    press(late, "book", session, other)
    assert "You are number 1 on the waiting list" in agenda(late, conference)
    assert "Waiting list, number 1" in page(late, session)
    press(browser, "give-back", session, person)
    assert "Your seat is given back." in agenda(browser, conference)
    assert "Your seat is booked" in page(late, session)
    assert list(SeatBooking.objects.order_by("turn").values_list("state", flat=True)) == [S.GIVEN_BACK, S.BOOKED]


def test_who_waited_and_may_enter_again_books_the_seat_that_is_left(conference, person, browser):
    session = make_workshop(conference, 1)
    held = book(session, make_delegate(conference))
    press(browser, "book", session, person)
    anew = Registration.objects.filter(participant=person)
    anew.update(state=RegistrationState.UNDER_REVIEW)
    give_back_seat(session.pk, held.participant_id, by=make_user(held.participant.email))
    assert "Book a seat" not in agenda(browser, conference)
    anew.update(state=RegistrationState.REGISTERED)
    shown = agenda(browser, conference)
    assert ("1 seat is left." in shown, "Book a seat" in shown, "Leave the waiting list" in shown) == (True,) * 3
    press(browser, "book", session, person)
    shown = agenda(browser, conference)
    assert ("Your seat is booked" in shown, "Book a seat" in shown) == (True, False)


def test_my_sessions_are_those_where_one_speaks_has_a_seat_waits_or_has_a_star(conference, person, browser):
    titles = ("Spoken", "Booked", "Starred one", "Other")
    clocks = ("09:00–10:00", "10:00–11:00", "14:00–15:00", "15:00–16:00")
    spoken, booked, starred, _other = (
        make_session(conference, times, title={"en": title}, capacity=9, needs_booking=True)
        for times, title in zip(clocks, titles, strict=True)
    )
    make_release(conference)
    make_appearance(spoken, person)
    book(booked, person)
    press(browser, "star", starred, person)
    shown = agenda(browser, conference, show="mine")
    assert [title for title in titles if title in shown] == ["Spoken", "Booked", "Starred one"]
    assert ("You speak here" in shown, "My sessions 3" in shown) == (True, True)


def test_filters_narrow_the_own_agenda_and_keep_whose_it_is(conference, person, browser):
    make_session(conference, "09:00–10:00", title={"en": "Dialogue"})
    make_session(conference, "14:00–15:00", title={"en": "Youth"})
    make_release(conference)
    shown = agenda(browser, conference, q="youth", whose=str(person.pk))
    assert ("Youth" in shown, "Dialogue" in shown) == (True, False)
    url = reverse("agenda:own", args=[conference.slug])
    html = browser.get(url, {"show": "mine"}).content.decode()
    assert '<input type="hidden" name="show" value="mine">' in html


def test_clashes_between_ones_own_sessions_are_told_in_words(conference, person, browser):
    first = make_session(conference, "09:00–10:30", title={"en": "First"})
    second = make_session(conference, "10:00–11:00", title={"en": "Second"})
    make_session(conference, "09:30–10:00", title={"en": "Not mine"})
    make_release(conference)
    press(browser, "star", first, person)
    assert "overlap" not in agenda(browser, conference)
    press(browser, "star", second, person)
    told = "“First” and “Second” overlap: Thursday, 20 June, 10:00–10:30."
    assert told in agenda(browser, conference)
    assert told in page(browser, first)


def test_nobody_chooses_for_somebody_else_nor_what_they_may_not_know_of(conference, person, browser):
    known = make_workshop(conference, 5, is_published=False)
    hidden = make_workshop(conference, 5, is_published=False, times="14:00–15:00", listing=Listing.ENTITLED)
    hidden.entry.add(person.registrations.get().category)
    make_release(conference)
    outsider = make_participant(conference)
    stranger = browser_of(outsider.email)
    for act in ("star", "unstar", "book", "give-back"):
        assert press(browser, act, known, outsider).status_code == 404
        assert press(stranger, act, hidden, outsider).status_code == 404
    assert press(browser, "star", known, person, star="nonsense").status_code == 404
    elsewhere = make_conference(slug="elsewhere-2019")
    url = reverse("agenda:choose", args=[elsewhere.slug])
    assert browser.post(url, {"star": str(known.pk), "person": str(person.pk)}).status_code == 404
    assert not SessionStar.objects.exists()


def test_a_private_office_chooses_for_each_of_its_principals(conference):
    office = "office@state.example"
    one, other = (make_delegate(conference, office_email=office, family_name=name) for name in ("Abe", "Bold"))
    session = make_workshop(conference, 5)
    browser = browser_of(office)
    press(browser, "book", session, other)
    assert SeatBooking.objects.get().participant == other
    agenda(browser, conference)  # the message, once
    assert "Your seat is booked" not in agenda(browser, conference, whose=str(one.pk))
    assert "Your seat is booked" in agenda(browser, conference, whose=str(other.pk))
    shown = page(browser, session)
    assert (one.formal_name in shown, other.formal_name in shown) == (True, True)


def test_the_own_page_says_which_seats_one_has_and_waits_for(conference, person, browser):
    own = reverse("registration:own", args=[conference.slug])
    session = make_workshop(conference, 1)
    assert "Your seats in sessions" not in text_of(browser.get(own))
    book(session, person)
    other = make_delegate(conference)
    book(session, other)
    for client, standing in ((browser, "Your seat is booked"), (browser_of(other.email), "On the waiting list")):
        page = text_of(client.get(own))
        assert ("Workshop" in page, standing in page) == (True, True)


def test_an_act_that_is_refused_says_why(conference, browser, person):
    session = make_workshop(conference, 5)
    set_clock(conference, datetime.datetime(2019, 6, 20, 11, 30, tzinfo=conference.zone))
    press(browser, "book", session, person)
    shown = agenda(browser, conference)
    assert "The session has begun; seats are no longer booked." in shown
    assert ("Book a seat" in shown, "seats are left" in shown) == (False, False)


def test_who_is_not_registered_may_star_what_is_public_and_is_offered_no_seat(conference):
    session, guest = make_workshop(conference, 5), make_participant(conference)
    browser = browser_of(guest.email)
    shown = agenda(browser, conference)
    assert ("Book a seat" in shown, "Star" in shown) == (False, True)
    press(browser, "star", session, guest)
    assert SessionStar.objects.get().participant == guest


@pytest.mark.parametrize("count", [1, 100])
def test_an_own_agenda_costs_the_same_for_one_chosen_session_and_for_a_hundred(
    conference, person, browser, count, django_assert_max_num_queries
):
    day = datetime.date(2019, 6, 20)
    for number in range(count):
        begins = datetime.datetime.combine(day, datetime.time(8)) + datetime.timedelta(minutes=5 * number)
        times = f"{begins:%H:%M}–{begins + datetime.timedelta(minutes=5):%H:%M}"
        session = make_workshop(conference, 1, times=times, is_published=False)
        SeatBooking.objects.create(session=session, participant=person, state=S.WAITING, turn=1)
        SessionStar.objects.create(session=session, participant=person)
    make_release(conference)
    with django_assert_max_num_queries(23):
        shown = browser.get(reverse("agenda:own", args=[conference.slug]), {"show": "mine"})
    assert len(re.findall(r'class="session-choice', shown.content.decode())) == count
