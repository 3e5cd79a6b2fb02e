"""Reminders before registration closes, and before the days by which journeys and visas are told."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conference.correspondence import claims, outbox, reminders
from conference.correspondence.models import OutgoingMessage, Queue, ReminderRule
from conference.correspondence.states import MessageState
from conference.models import Conference
from conference.registry import registry
from registration.actions.unfinished import Keeper, end_with_submit, keep_entries
from registration.models import Passport, Registration, Route, Travel, UnfinishedForm
from registration.queries.due import OwnDue, own_dues
from registration.states import InvitationState as I
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import make_conference, make_state, set_clock
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_invitation,
    make_participant,
    make_registration,
)

pytestmark = pytest.mark.django_db(transaction=True)
VISA_BY, TRAVEL_BY, LAST_DAY = (datetime.date(2019, 6, day) for day in (7, 12, 14))
DAYS = {
    "visa_awaited": VISA_BY,
    "journey_awaited": TRAVEL_BY,
    "form_unfinished": LAST_DAY,
    "registration_awaited": LAST_DAY,
}


@pytest.fixture
def held() -> Conference:
    return make_conference(visa_by=VISA_BY, travel_by=TRAVEL_BY, host_state=make_state("MN"))


@pytest.fixture
def experts(held: Conference) -> Any:
    return make_category(held, Route.INVITATION, asks=["travel"])


def rule_of(held: Conference, condition: str) -> ReminderRule:
    made_at = timezone.now() - datetime.timedelta(days=60)
    return ReminderRule.objects.create(
        conference=held,
        name="A reminder",
        condition=condition,
        days_before=3,
        local_time=datetime.time(9),
        created_at=made_at,
    )


def queue(held: Conference, condition: str, day: datetime.date | None = None) -> None:
    """As the rule of that kind writes when it comes due."""
    letters = registry.reminder_conditions[condition].letters(rule_of(held, condition), day or DAYS[condition])
    with transaction.atomic():
        outbox.enqueue_all(letters)


def written() -> list[str]:
    return sorted(OutgoingMessage.objects.values_list("recipient", flat=True))


def counted(held: Conference, condition: str, day: datetime.date | None = None) -> int:
    count = registry.reminder_conditions[condition].recipients_count
    assert count
    return count(rule_of(held, condition), day or DAYS[condition])


def expert(held: Conference, experts: Any, name: str, state: S = S.REGISTERED, **person: Any) -> Registration:
    person = {"email": f"{name}@people.example"} | person
    return make_registration(state, held, category=experts, track=Track.NOMINATION, person=person)


def begun(held: Conference, category: Any, address: str) -> UnfinishedForm:
    return keep_entries(Keeper(category, address=address), {"given_names": ["Alice"]}, seen_version=0)


# Travel and visa


def test_they_are_asked_of_whom_the_own_page_says_it_is_outstanding(held: Conference, experts: Any):
    silent = expert(held, experts, "silent")
    online = expert(held, experts, "online", modality="online")
    national = expert(held, experts, "national", nationality="MN")
    lacks_passport, needs_none, told = (expert(held, experts, name) for name in ("lacks", "none", "told"))
    Travel.objects.create(registration=lacks_passport, needs_visa_support=True)
    Travel.objects.create(registration=needs_none)
    Travel.objects.create(registration=told, needs_visa_support=True, arrives_at="2019-06-19T06:00:00Z")
    Passport.objects.create(registration=told, name="T", number="X", issuer="KG", expires_on="2030-01-01")
    expert(held, experts, "undecided", S.WAITLISTED)
    expert(held, experts, "gone", S.WITHDRAWN)
    make_registration(S.REGISTERED, held, person={"email": "not-asked@people.example"})
    both = [(OwnDue.VISA, VISA_BY), (OwnDue.TRAVEL, TRAVEL_BY)]
    travel = [(OwnDue.TRAVEL, TRAVEL_BY)]
    expected = {silent: both, lacks_passport: both, online: [], national: travel, needs_none: travel, told: []}
    assert {row: own_dues(row) for row in expected} == expected
    queue(held, "visa_awaited")
    assert written() == ["lacks@people.example", "silent@people.example"]
    assert counted(held, "visa_awaited") == 2
    OutgoingMessage.objects.all().delete()
    queue(held, "journey_awaited")
    assert written() == [f"{name}@people.example" for name in ("lacks", "national", "none", "silent")]
    assert counted(held, "journey_awaited") == 4


@pytest.mark.parametrize("condition", ["visa_awaited", "journey_awaited"])
def test_without_its_day_and_for_another_day_nobody_is_asked(held: Conference, experts: Any, condition: str):
    expert(held, experts, "silent")
    day = DAYS[condition]
    assert list(registry.reminder_conditions[condition].anchors(held)) == [day]
    other = day + datetime.timedelta(days=1)
    queue(held, condition, other)
    assert (written(), counted(held, condition, other)) == ([], 0)
    held.visa_by = held.travel_by = None
    assert list(registry.reminder_conditions[condition].anchors(held)) == []
    assert own_dues(Registration.objects.select_related("conference", "category").get()) != []
    Conference.objects.update(visa_by=None, travel_by=None)
    assert own_dues(Registration.objects.select_related("conference", "category").get()) == []


@pytest.mark.parametrize("condition", ["visa_awaited", "journey_awaited"])
def test_who_tells_of_the_journey_meanwhile_gets_none(held: Conference, experts: Any, condition: str):
    told, _silent = (expert(held, experts, name) for name in ("told", "silent"))
    queue(held, condition)
    Travel.objects.create(registration=told, arrives_at="2019-06-19T06:00:00Z")
    assert [message.recipient for message in claims.claim(Queue.MAIL)] == ["silent@people.example"]
    assert OutgoingMessage.objects.get(recipient="told@people.example").state == MessageState.CANCELLED


def test_without_an_address_nobody_is_written_to_and_never_automatically_is_by_hand(held: Conference, experts: Any):
    expert(held, experts, "nobody", email="")
    expert(held, experts, "minister", never_write_automatically=True)
    queue(held, "visa_awaited")
    assert list(OutgoingMessage.objects.values_list("state", flat=True)) == [MessageState.BY_HAND]
    assert counted(held, "visa_awaited") == 1


# Before registration closes


def test_a_form_that_waits_is_recalled_and_one_that_was_submitted_is_not(held: Conference):
    academia, youth = (make_category(held, Route.APPLICATION, slug=slug) for slug in ("academia", "youth"))
    type(youth).objects.filter(pk=youth.pk).update(closes_at="2019-06-07T10:00:00Z")
    begun(held, academia, "alice@people.example")
    end_with_submit(begun(held, academia, "sent@people.example"), "token")
    keep_entries(Keeper(academia, key="browser"), {"given_names": ["Nobody"]}, seen_version=0)
    begun(held, youth, "young@people.example")
    gone = begun(held, academia, "gone@people.example")
    UnfinishedForm.objects.filter(pk=gone.pk).update(expires_at=timezone.now())
    assert list(registry.reminder_conditions["form_unfinished"].anchors(held)) == [VISA_BY, LAST_DAY]
    queue(held, "form_unfinished")
    (letter,) = OutgoingMessage.objects.all()
    assert letter.recipient == "alice@people.example"
    assert "closes on Friday, 14 June" in letter.text
    assert f"/en/{held.slug}/register/academia/" in letter.text
    assert "Alice" not in letter.text
    assert counted(held, "form_unfinished") == 1
    queue(held, "form_unfinished", VISA_BY)
    assert written() == ["alice@people.example", "young@people.example"]


def test_a_form_is_recalled_in_the_language_in_which_it_was_saved(held: Conference):
    kept = begun(held, make_category(held, Route.APPLICATION), "alice@people.example")
    OutgoingMessage.objects.create(
        conference=held,
        purpose="form_kept",
        about_type="x",
        about_id=kept.pk,
        language="mn",
        key="k",
        recipient="a@b.mn",
    )
    queue(held, "form_unfinished")
    assert OutgoingMessage.objects.get(purpose="form_unfinished").language == "mn"


def test_a_form_that_is_submitted_or_gone_meanwhile_is_not_recalled(held: Conference):
    category = make_category(held, Route.APPLICATION)
    sent, gone, _kept = (begun(held, category, f"{name}@people.example") for name in ("sent", "gone", "kept"))
    queue(held, "form_unfinished")
    end_with_submit(sent, "token")
    gone.delete()
    assert [message.recipient for message in claims.claim(Queue.MAIL)] == ["kept@people.example"]


def test_who_is_invited_and_has_not_registered_is_reminded(held: Conference):
    for state in (I.SENT, I.ACKNOWLEDGED, I.ACCEPTED, I.NO_REPLY, I.DECLINED, I.DRAFT, I.BOUNCED):
        make_invitation(held, state, to=make_participant(held, email=f"{state}@people.example"))
    for end in (S.COMPLETE, S.WITHDRAWN):
        row = make_registration(end, held, person={"email": f"{end}@people.example"}, track=Track.NOMINATION)
        make_invitation(held, I.ACCEPTED, to=row.participant)
    make_invitation(held, I.ACCEPTED, to=make_delegation(held, make_state("KZ")))
    make_invitation(held, I.SENT, to=make_participant(held, email=""))
    queue(held, "registration_awaited")
    assert written() == [f"{state}@people.example" for state in ("accepted", "acknowledged", "no_reply", "sent")]
    assert counted(held, "registration_awaited") == 4


def test_who_registers_or_regrets_meanwhile_is_not_reminded_to(held: Conference):
    made = {
        name: make_invitation(held, I.ACCEPTED, to=make_participant(held, email=f"{name}@people.example"))
        for name in ("registered", "regrets", "silent")
    }
    queue(held, "registration_awaited")
    make_registration(S.COMPLETE, held, participant=made["registered"].participant, track=Track.NOMINATION)
    type(made["regrets"]).objects.filter(pk=made["regrets"].pk).update(state=I.DECLINED)
    assert [message.recipient for message in claims.claim(Queue.MAIL)] == ["silent@people.example"]


# All of them


def population(held: Conference, experts: Any, count: int) -> None:
    category = make_category(held, Route.APPLICATION, slug="open")
    for number in range(count):
        expert(held, experts, f"e{number}")
        make_invitation(held, to=make_participant(held, email=f"i{number}@people.example"), category=experts)
        begun(held, category, f"f{number}@people.example")


@pytest.mark.parametrize("count", [1, 15])
@pytest.mark.parametrize("condition", DAYS)
def test_they_cost_the_same_for_one_and_for_many(condition: str, count: int, held: Conference, experts: Any):
    population(held, experts, count)
    known, rule = registry.reminder_conditions[condition], rule_of(held, condition)
    assert known.recipients_count
    with CaptureQueriesContext(connection) as asked:
        assert known.recipients_count(rule, DAYS[condition]) == count
    assert len(asked) <= 2
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        assert len(list(known.letters(rule, DAYS[condition]))) == count
    assert len(asked) <= 8
    queue(held, condition)
    letters = list(OutgoingMessage.objects.filter(purpose=condition))
    with CaptureQueriesContext(connection) as asked:
        assert len(registry.still_needed[condition](letters)) == count
    assert len(asked) <= 3


@pytest.mark.parametrize("condition", DAYS)
def test_two_beats_at_once_write_once(condition: str, held: Conference, experts: Any):
    population(held, experts, 2)
    rule_of(held, condition)
    morning = DAYS[condition] - datetime.timedelta(days=3)
    set_clock(held, f"{morning} 09:01")

    def beat(_number: int) -> int:
        try:
            return reminders.fire_due_reminders()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(beat, range(3))) == [0, 0, 2]
    assert len(written()) == 2
