import datetime
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from django.utils import timezone

from conference.clock import conference_now
from conference.correspondence import reminder_days, reminders
from conference.correspondence.letter import Letter
from conference.correspondence.models import OccurrenceOutcome, OutgoingMessage, ReminderRule
from conference.registry import ReminderCondition, registry
from tests.factories.conference import make_conference, set_clock

REPLY_BY = datetime.date(2019, 6, 6)


class Silent:
    """Stands for whoever has not answered; an answer takes them out."""

    def __init__(self):
        self.addresses = ["a@example.org", "b@example.org"]
        self.dates = [REPLY_BY]
        self.about = None

    def letters(self, rule, anchor):
        return [
            Letter(
                conference=rule.conference,
                purpose="sign_in_code",
                recipient=address,
                language="en",
                version=rule.version_for(anchor),
                about=self.about,
                secrets={"code": "-"},
            )
            for address in self.addresses
        ]


@pytest.fixture
def silent(monkeypatch):
    someone = Silent()
    condition = ReminderCondition("silent", "silent ones", lambda _conference: someone.dates, someone.letters)
    monkeypatch.setitem(registry.reminder_conditions, "silent", condition)
    return someone


@pytest.fixture
def rule(silent):
    conference = at("2019-06-03 08:00")
    return ReminderRule.objects.create(
        conference=conference,
        name="Three days before",
        condition="silent",
        days_before=3,
        local_time=datetime.time(9, 10),
        created_at=timezone.now() - datetime.timedelta(days=1),
    )


def at(moment, conference=None):
    conference = conference or make_conference()
    return set_clock(conference, datetime.datetime.fromisoformat(moment).replace(tzinfo=conference.zone))


def reminded():
    return sorted(OutgoingMessage.objects.values_list("recipient", flat=True))


@pytest.mark.django_db
def test_before_its_hour_a_rule_does_nothing(rule):
    assert reminders.fire_due_reminders() == 0
    assert reminded() == []


@pytest.mark.django_db
def test_at_its_hour_in_the_venues_time_it_reminds_those_who_have_not_answered_once(rule, silent):
    at("2019-06-03 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 2
    assert reminders.fire_due_reminders() == 0
    assert reminded() == ["a@example.org", "b@example.org"]
    assert rule.occurrences.get().recipients == 2


@pytest.mark.django_db
def test_whoever_answers_meanwhile_gets_none(rule, silent):
    silent.addresses.remove("a@example.org")
    at("2019-06-03 09:11", rule.conference)
    reminders.fire_due_reminders()
    assert reminded() == ["b@example.org"]


@pytest.mark.django_db
def test_a_date_that_moves_moves_its_reminder(rule, silent):
    silent.dates = [REPLY_BY + datetime.timedelta(days=4)]
    at("2019-06-03 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 0
    at("2019-06-07 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 2


@pytest.mark.django_db
def test_one_that_was_missed_is_recorded_and_not_sent_late(rule):
    at("2019-06-03 15:30", rule.conference)
    assert reminders.fire_due_reminders() == 0
    assert reminded() == []
    assert rule.occurrences.get().outcome == OccurrenceOutcome.MISSED


@pytest.mark.django_db
def test_what_was_due_before_the_rule_was_made_is_not_missed(rule):
    at("2019-06-05 10:00", rule.conference)
    rule.created_at = timezone.now()
    rule.save()
    reminders.fire_due_reminders()
    assert not rule.occurrences.exists()


@pytest.mark.django_db
def test_an_inactive_rule_and_one_without_its_condition_do_nothing(rule):
    at("2019-06-03 09:11", rule.conference)
    ReminderRule.objects.update(is_active=False)
    assert reminders.fire_due_reminders() == 0
    ReminderRule.objects.update(is_active=True, condition="gone")
    assert reminders.fire_due_reminders() == 0


@pytest.mark.django_db
def test_a_rule_that_fails_stops_no_other_and_is_tried_again(rule, silent, monkeypatch):
    def fail(_rule, _anchor):
        raise RuntimeError

    broken = ReminderCondition("broken", "broken", lambda _conference: silent.dates, fail)
    monkeypatch.setitem(registry.reminder_conditions, "broken", broken)
    failing = ReminderRule.objects.create(
        conference=rule.conference,
        name="A broken one, first by name",
        condition="broken",
        days_before=3,
        local_time=rule.local_time,
        created_at=rule.created_at,
    )
    at("2019-06-03 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 2
    assert not failing.occurrences.exists()

    monkeypatch.setitem(
        registry.reminder_conditions, "broken", ReminderCondition("", "", broken.anchors, silent.letters)
    )
    assert reminders.fire_due_reminders() == 2
    assert failing.occurrences.get().outcome == OccurrenceOutcome.FIRED


@pytest.mark.django_db
def test_letters_that_cannot_be_written_leave_no_trace_of_the_occurrence(rule, silent, monkeypatch):
    def half(rule, anchor):
        yield silent.letters(rule, anchor)[0]
        raise RuntimeError

    monkeypatch.setitem(
        registry.reminder_conditions, "silent", ReminderCondition("", "", lambda _conference: silent.dates, half)
    )
    at("2019-06-03 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 0
    assert reminded() == []
    assert not rule.occurrences.exists()


@pytest.mark.django_db
def test_every_date_has_its_own_reminder(rule, silent):
    silent.dates = [REPLY_BY, REPLY_BY + datetime.timedelta(days=1)]
    at("2019-06-03 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 2
    at("2019-06-04 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 2
    assert rule.occurrences.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("moment", "reminded_count"), [("2019-06-03 15:09", 2), ("2019-06-03 15:11", 0)])
def test_the_grace_is_six_hours(rule, moment, reminded_count):
    at(moment, rule.conference)
    assert reminders.fire_due_reminders() == reminded_count


@pytest.mark.django_db
def test_a_rule_may_count_days_after_the_date(rule):
    ReminderRule.objects.update(days_before=-1)
    at("2019-06-07 09:11", rule.conference)
    assert reminders.fire_due_reminders() == 2


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_remind_once(rule):
    at("2019-06-03 09:11", rule.conference)

    def beat(_number):
        try:
            return reminders.fire_due_reminders()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(beat, range(4))) == [0, 0, 0, 2]
    assert reminded() == ["a@example.org", "b@example.org"]


@pytest.mark.django_db(transaction=True)
def test_while_one_worker_writes_a_reminder_the_next_beat_keeps_no_second_worker_waiting(rule):
    at("2019-06-03 09:11", rule.conference)

    def beat():
        try:
            with connections["default"].cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            return reminders.fire_due_reminders()
        finally:
            connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        ReminderRule.objects.select_for_update().get(pk=rule.pk)
        began = time.monotonic()
        assert pool.submit(beat).result() == 0
        assert time.monotonic() - began < 1
    assert reminders.fire_due_reminders() == 2


@pytest.mark.django_db
def test_days_are_counted_at_the_venue(rule):
    assert reminder_days.due_moment(rule, REPLY_BY, ()).isoformat() == "2019-06-03T09:10:00+08:00"
    assert conference_now(rule.conference).tzinfo == rule.conference.zone
