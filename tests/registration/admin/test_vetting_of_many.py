"""More applications than a page of vetting holds: none is out of reach, and the page says how many wait beyond it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from conference.models import TeamRole
from registration.actions.round_decisions import decide_in_round
from registration.actions.rounds import begin_round
from registration.admin import decision_round_page, vetting_list, vetting_readers
from registration.models import Outcome, Route
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.registration import make_category, make_registration
from tests.factories.vetting import make_reading
from tests.registration.admin.reading import text_of

BEYOND = "1 of 2 applications stand here"


@pytest.fixture
def category(conference):
    return make_category(conference, Route.APPLICATION)


@pytest.fixture
def two(category):
    """In the order in which they came."""
    came = timezone.now() - datetime.timedelta(days=3)
    return [
        make_registration(
            S.SUBMITTED, category.conference, category=category, submitted_at=came + datetime.timedelta(days=number)
        )
        for number in range(2)
    ]


def shown(client, name, category):
    page = client.get(reverse(f"admin:registration_reading_{name}", args=[category.pk]))
    return [row["registration"] for row in page.context["rows"]], BEYOND in text_of(page)


def test_who_lacks_readers_comes_once_others_have_theirs(coordinator_desk, category, two, monkeypatch):
    monkeypatch.setattr(vetting_readers, "ROWS_SHOWN", 1)
    assert shown(coordinator_desk, "readers", category) == ([two[0]], True)
    for place in (1, 2):
        make_reading(two[0], make_officer(category.conference, TeamRole.VETTING), place=place)
    assert shown(coordinator_desk, "readers", category) == ([two[1]], True)
    monkeypatch.setattr(vetting_readers, "ROWS_SHOWN", 2)
    assert shown(coordinator_desk, "readers", category) == (two, False)


def test_who_is_undecided_comes_once_others_are_decided(desk, category, two, registration_officer, monkeypatch):
    monkeypatch.setattr(vetting_list, "ROWS_SHOWN", 1)
    found = begin_round(category.conference, category.pk, title="First", by=registration_officer)
    assert shown(desk, "decisions", category) == ([two[0]], True)
    decide_in_round(found.pk, two[0].pk, outcome=Outcome.REGISTERED, by=registration_officer)
    assert shown(desk, "decisions", category) == ([two[1]], True)
    monkeypatch.setattr(vetting_list, "ROWS_SHOWN", 2)
    assert shown(desk, "decisions", category) == (two, False)


def test_in_a_round_who_is_undecided_comes_once_others_are_decided(
    desk, category, two, registration_officer, monkeypatch
):
    monkeypatch.setattr(decision_round_page, "ROWS_SHOWN", 1)
    found = begin_round(category.conference, category.pk, title="First", by=registration_officer)

    def page():
        return desk.get(reverse("admin:registration_decisionround_change", args=[found.pk]))

    assert [row["registration"] for row in page().context["rows"]] == [two[0]]
    assert "undecided: 2" in text_of(page())
    assert BEYOND in text_of(page())
    decide_in_round(found.pk, two[0].pk, outcome=Outcome.REGISTERED, by=registration_officer)
    assert [row["registration"] for row in page().context["rows"]] == [two[1]]
    assert "undecided: 1" in text_of(page())
