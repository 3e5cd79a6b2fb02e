"""Whom a rule concerns: who would get its letter now, who would not and why."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conference.correspondence import reminders
from conference.correspondence.models import DayToAvoid, ReminderRule
from conference.models import Conference, TeamRole
from conference.registry import registry
from registration.models import Invitation, Passport, Route, Travel, Visibility
from registration.states import InvitationState as I
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.agenda import make_appearance, make_session
from tests.factories.conference import make_state, set_clock
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
)
from tests.factories.seats import book, make_delegate, make_workshop
from tests.registration.admin.reading import text_of

REPLY_BY = "2019-06-07"
GO = "Letter"


def rule_of(conference, condition="invitation_unanswered", **changes) -> ReminderRule:
    fields = {"name": "Rule", "days_before": 2, "local_time": datetime.time(9)} | changes
    made_at = timezone.now() - datetime.timedelta(days=60)
    return ReminderRule.objects.create(conference=conference, condition=condition, created_at=made_at, **fields)


def url_of(rule, query="") -> str:
    return f"{reverse('admin:correspondence_reminderrule_reach', args=[rule.pk])}{query}"


def standings(client, rule, query=""):
    rows = client.get(url_of(rule, query)).context["rows"]
    return {row["name"]: (row["text"], row["detail"]) for row in rows}


def to_state(conference, code, state=I.SENT, **changes):
    return make_invitation(conference, state, to=make_delegation(conference, make_state(code)), **changes)


def test_of_each_it_says_whether_a_letter_goes_when_or_why_not(desk, conference):
    rule = rule_of(conference)
    to_state(conference, "KG")
    to_state(conference, "KZ", I.ACCEPTED)
    to_state(conference, "CA", is_by_note_only=True)
    to_state(conference, "DE", I.NO_REPLY)
    to_state(conference, "KR", dated_on="2019-06-02")
    to_state(conference, "TR", I.DRAFT)
    make_invitation(conference, to=make_participant(conference, family_name="SILENT", email=""))
    make_invitation(conference, to=make_participant(conference, family_name="MINISTER", never_write_automatically=True))
    found = {name: standing[0] for name, standing in standings(desk, rule).items()}
    assert sorted(found.values()) == ["By hand", GO, *["No letter"] * 5]
    told = standings(desk, rule)
    assert told["Kyrgyzstan"] == (GO, "Wednesday, 5 June, 09:00")
    reasons = {detail for text, detail in told.values() if text == "No letter"}
    assert reasons == {
        "it is done, or regrets were sent",
        "written to by note only",
        "the invitation did not reach them, or was not answered in time",
        "asked less than three days ago",
        "there is no address",
    }
    assert next(iter(told)) == "Kyrgyzstan"
    assert list(standings(desk, rule, f"?date={REPLY_BY}&show=by_note")) == ["Canada"]
    assert list(standings(desk, rule, f"?date={REPLY_BY}&show=would")) == ["Kyrgyzstan"]


def test_a_holiday_of_the_state_and_what_went_lately_are_said(desk, conference):
    rule = rule_of(conference)
    for code in ("KG", "KZ"):
        to_state(conference, code)
    entered = timezone.now() - datetime.timedelta(days=60)
    DayToAvoid.objects.create(
        conference=conference, on="2019-06-05", state=make_state("KG"), name="Day", created_at=entered
    )
    assert standings(desk, rule)["Kyrgyzstan"][1] == "Tuesday, 4 June, 09:00, for a holiday of this State"
    assert standings(desk, rule)["Kazakhstan"][1] == "Wednesday, 5 June, 09:00"
    set_clock(conference, "2019-06-04 09:01")
    reminders.fire_due_reminders()
    assert standings(desk, rule)["Kyrgyzstan"] == ("No letter", "this rule wrote about it in the last two days")
    assert standings(desk, rule)["Kazakhstan"][0] == GO


def test_those_who_are_named_to_few_are_not_named(desk_of, conference):
    rule = rule_of(conference)
    make_invitation(conference, to=make_participant(conference, family_name="SECRETIVE", visibility=Visibility.HIDDEN))
    page = desk_of(TeamRole.CORRESPONDENCE).get(url_of(rule))
    assert "SECRETIVE" not in text_of(page)
    assert "Protected participant" in text_of(page)
    assert "SECRETIVE" in text_of(desk_of(TeamRole.DUTY_OF_CARE).get(url_of(rule)))


def test_forms_are_counted_and_nobody_is_named(desk, conference):
    make_category(conference, Route.APPLICATION)
    page = desk.get(url_of(rule_of(conference, "form_unfinished")))
    assert "0 letters as of now." in text_of(page)
    assert "rows" not in page.context


def test_a_date_that_is_not_the_rules_is_not_there_and_a_rule_of_another_conference_neither(
    desk, desk_of, conference, other_conference
):
    rule = rule_of(conference)
    to_state(conference, "KG")
    assert desk.get(url_of(rule, "?date=2019-01-01")).status_code == 404
    assert desk.get(url_of(rule, "?date=nonsense")).status_code == 404
    assert desk_of(of=other_conference).get(url_of(rule)).status_code == 404


def test_without_a_date_and_without_its_kind_the_page_says_so(desk, conference):
    assert "There is no date for this rule" in text_of(desk.get(url_of(rule_of(conference, "visa_awaited"))))
    assert "no longer known" in text_of(desk.get(url_of(rule_of(conference, "gone"))))


def test_the_rules_page_and_the_calendar_lead_to_it(desk, conference):
    rule = rule_of(conference)
    to_state(conference, "KG")
    change = reverse("admin:correspondence_reminderrule_change", args=[rule.pk])
    assert url_of(rule) in desk.get(change).content.decode()
    listed = desk.get(reverse("admin:correspondence_reminderrule_changelist")).content.decode()
    assert url_of(rule, f"?date={REPLY_BY}") in listed


# Every kind


def population(conference: Conference, count: int) -> None:
    """Of each kind so many of whom something is wanted, and as many who have done it."""
    Conference.objects.filter(pk=conference.pk).update(visa_by="2019-06-07", travel_by="2019-06-12")
    conference.refresh_from_db()
    experts = make_category(conference, Route.INVITATION, slug="guests", asks=["travel"])
    workshop = make_workshop(conference, count + 1)
    session = make_session(conference, "14:00–15:00", title={"en": "Panel"})
    for number in range(count):
        make_invitation(conference, to=make_participant(conference, email=f"i{number}@a.example"), category=experts)
        owes, told = (
            make_registration(S.REGISTERED, conference, category=experts, track=Track.NOMINATION) for _one in range(2)
        )
        Travel.objects.create(registration=told, needs_visa_support=True, arrives_at="2019-06-19T06:00:00Z")
        Passport.objects.create(registration=told, name="T", number="X", issuer="KG", expires_on="2030-01-01")
        make_appearance(session, owes.participant)
        book(workshop, make_delegate(conference, email=f"s{number}@a.example"))
    make_focal_point(make_delegation(conference, make_state("KG")))


CONDITIONS = (
    "invitation_unanswered",
    "nomination_incomplete",
    "registration_awaited",
    "visa_awaited",
    "journey_awaited",
    "check_in_information",
    "day_before",
    "thank_you",
    "speaker_asked",
    "seat_booked",
)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_as_many_stand_there_for_whom_nothing_is_against_it_as_letters_are_announced(condition, desk, conference):
    population(conference, 2)
    known, rule = registry.reminder_conditions[condition], rule_of(conference, condition)
    assert known.recipients_count
    for day in known.anchors(conference):
        would = [name for name, (text, _why) in standings(desk, rule, f"?date={day}&show=would").items() if text]
        rows = desk.get(url_of(rule, f"?date={day}&show=would")).context["page"].paginator.count
        assert rows == known.recipients_count(rule, day) > 0
        assert would


@pytest.mark.parametrize("condition", CONDITIONS)
def test_it_costs_the_same_for_one_and_for_many(condition, desk, conference):
    spent = []
    for count in (1, 12):
        Invitation.objects.all().delete()
        if count > 1:
            conference.categories.filter(slug="guests").update(slug="former")
            conference.delegations.all().delete()
        population(conference, count)
        rule = rule_of(conference, condition)
        desk.get(url_of(rule))
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(url_of(rule)).status_code == 200
        spent.append(len(asked))
    assert spent[1] <= spent[0] + 1
    assert max(spent) <= 25
