"""A release tells who has starred a session or has a seat in it, once, as it tells who speaks; and nobody else."""

import pytest
from django.utils import timezone

from agenda.actions.describe import describe_session
from agenda.actions.schedule import cancel_session, park_session, reinstate_session, schedule_session
from agenda.actions.stars import star_session, unstar_session
from agenda.models import ChangeNotice, Listing
from agenda.states import AppearanceState
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from registration.models import Registration, Route
from registration.states import RegistrationState
from tests.factories.agenda import at, make_appearance, make_release, make_session
from tests.factories.conference import make_conference, make_user
from tests.factories.registration import make_category
from tests.factories.seats import book, make_delegate, make_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference(agenda_letters_wait=10)


@pytest.fixture
def person(conference):
    return make_delegate(conference)


@pytest.fixture
def session(conference):
    session = make_workshop(conference, 1, times="14:00–15:00", title={"en": "Youth"}, is_published=False)
    make_session(conference, "09:00–10:00", title={"en": "Other"})
    make_release(conference)
    return session


def star(session, person):
    return star_session(session.pk, person.pk, by=make_user(person.email))


def move(session, times):
    begins, ends = times.split("–")
    schedule_session(session.pk, starts_at=at(begins), ends_at=at(ends), rooms=[], by=None)


def told():
    """Those letters that are to go, by address."""
    queued = OutgoingMessage.objects.filter(purpose="agenda_change", state=MessageState.QUEUED)
    return {message.recipient: message for message in queued}


def delivered():
    OutgoingMessage.objects.update(state=MessageState.SENT, sent_at=timezone.now())


def test_whoever_starred_booked_or_waits_is_told_once_with_a_calendar_and_why(conference, session, person):
    seated, waiting = make_delegate(conference), make_delegate(conference)
    book(session, seated), book(session, waiting), star(session, person), star(session, seated)
    make_delegate(conference)
    move(session, "15:00–16:00")
    make_release(conference)

    letters = told()
    assert set(letters) == {person.email, seated.email, waiting.email}
    assert "You have marked it for yourself; nothing is asked of you." in letters[person.email].text
    assert "The seat that you booked in it stays yours" in letters[seated.email].text
    assert "You are on the waiting list for a seat in it." in letters[waiting.email].text
    for message in letters.values():
        assert "It will begin at 15:00 instead of 14:00" in message.text
        assert f"/{conference.slug}/me/agenda/" in message.text
        assert f"UID:{session.pk}@plenary" in message.calendar
    make_session(conference, "10:00–11:00", title={"en": "Another"})
    make_release(conference)
    assert set(told()) == set(letters)


def test_what_changes_in_words_alone_or_elsewhere_is_not_told(conference, session, person):
    star(session, person)
    describe_session(session.pk, changes={"abstract": {"en": "More of it"}, "is_open_to_press": True}, by=None)
    make_session(conference, "16:00–17:00")
    make_release(conference)
    assert told() == {}


def test_cancelled_taken_off_and_held_again(conference, session, person):
    star(session, person)
    cancel_session(session.pk, by=None)
    make_release(conference)
    assert "It is cancelled; it had been foreseen for" in told()[person.email].text
    delivered()
    reinstate_session(session.pk, by=None)
    make_release(conference)
    assert "It will take place after all" in told()[person.email].text
    delivered()
    park_session(session.pk, by=None)
    make_release(conference)
    assert "It is no longer on the agenda" in told()[person.email].text
    delivered()
    move(session, "16:00–17:00")
    make_release(conference)
    assert "It will take place after all" in told()[person.email].text


def test_nobody_is_told_who_took_the_star_away_or_left(conference, session, person):
    other = make_delegate(conference)
    star(session, person), star(session, other)
    unstar_session(session.pk, person.pk, by=make_user(person.email))
    Registration.objects.filter(participant=other).update(state=RegistrationState.WITHDRAWN)
    cancel_session(session.pk, by=None)
    make_release(conference)
    assert not ChangeNotice.objects.exists()


def test_who_may_know_of_it_no_longer_hears_that_it_is_off_and_nothing_of_where_it_goes(conference, session, person):
    star(session, person)
    category = make_delegate(conference, make_category(conference, Route.INVITATION)).registrations.get().category
    describe_session(session.pk, changes={"listing": Listing.ENTITLED, "entry": [category]}, by=None)
    move(session, "16:00–17:00")
    make_release(conference)
    letter = told()[person.email]
    assert "It is no longer on the agenda" in letter.text
    assert "16:00" not in letter.text
    delivered()
    move(session, "17:00–18:00")
    make_release(conference)
    assert told() == {}


def test_a_speaker_who_has_starred_it_too_is_told_as_a_speaker_once(conference, session, person):
    make_appearance(session, person, state=AppearanceState.CONFIRMED)
    make_release(conference)
    star(session, person)
    move(session, "16:00–17:00")
    make_release(conference)
    letter = told()[person.email]
    assert letter.text.count("“Youth”") == 1
    assert ("marked it" in letter.text, "/speaking/" in letter.text) == (False, True)


def test_one_letter_takes_the_place_of_a_waiting_one_and_is_taken_back_where_all_is_as_it_was(
    conference, session, person
):
    star(session, person)
    move(session, "15:00–16:00")
    make_release(conference)
    move(session, "16:00–17:00")
    make_release(conference)
    assert "It will begin at 16:00 instead of 14:00" in told()[person.email].text
    move(session, "14:00–15:00")
    make_release(conference)
    assert told() == {}


def test_whoever_chooses_a_session_knows_what_the_release_said_then(conference, session, person):
    other = make_session(conference, "11:00–12:00", title={"en": "Late comer"})
    star(session, person)
    move(session, "15:00–16:00")
    make_release(conference)  # a letter waits
    star(other, person)
    move(other, "12:00–13:00")
    make_release(conference)
    text = told()[person.email].text
    assert "It will begin at 15:00 instead of 14:00" in text
    assert "It will begin at 12:00 instead of 11:00" in text


@pytest.mark.parametrize("count", [1, 60])
def test_a_release_costs_the_same_for_one_star_and_for_many(conference, session, count, django_assert_max_num_queries):
    for _number in range(count):
        star(session, make_delegate(conference))
    move(session, "15:00–16:00")
    with django_assert_max_num_queries(40):
        make_release(conference)
    assert len(told()) == count
