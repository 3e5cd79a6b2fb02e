"""The next registration and the one before, within the list one came from, in whatever order; nothing of it is read."""

import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conference.models import Conference
from registration.models import Registration
from registration.states import RegistrationState as S
from tests.factories.conference import make_state
from tests.factories.registration import make_delegation, make_registration
from tests.registration.admin.reading import rows_of, send, text_of

LIST = "admin:registration_registration_changelist"


#: Where the row stands, how many come before, its two neighbours; the categories by which the list can be cut; saved
#: filters, of which one may bring columns.
OF_THE_NEIGHBOURS = 6


def page(registration: Any, query: str = "", **more: str) -> str:
    pk = getattr(registration, "pk", registration)
    url = reverse("admin:registration_registration_change", args=[pk])
    return f"{url}?{urlencode({'_changelist_filters': query, **more})}"


@pytest.fixture
def rows(conference: Conference) -> list[Registration]:
    """Of two delegations and of none, some of whom have stood there for equally long."""
    german, kyrgyz = (make_delegation(conference, make_state(code), has_own_order=True) for code in ("DE", "KG"))
    found = [
        make_registration(S.COMPLETE, delegation=kyrgyz, role="head", position=3),
        make_registration(S.COMPLETE, delegation=kyrgyz, role="adviser", position=1),
        make_registration(S.SUBMITTED, conference),
        make_registration(S.COMPLETE, delegation=german, role="delegate", position=2),
        make_registration(S.SUBMITTED, conference),
        make_registration(S.UNDER_REVIEW, conference),
    ]
    for days, row in zip((1, 1, 1, 4, 3, 2), found, strict=True):
        since = datetime.datetime(2019, 6, 1, tzinfo=datetime.UTC) - datetime.timedelta(days=days)
        Registration.objects.filter(pk=row.pk).update(state_since=since)
    return found


@pytest.mark.parametrize(
    "query",
    ["o=since", "o=-since", "o=of_which_delegation", "o=-of_which_delegation", "o=status.-who", "kept=all", "o=2"],
)
def test_from_page_to_page_one_passes_the_list_in_its_order(desk: Client, conference, rows, query: str):
    listed = rows_of(desk.get(f"{reverse(LIST)}?{query}"))
    assert len(listed) == len(rows)
    found = [desk.get(page(pk, query)).context["neighbours"] for pk in listed]
    assert [each["position"] for each in found] == list(range(1, len(rows) + 1))
    pages = [page(pk).partition("?")[0] for pk in listed]
    assert [each["next_url"].partition("?")[0] for each in found] == [*pages[1:], ""]
    assert [each["previous_url"].partition("?")[0] for each in found] == ["", *pages[:-1]]


@pytest.mark.parametrize("registration_count", [2, 100])
def test_the_neighbours_cost_the_same_in_a_short_list_and_in_a_long_one(
    desk: Client, conference: Conference, registration_count: int
):
    made = [make_registration(S.SUBMITTED, conference) for _ in range(registration_count)]
    costs = []
    for query in ("", "status=submitted"):
        with CaptureQueriesContext(connection) as captured:
            found = desk.get(page(made[0], query)).context["neighbours"]
        costs.append(len(captured))
    assert found["total"] == registration_count
    assert costs[1] - costs[0] <= OF_THE_NEIGHBOURS


def test_after_a_decision_one_goes_on_from_where_one_was(desk: Client, conference: Conference, rows):
    query = "status=waiting&o=since"
    listed = rows_of(desk.get(f"{reverse(LIST)}?{query}"))
    first = Registration.objects.get(pk=listed[0])
    before = desk.get(page(first, query))
    within = before.context["within"]
    led = send(
        desk,
        reverse("admin:registration_registration_move", args=[first.pk, "confirm"]) + within,
        conference,
        version=str(first.version),
    )
    assert "is registered" in text_of(led)
    found = led.context["neighbours"]
    assert found["next_url"].startswith(page(listed[1]).partition("?")[0])
    assert parse_qs(urlsplit(found["list_url"]).query)["status"] == ["waiting"]
    assert "No longer in this list" in text_of(led)


def test_back_in_the_list_one_is_on_the_page_of_the_row(desk: Client, conference: Conference):
    for _ in range(60):
        make_registration(S.SUBMITTED, conference)
    last = rows_of(desk.get(f"{reverse(LIST)}?status=submitted&p=2"))[-1]
    url = desk.get(page(last, "status=submitted")).context["neighbours"]["list_url"]
    assert url.endswith(f"?status=submitted&p=2#row-{last}")


@pytest.mark.parametrize("query", ["nonsense=1", "participant__family_name=x"])
def test_an_address_that_is_no_list_has_no_neighbours(desk: Client, conference: Conference, query: str):
    row = make_registration(S.SUBMITTED, conference)
    assert desk.get(page(row, query)).context["neighbours"] == {"list_url": reverse(LIST)}
