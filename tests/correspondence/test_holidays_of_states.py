"""Those of a State whose holiday it is are reminded on the working day before, or after, by themselves, and once."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from conference.correspondence import reminder_days, reminders
from conference.correspondence.models import DayToAvoid, OccurrenceOutcome, OutgoingMessage, ReminderRule
from conference.models import TeamRole
from tests.factories.conference import make_conference, make_officer, make_state, set_clock
from tests.factories.registration import make_delegation, make_invitation, make_participant

pytestmark = pytest.mark.django_db(transaction=True)
REPLY_BY = datetime.date(2019, 6, 7)
#: Three days before it, a Tuesday.
WANTED = datetime.date(2019, 6, 4)
LONG_AGO = datetime.timedelta(days=90)
KG, KZ, BOB = "mission.kg@missions.example", "mission.kz@missions.example", "bob@people.example"


@pytest.fixture
def conference():
    return set_clock(make_conference(), "2019-06-01 08:00")


@pytest.fixture
def rule(conference):
    for code in ("KG", "KZ"):
        make_invitation(conference, to=make_delegation(conference, make_state(code)))
    make_invitation(conference, to=make_participant(conference, email=BOB))
    return ReminderRule.objects.create(
        conference=conference,
        name="Reply",
        condition="invitation_unanswered",
        days_before=3,
        local_time=datetime.time(9),
        created_at=timezone.now() - LONG_AGO,
    )


def holiday(rule, code, on=WANTED, *, entered=None):
    """``entered`` by the clock of the conference."""
    at = timezone.now() - LONG_AGO
    if entered is not None:
        moment = datetime.datetime.fromisoformat(entered).replace(tzinfo=rule.conference.zone)
        at = moment - rule.conference.demonstration_offset
    state = make_state(code) if code else None
    return DayToAvoid.objects.create(conference=rule.conference, on=on, state=state, name="Day", created_at=at)


def at(rule, moment):
    """Who is written to at that moment; days that were entered stay where they were on the clock."""
    before = rule.conference.demonstration_offset
    set_clock(rule.conference, moment)
    shifted = before - rule.conference.demonstration_offset
    for row in DayToAvoid.objects.all():
        DayToAvoid.objects.filter(pk=row.pk).update(created_at=row.created_at + shifted)
    known = set(OutgoingMessage.objects.values_list("pk", flat=True))
    reminders.fire_due_reminders()
    return sorted(OutgoingMessage.objects.exclude(pk__in=known).values_list("recipient", flat=True))


def test_on_its_holiday_a_state_is_reminded_the_working_day_before_and_all_others_on_the_day(rule):
    holiday(rule, "KG")
    assert at(rule, "2019-06-03 08:59") == []
    assert at(rule, "2019-06-03 09:01") == [KG]
    assert at(rule, "2019-06-04 09:01") == [BOB, KZ]
    assert at(rule, "2019-06-05 09:01") == []
    assert sorted((each.recipients, each.state is not None) for each in rule.occurrences.all()) == [
        (1, True),
        (2, False),
    ]


def test_its_holidays_count_beside_those_of_all_and_weekends(rule):
    ReminderRule.objects.update(avoids_weekends=True)
    holiday(rule, "KG")
    holiday(rule, None, datetime.date(2019, 6, 3))
    assert at(rule, "2019-05-31 09:01") == [KG]
    assert at(rule, "2019-06-04 09:01") == [BOB, KZ]


def test_a_holiday_of_all_moves_all_and_makes_no_going_apart(rule):
    holiday(rule, None)
    holiday(rule, "KG")
    assert at(rule, "2019-06-03 09:01") == [BOB, KG, KZ]
    assert rule.occurrences.get().apart == []


@pytest.mark.parametrize(
    ("entered", "on_the_3rd", "on_the_4th", "on_the_5th"),
    [
        # Before the working day before: it goes then.
        ("2019-06-02 12:00", [KG], [BOB, KZ], []),
        # The working day before had passed: it goes on the one after.
        ("2019-06-03 12:00", [], [BOB, KZ], [KG]),
    ],
)
def test_a_holiday_that_is_entered_late_is_reckoned_with(rule, entered, on_the_3rd, on_the_4th, on_the_5th):
    if entered < "2019-06-03":
        holiday(rule, "KG", entered=entered)
    assert at(rule, "2019-06-03 09:01") == on_the_3rd
    if entered > "2019-06-03":
        holiday(rule, "KG", entered=entered)
    assert at(rule, "2019-06-04 09:01") == on_the_4th
    assert at(rule, "2019-06-05 09:01") == on_the_5th


def test_a_holiday_that_is_entered_once_it_went_reminds_nobody_again(rule):
    assert at(rule, "2019-06-04 09:01") == [BOB, KG, KZ]
    holiday(rule, "KG", entered="2019-06-04 10:00")
    for moment in ("2019-06-04 10:01", "2019-06-05 09:01", "2019-06-06 09:01"):
        assert at(rule, moment) == []
    assert rule.occurrences.count() == 1


def test_a_holiday_that_is_taken_out_after_that_state_was_reminded_reminds_it_no_second_time(rule):
    holiday(rule, "KG")
    assert at(rule, "2019-06-03 09:01") == [KG]
    DayToAvoid.objects.all().delete()
    assert at(rule, "2019-06-04 09:01") == [BOB, KZ]
    assert [row.apart for row in rule.occurrences.filter(state=None)] == [[make_state("KG").pk]]


def test_a_holiday_that_is_taken_out_before_the_day_after_is_missed_and_decided_and_not_forgotten(rule):
    at(rule, "2019-06-03 12:00")
    holiday(rule, "KG", entered="2019-06-03 12:00")
    assert at(rule, "2019-06-04 09:01") == [BOB, KZ]
    DayToAvoid.objects.all().delete()
    assert at(rule, "2019-06-05 09:01") == []
    missed = rule.occurrences.get(outcome=OccurrenceOutcome.MISSED)
    assert missed.state == make_state("KG")
    officer = make_officer(rule.conference, TeamRole.CORRESPONDENCE)
    assert reminders.send_missed(missed.pk, by=officer, reason="Kindly today").recipients == 1
    assert OutgoingMessage.objects.filter(recipient=KG).count() == 1


def test_the_day_after_is_never_past_the_date(rule):
    ReminderRule.objects.update(days_before=0)
    at(rule, "2019-06-06 12:00")
    holiday(rule, "KG", REPLY_BY, entered="2019-06-06 12:00")
    assert at(rule, "2019-06-07 09:01") == [BOB, KZ]
    assert rule.occurrences.get(outcome=OccurrenceOutcome.MISSED).state == make_state("KG")


def test_what_a_state_of_which_nobody_waits_would_have_missed_is_no_trouble(rule):
    holiday(rule, "DE")
    assert at(rule, "2019-06-03 20:00") == []
    assert not rule.occurrences.filter(outcome=OccurrenceOutcome.MISSED).exists()
    assert at(rule, "2019-06-04 09:01") == [BOB, KG, KZ]


def test_when_all_was_missed_what_is_sent_late_to_all_leaves_out_who_was_reminded(rule):
    holiday(rule, "KG")
    assert at(rule, "2019-06-03 09:01") == [KG]
    assert at(rule, "2019-06-05 09:01") == []
    missed = rule.occurrences.get(outcome=OccurrenceOutcome.MISSED)
    reminders.send_missed(missed.pk, by=make_officer(rule.conference, TeamRole.CORRESPONDENCE), reason="Today")
    assert sorted(OutgoingMessage.objects.values_list("recipient", flat=True)) == [BOB, KG, KZ]


def test_a_rule_that_is_made_between_the_day_before_and_the_holiday_goes_on_the_day_after(rule):
    holiday(rule, "KG")
    set_clock(rule.conference, "2019-06-03 12:00")
    ReminderRule.objects.update(created_at=timezone.now())
    rule.refresh_from_db()
    avoided = reminder_days.days_avoided(rule.conference).of(make_state("KG").pk)
    assert str(reminder_days.due(rule, REPLY_BY, avoided).date()) == "2019-06-05"


def test_a_day_stands_once_for_a_state(rule):
    for code in ("KG", None):
        holiday(rule, code)
        with pytest.raises(IntegrityError), transaction.atomic():
            holiday(rule, code)


def test_of_each_state_is_counted_what_is_written(rule):
    from conference.registry import registry

    condition = registry.reminder_conditions[rule.condition]
    assert condition.by_state
    counted = condition.by_state.count(rule, REPLY_BY)
    assert counted == {make_state("KG").pk: 1, make_state("KZ").pk: 1, None: 1}


def test_two_beats_at_once_remind_once(rule):
    holiday(rule, "KG")
    set_clock(rule.conference, "2019-06-04 09:01")
    ReminderRule.objects.update(created_at=timezone.now() - LONG_AGO)
    DayToAvoid.objects.update(created_at=timezone.now() - LONG_AGO)

    def beat(_number):
        try:
            return reminders.fire_due_reminders()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(beat, range(3)))
    # The working day before is a day ago: an officer decides.
    assert rule.occurrences.get(outcome=OccurrenceOutcome.MISSED).state == make_state("KG")
    assert sorted(OutgoingMessage.objects.values_list("recipient", flat=True)) == [BOB, KZ]
