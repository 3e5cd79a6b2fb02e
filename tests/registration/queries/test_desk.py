"""What the desk counts and how it names: the database and the functions must say the same."""

import itertools

import pytest
from django.utils.translation import override

from registration.models import Registration, is_cyrillic
from registration.queries import growth
from registration.queries.desk_registrations import SOMETHING_OUTSTANDING, desk_counts
from registration.queries.latin_names import latin_form
from registration.queries.outstanding import outstanding
from registration.states import ENDED
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference
from tests.factories.registration import make_delegation, make_registration


def test_the_database_finds_outstanding_exactly_what_the_function_says(db: None):
    conference = make_conference()
    delegation = make_delegation(conference, quota=None)
    fields = ("function", "nationality", "email")
    for missing in itertools.chain.from_iterable(itertools.combinations(fields, n) for n in range(4)):
        person = dict.fromkeys(missing, "")
        make_registration(S.NOMINATED, delegation=delegation, person=person)
        make_registration(S.SUBMITTED, conference, person=person)
        make_registration(S.SUBMITTED, conference, person=person | {"office_email": "office@people.example"})
        make_registration(S.DECLINED, conference, person=person)
    everything = Registration.objects.select_related("participant")
    said = {each.pk for each in everything if each.state not in ENDED and outstanding(each)}
    assert said
    assert set(everything.filter(SOMETHING_OUTSTANDING).values_list("pk", flat=True)) == said
    assert desk_counts(conference).outstanding == len(said)


@pytest.mark.parametrize("registration_count", [1, 30])
def test_the_chips_cost_one_query(db: None, django_assert_num_queries, registration_count: int):
    conference = make_conference()
    for _ in range(registration_count):
        make_registration(S.SUBMITTED, conference)
    with django_assert_num_queries(1):
        counts = desk_counts(conference)
    assert (counts.waiting, counts.by_state[S.SUBMITTED]) == (registration_count,) * 2


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Өлзий ТЭМДЭГТ", "Ölzii TEMDEGT"),
        ("Дамдины ЦОГТБААТАР", "Damdiny TSOGTBAATAR"),
        ("Жамьян", "Zhamian"),
        ("Щукин", "Shchukin"),
        ("ЩУКИН", "SHCHUKIN"),
        ("Я", "Ia"),
        ("Үүрцайх О’Нил", "Üürtsaikh O’Nil"),
    ],
)
def test_cyrillic_names_get_a_latin_form_that_keeps_its_capitals(cyrillic: str, latin: str):
    assert latin_form(cyrillic) == latin


def test_the_language_decides_where_the_letters_do_not():
    assert latin_form("Жамьян", language="mn") == "Jamiyan"


@pytest.mark.parametrize(
    ("text", "answer"), [("Өлзий", True), ("Ulzii", False), ("Өлзий (Ulzii)", False), ("김민준", False), ("", False)]
)
def test_only_what_is_cyrillic_and_not_latin_as_well_needs_one(text: str, answer: bool):  # noqa: FBT001  a case
    assert is_cyrillic(text) is answer


def test_the_growth_of_a_large_conference_is_kept_in_the_language_of_each_reader(db: None, monkeypatch):
    monkeypatch.setattr(growth, "LARGE", 0)
    conference = make_conference()
    make_registration(S.NOMINATED, conference)
    for language, category in (("en", "Government"), ("ru", "Правительство"), ("en", "Government")):
        with override(language):
            assert [row["category"] for row in growth.growth_panel(conference)["rows"]] == [category]
