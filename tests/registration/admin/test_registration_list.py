"""The list of registrations: what it shows, counts, finds, and what it costs."""

import pytest
from django.test import Client
from django.urls import reverse

from conference.models import Conference, TeamRole
from registration.models import DelegationRole, Route, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer, make_state
from tests.factories.registration import make_category, make_delegation, make_registration
from tests.registration.admin.reading import chips_of, rows_of, text_of

LIST = "admin:registration_registration_changelist"


def test_a_row_tells_who_of_which_delegation_in_which_role_and_where_it_stands(desk: Client, conference: Conference):
    make_registration(
        S.NOMINATED,
        delegation=make_delegation(conference),
        role=DelegationRole.HEAD,
        person={"courtesy": "H.E. Mr.", "given_names": "Aibek", "family_name": "Sample", "function": ""},
    )
    text = text_of(desk.get(reverse(LIST)))
    assert "H.E. Mr. Aibek SAMPLE" in text
    assert "Kyrgyzstan head of delegation · Government" in text
    assert "Nominated function" in text


@pytest.mark.parametrize(
    ("person", "beside"),
    [
        ({"given_names": "Өлзий", "family_name": "", "patronymic": "Дамдины"}, "Ms. Damdiny ÖLZII"),
        ({"given_names": "Olzii", "family_name": "", "native_name": "Өлзий"}, "Өлзий"),
        ({"given_names": "Юрий", "family_name": "Щукин"}, "Iurii SHCHUKIN"),
    ],
)
def test_a_latin_form_stands_beside_a_cyrillic_name(desk: Client, conference: Conference, person, beside):
    order = {"name_order": "patronymic_first"} if "patronymic" in person else {}
    make_registration(conference=conference, person=person | order)
    assert beside.removeprefix("Ms. ") in text_of(desk.get(reverse(LIST)))


@pytest.mark.parametrize("registration_count", [1, 100])
def test_the_list_costs_the_same_for_one_and_for_a_hundred(
    desk: Client, conference: Conference, django_assert_max_num_queries, registration_count
):
    delegation = make_delegation(conference, quota=None)
    for number in range(registration_count):
        if number % 2:
            make_registration(S.NOMINATED, delegation=delegation)
        else:
            make_registration(S.SUBMITTED, conference)
    desk.get(reverse(LIST))
    with django_assert_max_num_queries(15):
        assert desk.get(reverse(LIST)).status_code == 200


def test_chips_count_the_whole_list_in_the_words_of_its_track(desk: Client, conference: Conference):
    make_registration(S.COMPLETE, conference)
    make_registration(S.SUBMITTED, conference)
    make_registration(S.UNDER_REVIEW, conference, person={"function": ""})
    make_registration(S.REGISTERED, conference)
    assert chips_of(desk.get(reverse(LIST))) == {
        "Waiting for a decision": 3,
        "Complete": 1,
        "Submitted": 1,
        "Under review": 1,
        "Registered": 1,
        "Something outstanding": 1,
    }


def test_an_endless_function_does_not_make_a_row_tall(desk: Client, conference: Conference):
    make_registration(conference=conference, person={"function": "Director of the Department of " + "Policy " * 12})
    shown = text_of(desk.get(reverse(LIST)))
    assert "Director of the Department of Policy Policy Policy Poli…" in shown


def test_the_lesser_statuses_wait_in_a_menu(desk: Client, conference: Conference):
    make_registration(S.SUBMITTED, conference)
    make_registration(S.REGISTERED, conference)
    page = desk.get(reverse(LIST), {"status": "submitted"})
    assert [chip["label"] for chip in page.context["chips"] if chip["in_menu"]] == ["Submitted"]
    assert '<summary class="chip" aria-current="true">Status' in page.content.decode()


def test_a_chip_cuts_the_list_and_once_more_takes_the_cut_away(desk: Client, conference: Conference):
    waiting = make_registration(S.SUBMITTED, conference)
    make_registration(S.REGISTERED, conference)
    cut = desk.get(reverse(LIST), {"status": "waiting"})
    assert rows_of(cut) == [waiting.pk]
    current = [chip for chip in cut.context["chips"] if chip["current"]]
    assert [(chip["label"], chip["url"]) for chip in current] == [("Waiting for a decision", "?")]


@pytest.mark.parametrize(
    ("parameter", "value"), [("status", "under_review"), ("outstanding", "yes"), ("group", "asian_partner")]
)
def test_filters_show_only_what_they_name(desk: Client, conference: Conference, parameter: str, value: str):
    make_registration(S.REGISTERED, conference)
    korea = make_delegation(conference, make_state("KR"))
    wanted = {
        "status": lambda: make_registration(S.UNDER_REVIEW, conference),
        "outstanding": lambda: make_registration(S.SUBMITTED, conference, person={"function": ""}),
        "group": lambda: make_registration(S.NOMINATED, delegation=korea),
    }[parameter]()
    assert rows_of(desk.get(reverse(LIST), {parameter: value})) == [wanted.pk]


def test_filters_by_category_and_delegation_take_the_conferences_own(desk: Client, conference: Conference):
    media = make_category(conference, Route.APPLICATION, slug="media", name={"en": "Media"})
    journalist = make_registration(category=media)
    delegate = make_registration(S.NOMINATED, delegation=make_delegation(conference))
    by_category = rows_of(desk.get(reverse(LIST), {"category": str(media.pk)}))
    by_delegation = rows_of(desk.get(reverse(LIST), {"delegation": str(delegate.delegation_id)}))
    assert (by_category, by_delegation) == ([journalist.pk], [delegate.pk])


@pytest.mark.parametrize("value", ["nonsense", "00000000-0000-0000-0000-000000000000", "'"])
@pytest.mark.parametrize("parameter", ["status", "category", "group", "delegation", "outstanding"])
def test_a_made_up_filter_breaks_nothing(desk: Client, conference: Conference, parameter: str, value: str):
    make_registration(conference=conference)
    assert desk.get(reverse(LIST), {parameter: value}).status_code == 200


@pytest.mark.parametrize("words", ["sukhbaatar", "SÜKH", "сүх", "policy", "kyrgyz", "kyrgyz policy", "aa@people"])
def test_search_finds_names_however_typed_institutions_addresses_and_delegations(
    desk: Client, conference: Conference, words: str
):
    found = make_registration(
        S.NOMINATED,
        delegation=make_delegation(conference),
        person={
            "given_names": "Sükhbaatar",
            "native_name": "Сүхбаатар",
            "institution": "Institute of Public Policy",
            "email": "aa@people.example",
        },
    )
    make_registration(conference=conference, person={"given_names": "Other", "institution": "Elsewhere"})
    assert rows_of(desk.get(reverse(LIST), {"q": words})) == [found.pk]


def test_a_protected_person_is_named_to_the_registration_officer_alone(
    desk: Client, coordinator_desk: Client, conference: Conference
):
    make_registration(
        conference=conference,
        person={
            "family_name": "Hidden",
            "visibility": Visibility.HIDDEN,
            "function": "Secret",
            "email": "hidden@people.example",
        },
    )
    assert "Aigerim HIDDEN" in text_of(desk.get(reverse(LIST)))
    seen = text_of(coordinator_desk.get(reverse(LIST)))
    assert "Protected participant" in seen
    assert not [word for word in ("HIDDEN", "Secret", "hidden@people.example") if word in seen]


def test_searching_for_a_protected_person_tells_nothing_to_those_without_the_role(
    coordinator_desk: Client, conference: Conference
):
    make_registration(conference=conference, person={"family_name": "Hidden", "visibility": Visibility.HIDDEN})
    assert rows_of(coordinator_desk.get(reverse(LIST), {"q": "hidden"})) == []


@pytest.mark.parametrize("role", TeamRole)
def test_every_officer_reads_the_list_of_their_conference_alone(
    conference: Conference, other_conference: Conference, sign_in, role: TeamRole
):
    make_registration(conference=other_conference, person={"family_name": "Elsewhere"})
    page = sign_in(make_officer(conference, role)).get(reverse(LIST))
    assert page.status_code == 200
    assert rows_of(page) == []
    assert "ELSEWHERE" not in text_of(page)


@pytest.mark.parametrize("query", [{"o": "2"}, {"group": "participating_state"}])
def test_delegations_stand_in_their_protocol_order_and_members_in_the_order_of_the_state(desk, conference, query):
    german, kyrgyz = (make_delegation(conference, make_state(code), has_own_order=True) for code in ("DE", "KG"))
    rows = [
        make_registration(S.COMPLETE, delegation=delegation, role=role, position=position)
        for delegation, role, position in (
            (kyrgyz, "head", 3),
            (kyrgyz, "adviser", 1),
            (german, "delegate", 2),
            (german, "adviser", 1),
        )
    ]
    in_order = [rows[3], rows[2], rows[0], rows[1]]
    assert rows_of(desk.get(reverse(LIST), query)) == [row.pk for row in in_order]
    assert rows_of(desk.get(reverse(LIST), {"delegation": str(kyrgyz.pk)})) == [rows[0].pk, rows[1].pk]


@pytest.mark.parametrize("registration_count", [1, 100])
def test_the_list_by_delegation_costs_the_same(
    desk: Client, conference: Conference, django_assert_max_num_queries, registration_count
):
    delegation = make_delegation(conference, quota=None)
    for _ in range(registration_count):
        make_registration(S.NOMINATED, delegation=delegation)
    with django_assert_max_num_queries(15):
        assert desk.get(reverse(LIST), {"delegation": str(delegation.pk)}).status_code == 200
