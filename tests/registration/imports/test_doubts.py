"""Who seems to be registered already: told in the preview by name and delegation, in whatever script; never refused."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference.imports.previews import page_of
from registration.actions.likeness import look_in
from registration.imports.likenesses import likenesses_in
from registration.models import Likeness, Visibility
from registration.states import RegistrationState as S
from tests.factories.registration import make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("category")]

#: Whatever the number of rows; categories are read in each of the three languages, for a cell may be in any.
COSTS = 50
HEAD = ["Given names", "Family name", "E-mail", "Category"]


def row(given: str, family: str, email: str = "") -> list[str]:
    return [given, family, email, "Guests"]


def doubts(desk: Any, *rows: list[str]) -> dict[int, list[str]]:
    brought = desk.preview(desk.bring(HEAD, *rows))
    assert brought.refused == 0
    return {line["row"]: line["doubts"] for line in page_of(brought.checked, "doubtful", 1)}


@pytest.fixture
def bold(conference: Any, mongolia: Any) -> Any:
    person = {"courtesy": "Mr.", "given_names": "Хүрэлсүх", "family_name": "Болд", "email": "", "language": "mn"}
    return make_registration(S.NOMINATED, delegation=mongolia, person=person)


@pytest.mark.parametrize("is_swept", [True, False])
@pytest.mark.parametrize("typed", [("Хүрэлсүх", "Болд"), ("BOLD", "Khurelsukh"), ("Hurelsuh", "Bold")])
def test_who_is_there_is_named_with_the_delegation(is_swept: bool, typed: Any, desk: Any, bold: Any):  # noqa: FBT001
    if is_swept:
        look_in(bold.conference)
        assert Likeness.objects.exists()
    said = "Somebody very like is registered already: Mr. Хүрэлсүх БОЛД, Mongolia."
    assert doubts(desk, row(*typed), row("Sarnai", "Dorj")) == {2: [said]}


def test_of_who_is_in_no_delegation_the_name_is_told(desk: Any, conference: Any):
    make_registration(conference=conference, person={"courtesy": "", "given_names": "Ada", "family_name": "Lovelace"})
    (said,) = doubts(desk, row("Lovelace", "Ada"))[2]
    assert said == "Somebody very like is registered already: Ada LOVELACE."


def test_another_address_makes_two_of_one_name(desk: Any, bold: Any):
    bold.participant.email = "bold@mfa.example"
    bold.participant.save()
    assert set(doubts(desk, row("Bold", "Khurelsukh", "x@mfa.example"), row("Bold", "Khurelsukh"))) == {3}


def test_a_protected_person_is_told_of_to_nobody_who_may_not_know(conference: Any, bold: Any):
    bold.participant.visibility = Visibility.HIDDEN
    bold.participant.save()
    assert likenesses_in(conference, sees_protected=True).registered
    assert not likenesses_in(conference, sees_protected=False).registered


def test_rows_of_one_table_are_compared_in_any_spelling(desk: Any):
    twice = doubts(desk, row("Хүрэлсүх", "Болд"), row("Sarnai", "Dorj"), row("Bold", "Khurelsukh"))
    assert twice == {4: ["Row 2 has the same name."]}


@pytest.mark.parametrize("count", [1, 20])
def test_no_row_costs_a_query(count: int, desk: Any, bold: Any):
    table = desk.bring(HEAD, *[row("Bold", "Khurelsukh", f"b{number}@mfa.example") for number in range(count)])
    with CaptureQueriesContext(connection) as asked:
        desk.preview(table)
    assert len([each for each in asked if "likeness" in each["sql"]]) == 1
    assert len(asked) <= COSTS
