"""Before a session those who have a seat in it are told once more when and where it is."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.db.models import F
from django.utils import timezone

from agenda.actions.schedule import cancel_session
from agenda.actions.seats import give_back_seat
from agenda.models import Session
from conference.correspondence import claims, reminders
from conference.correspondence.models import OutgoingMessage, Queue, ReminderOccurrence, ReminderRule
from conference.correspondence.states import MessageState
from conference.registry import registry
from tests.factories.agenda import FRIDAY, THURSDAY, make_release
from tests.factories.conference import make_user, set_clock
from tests.factories.seats import book, make_delegate, make_workshop

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture
def rule(conference):
    return ReminderRule.objects.create(
        conference=conference,
        name="Seats",
        condition="seat_booked",
        days_before=1,
        local_time=datetime.time(12),
        created_at=timezone.now() - datetime.timedelta(days=1),
    )


def fired(conference, moment="2019-06-19 12:01"):
    set_clock(conference, moment)
    reminders.fire_due_reminders()
    return list(OutgoingMessage.objects.filter(purpose="seat_reminder").order_by("recipient"))


def guests(conference, session, count):
    people = [make_delegate(conference, email=f"p{number:02}@people.example") for number in range(count)]
    return [book(session, person) for person in people]


def taken():
    return [message.recipient for message in claims.claim(Queue.BULK)]


def move(by):
    Session.objects.update(starts_at=F("starts_at") + by, ends_at=F("ends_at") + by)


@pytest.mark.django_db
def test_the_day_before_whoever_has_a_seat_is_told_when_and_where(conference, rule):
    session = make_workshop(conference, 1)
    guests(conference, session, 2)
    condition = registry.reminder_conditions["seat_booked"]
    assert condition.recipients_count
    assert list(condition.anchors(conference)) == [THURSDAY]
    assert condition.recipients_count(rule, THURSDAY) == 1
    (letter,) = fired(conference)
    assert (letter.recipient, letter.queue) == ("p00@people.example", Queue.BULK)
    for words in ("Workshop", "Thursday, 20 June", "Ulaanbaatar time", f"/en/{conference.slug}/"):
        assert words in letter.text
    assert fired(conference) == [letter]


@pytest.mark.django_db
def test_without_an_address_nobody_is_told_and_never_automatically_is_by_hand(conference, rule):
    session = make_workshop(conference, 3)
    people = [booking.participant for booking in guests(conference, session, 2)]
    type(people[0]).objects.filter(pk=people[0].pk).update(email="")
    type(people[0]).objects.filter(pk=people[1].pk).update(never_write_automatically=True)
    condition = registry.reminder_conditions["seat_booked"]
    assert condition.recipients_count
    assert condition.recipients_count(rule, THURSDAY) == 1
    assert [letter.state for letter in fired(conference)] == [MessageState.BY_HAND]


@pytest.mark.django_db
def test_who_gives_the_seat_back_meanwhile_is_not_told(conference, rule):
    session = make_workshop(conference, 2)
    given_back, _kept = guests(conference, session, 2)
    assert len(fired(conference)) == 2
    person = given_back.participant
    give_back_seat(session.pk, person.pk, by=make_user(person.email))
    assert taken() == ["p01@people.example"]


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["moved", "cancelled", "off the agenda"])
def test_what_is_published_otherwise_meanwhile_is_told_by_the_letter_of_the_change(conference, rule, change):
    session = make_workshop(conference, 1)
    guests(conference, session, 1)
    fired(conference)
    if change == "moved":
        move(HOUR)
    elif change == "cancelled":
        cancel_session(session.pk, by=None)
    else:
        Session.objects.update(starts_at=None, ends_at=None)
    make_release(conference)
    assert taken() == []
    assert OutgoingMessage.objects.get(purpose="seat_reminder").state == MessageState.CANCELLED


@pytest.mark.django_db
def test_a_session_that_moves_by_a_day_after_it_went_reminds_nobody_twice(conference, rule):
    session = make_workshop(conference, 2)
    guests(conference, session, 1)
    fired(conference)
    move(DAY)
    make_release(conference)
    book(session, make_delegate(conference, email="new@people.example"))
    assert [letter.recipient for letter in fired(conference, "2019-06-20 12:01")] == [
        "new@people.example",
        "p00@people.example",
    ]
    days = dict(ReminderOccurrence.objects.values_list("anchor_on", "recipients"))
    assert days == {THURSDAY: 1, FRIDAY: 1}


@pytest.mark.django_db
def test_a_rule_whose_hour_is_changed_after_it_fired_does_not_fire_again(conference, rule):
    guests(conference, make_workshop(conference, 1), 1)
    fired(conference)
    ReminderRule.objects.update(local_time=datetime.time(18))
    assert len(fired(conference, "2019-06-19 18:01")) == 1
    assert ReminderOccurrence.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 20])
def test_it_costs_the_same_for_one_and_for_many(conference, rule, count, django_assert_max_num_queries):
    guests(conference, make_workshop(conference, count), count)
    condition = registry.reminder_conditions["seat_booked"]
    assert condition.recipients_count
    with django_assert_max_num_queries(2):
        assert condition.recipients_count(rule, THURSDAY) == count
    with django_assert_max_num_queries(2):
        assert len(list(condition.letters(rule, THURSDAY))) == count
    letters = fired(conference)
    with django_assert_max_num_queries(3):
        assert len(registry.still_needed["seat_reminder"](letters)) == count


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_tell_once(conference, rule):
    guests(conference, make_workshop(conference, 2), 2)
    set_clock(conference, "2019-06-19 12:01")

    def beat(_number):
        try:
            return reminders.fire_due_reminders()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(beat, range(3))) == [0, 0, 2]
