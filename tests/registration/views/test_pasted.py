"""Members pasted from a spreadsheet: into the grid first, each mistake by row and column, nobody nominated before."""

import uuid

import pytest
from django.urls import reverse

from registration.models import Registration
from tests.factories.conference import make_state
from tests.factories.registration import make_delegation, make_focal_point

FOCAL_POINT = "dana@mission.example"
THREE = (
    "Head\tH.E. Mr.\tNurlan\tSample\tEnvoy\tKyrgyzstan\tnurlan@ministry.example\n"
    "советник\tMs.\tAinura\tExample\tAdviser\tkg\t\n"
    "\t\t\t\t\t\t\n"
    "Delegate\tMs.\tJyldyz\tSpecimen\t\t\t\n"
)


@pytest.fixture
def delegation(conference):
    delegation = make_delegation(conference, make_state("KG"), quota=12)
    make_focal_point(delegation, email=FOCAL_POINT)
    return delegation


@pytest.fixture
def dana(delegation, signed_in_as):
    return signed_in_as(delegation.focal_points.get().email)


@pytest.fixture
def url(delegation):
    return reverse("registration:nominate-several", args=[delegation.conference.slug, delegation.pk])


@pytest.fixture
def pasting(url, dana):
    def paste(text, **typed):
        data = {"members-TOTAL_FORMS": "12", "members-INITIAL_FORMS": "0", "form_token": str(uuid.uuid4())}
        return dana.post(url, data | typed | {"step": "paste", "pasted": text})

    return paste


def lines(response):
    return [
        [form[name].value() or "" for name in ("role", "given_names", "family_name", "nationality", "email")]
        for form in response.context["grid"].forms
        if form.has_changed()
    ]


def problems(response):
    return [problem.text for problem in response.context["problems"]]


def test_lines_stand_in_the_grid_and_nobody_is_nominated_until_one_says_so(pasting, dana, url):
    response = pasting(THREE)
    assert lines(response) == [
        ["head", "Nurlan", "Sample", "Kyrgyzstan", "nurlan@ministry.example"],
        ["adviser", "Ainura", "Example", "kg", ""],
        ["delegate", "Jyldyz", "Specimen", "", ""],
    ]
    assert problems(response) == []
    assert "3 lines stand in the grid below" in response.content.decode()
    assert not Registration.objects.exists()
    grid = response.context["grid"]
    data = {"form_token": response.context["token"]["form_token"].value()} | dict(grid.data.items())
    dana.post(url, data)
    people = Registration.objects.order_by("created_at")
    assert [(each.role, each.participant.nationality.code) for each in people] == [
        ("head", "KG"),
        ("adviser", "KG"),
        ("delegate", ""),
    ]


def test_a_first_line_that_names_the_columns_says_their_order(pasting):
    response = pasting("Family name;Given names;Role\nSample;Nurlan;Head\n")
    assert lines(response) == [["head", "Nurlan", "Sample", "", ""]]


def test_every_mistake_is_said_by_row_and_column_with_a_suggestion_and_nothing_is_lost(pasting):
    response = pasting("Councillor\tMr.\tNurlan\tSample\tEnvoy\tKirgizstan\tno address\nHead\tMr.\t\tX\n")
    assert problems(response) == [
        "Row 1, Role in the delegation: “Councillor” is no role here; choose one of the list",
        "Row 1, Nationality: “Kirgizstan” is no country that we know; perhaps it is one of these: Kyrgyzstan",
        "Row 1, E-mail address: Enter an e-mail address, like name@mfa.example",
        "Row 2, Given names: Enter the given names, or the one name that is used",
    ]
    text = response.content.decode()
    assert '<option value="Councillor" selected>' in text
    assert 'value="Kirgizstan"' in text
    assert 'href="#id_members-0-nationality"' in text


def test_a_country_unlike_any_other_is_refused_without_a_suggestion(pasting):
    response = pasting("Head\tMr.\tNurlan\tSample\tEnvoy\tQqqqqq\t\n")
    assert problems(response) == [
        "Row 1, Nationality: “Qqqqqq” is no country that we know; write its name or its two letters"
    ]


def test_a_part_of_a_name_brings_every_country_of_that_name(pasting):
    (problem,) = problems(pasting("Head\tMr.\tMin-jae\tSample\tEnvoy\tKorea\t\n"))
    assert problem.startswith("Row 1, Nationality: “Korea” is no country that we know; perhaps it is one of these: ")
    assert "Republic of Korea" in problem
    assert "Kenya" not in problem


def test_a_cell_without_a_column_is_said_and_kept_in_the_box(pasting):
    response = pasting("Head\tMr.\tNurlan\tSample\tEnvoy\tKG\tn@m.example\tVegetarian\n")
    assert problems(response) == ["Row 1: “Vegetarian” has no column in the grid and was left out."]
    assert "Vegetarian" in response.context["pasted"]


def test_what_was_typed_before_is_kept_and_the_pasted_lines_follow(pasting):
    response = pasting("Head\tMr.\tNurlan\tSample\n", **{"members-3-given_names": "Typed"})
    assert [line[1] for line in lines(response)] == ["Typed", "Nurlan"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n ", "Nothing was pasted."),
        ("x" * 60_001, "That is more than can be pasted at once"),
        ("Delegate\tMr.\tNurlan\n" * 61, "With these there would be 61 lines; at most 60 fit."),
    ],
    ids=["nothing", "too long", "too many"],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_is_kept(text, sentence, pasting):
    response = pasting(text, **{"members-0-given_names": "Typed"} if "61" not in sentence else {})
    assert sentence in response.content.decode()
    assert not Registration.objects.exists()


def test_a_long_list_makes_the_grid_as_long(pasting):
    assert len(pasting("Delegate\tMr.\tNurlan\n" * 30).context["grid"].forms) >= 30


def test_nul_bytes_and_quotes_are_only_text(pasting):
    response = pasting('Head\tMr.\tNur\x00lan\t"Sample"\n')
    assert lines(response) == [["head", "Nurlan", "Sample", "", ""]]
