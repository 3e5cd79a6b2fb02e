"""What was missed waits for an officer; what was answered, moved or falls on a holiday reminds nobody wrongly."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from conference.correspondence import reminder_days, reminders
from conference.correspondence.errors import DecidedAlreadyError, NotPermittedError, UnknownConditionError
from conference.correspondence.models import DayToAvoid, OccurrenceOutcome, OutgoingMessage, Queue, ReminderRule
from conference.models import TeamRole
from tests.correspondence.test_reminders import REPLY_BY, Silent, at, reminded, rule, silent
from tests.factories.conference import make_officer

__all__ = ["rule", "silent"]
pytestmark = pytest.mark.django_db
HOLIDAY = datetime.date(2019, 6, 3)


@pytest.fixture
def officer(rule: ReminderRule):
    return make_officer(rule.conference, TeamRole.COORDINATOR)


@pytest.fixture
def missed(rule: ReminderRule):
    at("2019-06-03 16:00", rule.conference)
    assert reminders.fire_due_reminders() == 0
    return rule.occurrences.get()


def test_sent_late_it_reaches_whoever_it_still_holds_for(missed, silent: Silent, officer):
    silent.addresses.remove("a@example.org")
    done = reminders.send_missed(missed.pk, by=officer, reason="The mail server was down.")
    assert reminded() == ["b@example.org"]
    assert (done.outcome, done.recipients, done.decided_by) == (OccurrenceOutcome.SENT_LATE, 1, officer)
    assert reminders.fire_due_reminders() == 0


def test_left_it_reaches_nobody_and_says_why(missed, officer):
    done = reminders.leave_missed(missed.pk, by=officer, reason="Everybody was telephoned.")
    assert reminded() == []
    assert (done.outcome, done.reason) == (OccurrenceOutcome.LEFT, "Everybody was telephoned.")


@pytest.mark.parametrize("act", [reminders.send_missed, reminders.leave_missed])
def test_what_is_decided_stays_so(act, missed, officer):
    reminders.leave_missed(missed.pk, by=officer, reason="No.")
    with pytest.raises(DecidedAlreadyError):
        act(missed.pk, by=officer, reason="Yes.")
    assert reminded() == []


def test_who_does_not_correspond_decides_nothing(missed):
    observer = make_officer(missed.rule.conference, TeamRole.OBSERVER)
    with pytest.raises(NotPermittedError):
        reminders.send_missed(missed.pk, by=observer, reason="")


def test_a_kind_that_is_gone_is_said(missed, officer):
    ReminderRule.objects.update(condition="of_an_older_version")
    with pytest.raises(UnknownConditionError):
        reminders.send_missed(missed.pk, by=officer, reason="")


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_send_once(missed, officer):
    def send(_number: int) -> str:
        try:
            return reminders.send_missed(missed.pk, by=officer, reason="Late.").outcome
        except DecidedAlreadyError:
            return "decided"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == ["decided", "decided", "decided", "sent_late"]
    assert reminded() == ["a@example.org", "b@example.org"]


# Days to avoid


@pytest.mark.parametrize(
    ("days_before", "weekends", "avoided", "due"),
    [
        (3, False, [], "2019-06-03"),
        (3, False, ["2019-06-03"], "2019-06-02"),
        (3, True, ["2019-06-03"], "2019-05-31"),
        (4, True, [], "2019-05-31"),
        (4, False, [], "2019-06-02"),
        (0, False, ["2019-06-06", "2019-06-05"], "2019-06-04"),
        (-2, True, [], "2019-06-10"),
        (-2, True, ["2019-06-10"], "2019-06-11"),
    ],
)
def test_a_reminder_goes_on_the_working_day_before_or_after_the_date(rule, days_before, weekends, avoided, due):
    rule.days_before, rule.avoids_weekends = days_before, weekends
    days = {datetime.date.fromisoformat(day) for day in avoided}
    assert str(reminder_days.due_moment(rule, REPLY_BY, days).date()) == due


def test_where_every_day_is_to_be_avoided_it_goes_as_it_would_have(rule):
    every = {HOLIDAY - datetime.timedelta(days=number) for number in range(60)}
    assert reminder_days.due_moment(rule, REPLY_BY, every).date() == HOLIDAY


def test_the_day_before_a_holiday_is_kept_by_the_beat(rule):
    entered = timezone.now() - datetime.timedelta(days=60)
    DayToAvoid.objects.create(conference=rule.conference, on=HOLIDAY, name="Day of the Host", created_at=entered)
    at("2019-06-02 09:00", rule.conference)
    assert reminders.fire_due_reminders() == 0
    at("2019-06-02 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 2
    at("2019-06-03 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 0


def test_a_holiday_of_another_conference_moves_nothing(rule):
    DayToAvoid.objects.create(conference=at("2019-06-01 08:00"), on=HOLIDAY, name="Elsewhere")
    at("2019-06-02 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 0


# Whoever was just reminded


def test_the_letters_go_in_the_queue_of_what_goes_to_many(rule):
    at("2019-06-03 09:11", rule.conference)
    reminders.fire_due_reminders()
    assert set(OutgoingMessage.objects.values_list("queue", flat=True)) == {Queue.BULK}


def test_a_date_that_moves_by_a_day_reminds_nobody_once_more_but_another_rule_does(rule, silent: Silent):
    silent.about = rule.conference
    at("2019-06-03 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 2
    silent.dates = [REPLY_BY + datetime.timedelta(days=1)]
    at("2019-06-04 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 0
    made_at = rule.created_at
    ReminderRule.objects.create(
        conference=rule.conference,
        name="Two days before",
        condition="silent",
        days_before=2,
        local_time=datetime.time(9, 10),
        created_at=made_at,
    )
    at("2019-06-05 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 2


def test_a_date_that_moves_by_weeks_reminds_again(rule, silent: Silent):
    silent.about = rule.conference
    at("2019-06-03 09:11", rule.conference)
    reminders.fire_due_reminders()
    OutgoingMessage.objects.update(created_at=timezone.now() - reminders.QUIET - datetime.timedelta(minutes=1))
    silent.dates = [REPLY_BY + datetime.timedelta(days=14)]
    at("2019-06-17 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 2
