"""Filters of the list: several values and kinds, in words, each taken away alone; nothing told of the protected."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.models import Conference, TeamRole, User
from registration.models import Assignment, Registration, Tag, Tagging, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.registration import make_delegation, make_registration
from tests.registration.admin.reading import rows_of, text_of

LIST = "admin:registration_registration_changelist"


def listed(client: Client, **query: Any) -> list[Any]:
    return rows_of(client.get(reverse(LIST), query))


def assign(registration: Registration, officer: User) -> None:
    Assignment.objects.create(registration=registration, officer=officer, act=uuid.uuid4())


def put_tag(registration: Registration, name: str = "Follow up") -> Tag:
    tag, _made = Tag.objects.get_or_create(conference=registration.conference, name=name)
    Tagging.objects.create(registration=registration, tag=tag, act=uuid.uuid4())
    return tag


def waiting_for(registration: Registration, **passed: int) -> Registration:
    since = timezone.now() - datetime.timedelta(**passed)
    Registration.objects.filter(pk=registration.pk).update(state_since=since)
    return registration


def test_several_values_of_one_filter_widen_and_several_filters_narrow(desk: Client, conference: Conference):
    submitted = make_registration(S.SUBMITTED, conference)
    reviewed = make_registration(S.UNDER_REVIEW, conference, person={"function": ""})
    make_registration(S.REGISTERED, conference)
    assert set(listed(desk, status=["submitted", "under_review"])) == {submitted.pk, reviewed.pk}
    assert listed(desk, status=["submitted", "under_review"], outstanding="function") == [reviewed.pk]


@pytest.mark.parametrize("what", ["given_names", "function", "nationality", "address"])
def test_each_kind_of_thing_outstanding_is_found_on_its_own(desk: Client, conference: Conference, what: str):
    delegation = make_delegation(conference)
    rows = {
        "given_names": make_registration(S.SUBMITTED, conference, person={"given_names": ""}),
        "function": make_registration(S.SUBMITTED, conference, person={"function": ""}),
        "nationality": make_registration(S.NOMINATED, delegation=delegation, person={"nationality": ""}),
        "address": make_registration(S.SUBMITTED, conference, person={"email": ""}),
    }
    make_registration(S.DECLINED, conference, person={"function": "", "email": ""})
    assert listed(desk, outstanding=what) == [rows[what].pk]


def test_what_stands_for_longer_than_some_days_is_found(desk: Client, conference: Conference):
    old = waiting_for(make_registration(S.SUBMITTED, conference), days=8)
    newer = waiting_for(make_registration(S.SUBMITTED, conference), days=2)
    make_registration(S.SUBMITTED, conference)
    found = {days: set(listed(desk, since=days)) for days in ("1", "3", "7", "14")}
    assert found == {"1": {old.pk, newer.pk}, "3": {old.pk}, "7": {old.pk}, "14": set()}


def test_days_are_those_of_the_conferences_own_clock(desk: Client, conference: Conference):
    today = waiting_for(make_registration(S.SUBMITTED, conference), minutes=1)
    before = waiting_for(make_registration(S.SUBMITTED, conference), days=2)
    assert listed(desk, **{"from": "2019-06-03"}) == [today.pk]
    assert listed(desk, until="2019-06-02") == [before.pk]
    assert set(listed(desk, until="no day")) == {today.pk, before.pk}


def test_assigned_to_me_to_nobody_and_to_a_colleague(
    desk: Client, conference: Conference, registration_officer: User, coordinator: User
):
    mine, theirs, nobodys = (make_registration(S.SUBMITTED, conference) for _ in range(3))
    assign(mine, registration_officer)
    assign(theirs, coordinator)
    assert listed(desk, assigned="me") == [mine.pk]
    assert listed(desk, assigned="nobody") == [nobodys.pk]
    assert listed(desk, assigned=str(coordinator.pk)) == [theirs.pk]
    assert set(listed(desk, assigned=["me", "nobody"])) == {mine.pk, nobodys.pk}


def test_by_tag_and_without_any(desk: Client, conference: Conference):
    tagged, plain = (make_registration(S.SUBMITTED, conference) for _ in range(2))
    tag = put_tag(tagged)
    assert listed(desk, tag=str(tag.pk)) == [tagged.pk]
    assert listed(desk, tag="none") == [plain.pk]


def test_by_language_and_visibility(desk: Client, conference: Conference):
    russian = make_registration(S.SUBMITTED, conference, person={"language": "ru", "visibility": Visibility.COUNTED})
    make_registration(S.SUBMITTED, conference, person={"visibility": Visibility.LISTED})
    assert listed(desk, language="ru") == listed(desk, visibility="counted") == [russian.pk]


def test_what_is_in_force_stands_above_the_list_in_sentences_with_a_way_to_take_each_away(
    desk: Client, conference: Conference
):
    make_registration(S.SUBMITTED, conference)
    page = desk.get(reverse(LIST), {"status": ["submitted", "under_review"], "since": "3", "q": "policy"})
    sentences = page.context["sentences"]
    assert "The status is submitted × : take this away or under review × : take this away ." in text_of(page)
    assert [each["before"] for each in sentences] == [
        "The words “",
        "The status is ",
        "It has stood so for ",
    ]
    without = sentences[1]["values"][0]["url"]
    assert without == "?q=policy&since=3&status=under_review"


def test_addresses_name_the_column_that_they_sort_by(desk: Client, conference: Conference):
    rows = [waiting_for(make_registration(S.SUBMITTED, conference), days=days) for days in (1, 3, 2)]
    page = desk.get(reverse(LIST), {"o": "since"})
    assert rows_of(page) == [rows[1].pk, rows[2].pk, rows[0].pk]
    assert "o=-since" in page.content.decode()


@pytest.mark.parametrize("query", ["assigned=me", "assigned=nobody", "tag=none", "language=en"])
def test_no_filter_tells_of_a_protected_person_what_the_row_keeps_back(
    coordinator_desk: Client, conference: Conference, coordinator: User, query: str
):
    hidden = make_registration(S.SUBMITTED, conference, person={"visibility": Visibility.HIDDEN})
    Tag.objects.create(conference=conference, name="Another")
    name, value = query.split("=")
    before = listed(coordinator_desk, **{name: value})
    tag = put_tag(hidden)
    assign(hidden, coordinator)
    assert listed(coordinator_desk, **{name: value}) == before == []
    assert listed(coordinator_desk, tag=str(tag.pk)) == []
    page = coordinator_desk.get(reverse(LIST))
    assert "assigned to me" not in [chip["label"].lower() for chip in page.context["chips"]]
    assert "mark mark-" not in page.content.decode()


@pytest.mark.parametrize("registration_count", [1, 100])
def test_the_list_costs_the_same_with_filters_marks_and_saved_filters(
    desk: Client, conference: Conference, registration_officer: User, django_assert_max_num_queries, registration_count
):
    from registration.models import SavedFilter

    for number in range(registration_count):
        row = make_registration(S.SUBMITTED, conference)
        assign(row, registration_officer)
        put_tag(row, f"Tag {number % 5}")
    for name in ("One", "Two", "Three"):
        SavedFilter.objects.create(
            conference=conference, owner=registration_officer, name=name, query="status=submitted", is_shared=True
        )
    query = {"status": ["submitted", "complete"], "assigned": "me", "since": "", "q": ""}
    with django_assert_max_num_queries(15):
        page = desk.get(reverse(LIST), query)
    assert page.status_code == 200


def test_an_observer_is_offered_decisions_alone_and_finds_none(conference: Conference, sign_in):
    make_registration(S.SUBMITTED, conference)
    page = sign_in(make_officer(conference, TeamRole.OBSERVER)).get(reverse(LIST))
    groups = [str(group) for group, _choices in page.context["action_form"].fields["action"].choices]
    assert "Assign to" not in groups
