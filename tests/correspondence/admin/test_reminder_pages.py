"""Reminder rules: who may make them, what is kept of a refused form, and the calendar below them."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conference.correspondence.models import (
    DayToAvoid,
    OccurrenceOutcome,
    OutgoingMessage,
    ReminderOccurrence,
    ReminderRule,
)
from conference.correspondence.reminders import fire_due_reminders
from conference.models import TeamRole
from tests.factories.conference import make_state, set_clock
from tests.factories.registration import make_delegation, make_invitation
from tests.registration.admin.reading import send, text_of

LIST = "/admin/correspondence/reminderrule/"
ADD = f"{LIST}add/"
RULE = {
    "name": "Reply",
    "condition": "invitation_unanswered",
    "days_before": "3",
    "local_time": "09:00",
    "is_active": "on",
}


def make_rule(conference, **changes) -> ReminderRule:
    fields = RULE | {"days_before": 3, "local_time": datetime.time(9), "is_active": True}
    made_at = timezone.now() - datetime.timedelta(days=60)
    return ReminderRule.objects.create(conference=conference, **fields | {"created_at": made_at} | changes)


def change_url(rule) -> str:
    return reverse("admin:correspondence_reminderrule_change", args=[rule.pk])


def test_a_rule_is_made_from_the_conditions_that_the_house_knows(desk, conference):
    labels = [str(label) for _key, label in desk.get(ADD).context["adminform"].form.fields["condition"].choices]
    assert labels == [
        "Speakers of whom something is asked",
        "Those who have booked a seat in a session",
        "Invitees who have not replied",
        "Focal points whose delegation is incomplete",
        "Forms that were begun and not submitted",
        "Invited persons who have not registered",
        "Those who have not said what their visa asks for",
        "Those who have not said when they arrive and leave",
        "All who take part: how to enter",
        "All who take part: the first day",
        "All who took part: thanks",
    ]
    send(desk, ADD, conference, **RULE)
    rule = ReminderRule.objects.get()
    assert (rule.conference, rule.days_before, rule.local_time) == (conference, 3, datetime.time(9))


def test_what_was_typed_is_kept_when_it_is_refused(desk, conference):
    page = send(desk, ADD, conference, **RULE | {"days_before": "1000"})
    assert 'value="1000"' in page.content.decode()
    assert "365" in str(page.context["errors"])
    assert ReminderRule.objects.count() == 0


def test_thanks_are_not_said_before(desk, conference):
    page = send(desk, ADD, conference, **RULE | {"condition": "thank_you"})
    assert "These letters go after the date" in text_of(page)
    send(desk, ADD, conference, **RULE | {"condition": "thank_you", "days_before": "-2"})
    assert ReminderRule.objects.get().days_before == -2


def test_a_rule_that_has_come_due_is_not_given_to_others_for_whom_its_dates_would_count_as_done(desk, conference):
    rule = make_rule(conference)
    send(desk, change_url(rule), conference, **RULE | {"condition": "nomination_incomplete", "seen_version": "1"})
    rule.refresh_from_db()
    assert rule.condition == "nomination_incomplete"
    anchor, moment = datetime.date(2019, 5, 24), datetime.datetime(2019, 5, 21, 1, tzinfo=datetime.UTC)
    ReminderOccurrence.objects.create(rule=rule, anchor_on=anchor, due_at=moment, outcome=OccurrenceOutcome.FIRED)
    given = RULE | {"seen_version": str(rule.version)}
    assert "has come due already" in text_of(send(desk, change_url(rule), conference, **given))
    send(desk, change_url(rule), conference, **given | {"condition": "nomination_incomplete", "name": "Again"})
    rule.refresh_from_db()
    assert (rule.condition, rule.name) == ("nomination_incomplete", "Again")


def test_a_rule_that_was_off_at_its_hour_writes_to_nobody_when_it_is_switched_on_again(desk, conference):
    set_clock(conference, "2019-06-04 08:00")
    make_invitation(conference, dated_on=datetime.date(2019, 5, 6))
    rule = make_rule(conference, is_active=False)
    set_clock(conference, "2019-06-04 11:00")
    send(desk, change_url(rule), conference, **RULE | {"seen_version": "1"})
    rule.refresh_from_db()
    assert rule.is_active
    assert fire_due_reminders() == 0
    assert not ReminderOccurrence.objects.exists()


def test_a_lost_update_is_told(desk, conference):
    rule = make_rule(conference, version=4)
    page = send(desk, change_url(rule), conference, **RULE | {"name": "Mine", "seen_version": "3"})
    assert "Somebody else changed this while you had it open." in text_of(page)
    rule.refresh_from_db()
    assert rule.name == "Reply"


def test_the_calendar_tells_when_a_rule_comes_due_and_for_how_many_as_of_now(desk, conference):
    make_rule(conference)
    for code in ("KG", "KZ"):
        make_invitation(conference, to=make_delegation(conference, make_state(code)))
    (row,) = desk.get(LIST).context["calendar"]["coming"]
    assert (row["due_text"], row["anchor_text"]) == ("Tuesday, 4 June, 09:00", "Friday, 7 June 2019")
    assert row["text"] == "2 letters as of now"


def test_what_comes_due_stands_in_the_calendar_of_its_month_with_the_days_to_avoid(desk, conference):
    make_rule(conference)
    make_invitation(conference)
    DayToAvoid.objects.create(conference=conference, on=datetime.date(2019, 6, 12), name="Day of the Host")
    of_a_state = {"state": make_state("KG"), "name": "Day of the State"}
    DayToAvoid.objects.create(conference=conference, on=datetime.date(2019, 6, 13), **of_a_state)
    (month,) = desk.get(LIST).context["months"]
    days = {day["day"].day: day for week in month["weeks"] for day in week if day["is_of_month"]}
    assert (month["name"], len(days)) == ("June 2019", 30)
    assert [day for day, one in days.items() if one["rows"]] == [4]
    assert days[12]["name"] == "Day of the Host"
    assert days[13]["name"] == "Day of the State: Kyrgyzstan"
    assert [day for day, one in days.items() if one["name"] == "the conference"] == [20, 21]


def test_without_anything_to_come_there_is_no_calendar_of_months(desk, conference):
    assert desk.get(LIST).context["months"] == []


def test_what_went_and_what_was_missed_stand_below(desk, conference):
    rule = make_rule(conference)
    for day, outcome in ((24, "fired"), (14, "missed")):
        ReminderOccurrence.objects.create(
            rule=rule,
            anchor_on=datetime.date(2019, 5, day),
            due_at=datetime.datetime(2019, 5, day - 3, 1, tzinfo=datetime.UTC),
            outcome=outcome,
            recipients=31,
        )
    past = desk.get(LIST).context["calendar"]["past"]
    assert [row["text"] for row in past] == ["31 letters written", "missed, and not sent late"]


def test_a_switched_off_rule_has_nothing_ahead(desk, conference):
    make_invitation(conference)
    make_rule(conference, is_active=False)
    assert desk.get(LIST).context["calendar"]["coming"] == []


def test_the_list_costs_the_same_for_one_rule_and_for_twenty(desk, conference, django_assert_max_num_queries):
    for number in range(20):
        make_rule(conference, name=f"Rule {number}", is_active=number == 0)
    desk.get(LIST)
    with django_assert_max_num_queries(16):
        desk.get(LIST)


def test_a_rule_that_has_come_due_is_switched_off_rather_than_deleted(desk, conference):
    rule = make_rule(conference)
    delete = reverse("admin:correspondence_reminderrule_delete", args=[rule.pk])
    assert desk.get(delete).status_code == 200
    ReminderOccurrence.objects.create(
        rule=rule, anchor_on=datetime.date(2019, 5, 1), due_at=timezone.now(), outcome="fired"
    )
    assert desk.post(delete, {"post": "yes", "_conference": str(conference.pk)}).status_code == 403
    assert ReminderRule.objects.count() == 1


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.AGENDA])
def test_other_officers_read_the_rules_and_change_none(desk_of, conference, role):
    rule, client = make_rule(conference), desk_of(role)
    assert client.get(LIST).status_code == 200
    assert client.get(ADD).status_code == 403
    assert send(client, change_url(rule), conference, **RULE | {"name": "X"}).status_code == 403


def test_rules_of_another_conference_are_not_there(desk_of, conference, other_conference):
    rule = make_rule(conference)
    stranger = desk_of(of=other_conference)
    assert "Reply" not in text_of(stranger.get(LIST))
    assert stranger.get(change_url(rule)).status_code == 302
    send(stranger, change_url(rule), other_conference, **RULE | {"name": "X"})
    rule.refresh_from_db()
    assert rule.name == "Reply"


# What was missed, and days to avoid


def missed_url(occurrence) -> str:
    return reverse("admin:correspondence_reminderrule_missed", args=[occurrence.pk])


@pytest.fixture
def missed(conference):
    due_at = timezone.now() - datetime.timedelta(days=2)
    make_invitation(conference)
    return make_rule(conference).occurrences.create(
        anchor_on=datetime.date(2019, 6, 7), due_at=due_at, outcome=OccurrenceOutcome.MISSED
    )


def test_what_was_missed_is_shown_first_and_leads_to_the_decision(desk, missed):
    assert "Reminders that were missed" in text_of(desk.get("/admin/"))
    page = desk.get(LIST)
    assert missed_url(missed) in page.content.decode()
    assert "Invitees who have not replied" in text_of(desk.get(missed_url(missed)))


@pytest.mark.parametrize(
    ("act", "letters", "told"), [("send", 1, "sent late: 1 letter written"), ("leave", 0, "left so")]
)
def test_an_officer_decides_and_the_calendar_says_who_and_why(act, letters, told, desk, conference, missed):
    page = send(desk, missed_url(missed), conference, reason="The mail server was down.", act=act)
    assert OutgoingMessage.objects.count() == letters
    text = text_of(desk.get(LIST))
    assert told in text
    assert "The mail server was down." in text
    assert missed_url(missed) not in page.content.decode()


def test_without_a_reason_nothing_is_decided(desk, conference, missed):
    page = send(desk, missed_url(missed), conference, reason=" ", act="send")
    assert page.status_code == 422
    missed.refresh_from_db()
    assert missed.outcome == OccurrenceOutcome.MISSED


def test_what_a_colleague_decided_meanwhile_is_told(desk, conference, missed):
    send(desk, missed_url(missed), conference, reason="Telephoned.", act="leave")
    page = send(desk, missed_url(missed), conference, reason="Let it go.", act="send")
    assert "It was decided in the meantime" in text_of(page)
    assert OutgoingMessage.objects.count() == 0


def test_a_reminder_that_moves_for_a_holiday_says_so(desk, conference):
    make_rule(conference, days_before=2)
    make_invitation(conference)
    add = reverse("admin:correspondence_daytoavoid_add")
    send(desk, add, conference, on="2019-06-05", name="Day of the Host")
    (row,) = desk.get(LIST).context["calendar"]["coming"]
    assert (row["due_text"], row["note"]) == ("Tuesday, 4 June, 09:00", "not on Wednesday, 5 June")
    page = send(desk, add, conference, on="2019-06-05", name="Once more")
    assert "This day is in the list already." in text_of(page)


# Holidays of States


def test_a_holiday_of_a_state_is_entered_once_and_stands_in_the_calendar_with_its_numbers_by_day(desk, conference):
    make_rule(conference, days_before=2)
    for code in ("KG", "KZ"):
        make_invitation(conference, to=make_delegation(conference, make_state(code)))
    add, holiday = reverse("admin:correspondence_daytoavoid_add"), {"on": "2019-06-05", "name": "Day of the State"}
    send(desk, add, conference, **holiday, state=str(make_state("KG").pk))
    send(desk, add, conference, **holiday, state=str(make_state("CA").pk))
    rows = desk.get(LIST).context["calendar"]["coming"]
    assert [(row["due_text"], row["text"], row.get("note")) for row in rows] == [
        (
            "Tuesday, 4 June, 09:00",
            "1 letter as of now",
            "Kyrgyzstan: not on Wednesday, 5 June (Day of the State)",
        ),
        ("Wednesday, 5 June, 09:00", "1 letter as of now", None),
    ]
    assert "This day is in the list already." in text_of(
        send(desk, add, conference, **holiday, state=str(make_state("KG").pk))
    )
    page = desk.get(reverse("admin:correspondence_daytoavoid_changelist"))
    assert "Kyrgyzstan" in text_of(page)


def test_what_went_to_a_state_by_itself_names_it_and_nothing_that_went_to_nobody_is_told(desk, conference):
    rule, due_at = make_rule(conference), timezone.now()
    for code, recipients in (("KG", 1), ("CA", 0)):
        rule.occurrences.create(
            anchor_on="2019-06-07", due_at=due_at, outcome="fired", recipients=recipients, state=make_state(code)
        )
    past = desk.get(LIST).context["calendar"]["past"]
    assert [(row["note"], row["text"]) for row in past] == [("Kyrgyzstan", "1 letter written")]


def test_a_missed_one_of_a_state_says_so_and_counts_those_of_it_alone(desk, conference):
    for code in ("KG", "KZ"):
        make_invitation(conference, to=make_delegation(conference, make_state(code)))
    missed = make_rule(conference).occurrences.create(
        anchor_on="2019-06-07",
        due_at=timezone.now() - datetime.timedelta(days=2),
        outcome=OccurrenceOutcome.MISSED,
        state=make_state("KG"),
    )
    rows = {row["term"]: row["text"] for row in desk.get(missed_url(missed)).context["rows"]}
    assert (rows["Of which State"], rows["Letters as of now"]) == ("Kyrgyzstan", "1")


@pytest.mark.parametrize("count", [1, 6])
def test_the_calendar_costs_the_same_for_one_holiday_and_for_several(desk, conference, count):
    make_rule(conference, days_before=2)
    for code in ("KG", "KZ", "CA", "DE", "KR", "TR")[:count]:
        state = make_state(code)
        make_invitation(conference, to=make_delegation(conference, state))
        DayToAvoid.objects.create(conference=conference, on="2019-06-05", state=state, name="Day")
    desk.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        assert len(desk.get(LIST).context["calendar"]["coming"]) == count + 1
    assert len(asked) <= 21
