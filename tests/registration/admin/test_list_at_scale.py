"""The list of registrations by what the database keeps beside each row: orders, pages, numbers, short words."""

import pytest
from django.test import Client
from django.urls import reverse

from conference.models import Conference
from registration.admin import desk_counting, desk_list
from registration.admin.registrations import RegistrationAdmin
from registration.models import Participant, Registration, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_organisation, make_state
from tests.factories.registration import make_delegation, make_invitation, make_registration
from tests.registration.admin.reading import rows_of

LIST = "admin:registration_registration_changelist"


def of_persons(conference, *persons):
    return [make_registration(S.COMPLETE, conference, person=person) for person in persons]


def names(family, given="Ana", **more):
    return {"family_name": family, "given_names": given, "institution": "", "function": "Adviser", **more}


def test_a_row_follows_its_person(conference: Conference):
    registration = make_registration(S.NOMINATED, delegation=make_delegation(conference), person=names("Ødegård"))
    person = registration.participant

    def kept():
        return Registration.objects.values_list("name_key", "public_name_key", "is_incomplete").get(pk=registration.pk)

    assert [key[:7] for key in kept()[:2]] == ["odegard", "odegard"]
    assert kept()[2] is False
    person.function, person.visibility = "", Visibility.HIDDEN
    person.save()
    assert kept()[1:] == ("", True)
    Registration.objects.filter(pk=registration.pk).update(state=S.WITHDRAWN)
    assert kept()[2] is False
    Participant.objects.filter(pk=person.pk).update(search_text="ү")
    assert kept()[0] == "у’"


def test_names_stand_in_the_order_of_the_alphabet_by_the_name_of_address(desk: Client, conference: Conference):
    rows = of_persons(
        conference,
        names("Øster", "Zoë"),
        names("", "Өлзий", patronymic="Ян"),
        names("", "Пүрэв", patronymic="Аа"),
        names("", "Оюун", patronymic="Бат"),
        names("Łucki", "Bo"),
        names("Mac", "Ad"),
    )

    shown = rows_of(desk.get(reverse(LIST), {"o": "who"}))

    assert shown == [rows[i].pk for i in (4, 5, 0, 3, 1, 2)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("li", [0]),
        ("o", [1]),
        ("김", [2]),
        ("łuc", [3]),
        ("LUCKI", [3]),
        ("li wei", [0]),
        ("julia", [4]),
        ("wei julia", []),
    ],
)
def test_short_words_begin_a_word_and_letters_are_found_as_they_are_typed(
    desk: Client, conference: Conference, words, found
):
    rows = of_persons(
        conference,
        names("Li", "Wei", native_name="李伟"),
        names("O", "Hana", native_name="오하나"),
        names("Kim", "Minjun", native_name="김민준"),
        names("Łucki", "Ben"),
        names("Bertelin", "Júlia"),
    )

    assert set(rows_of(desk.get(reverse(LIST), {"q": words}))) == {rows[i].pk for i in found}


def test_a_word_of_the_delegation_and_one_of_the_person_find_together(desk: Client, conference: Conference):
    kyrgyz, german = (make_delegation(conference, make_state(code)) for code in ("KG", "DE"))
    wanted = make_registration(S.COMPLETE, delegation=kyrgyz, person=names("Sample"))
    make_registration(S.COMPLETE, delegation=german, person=names("Sample", "Eva"))
    make_registration(S.COMPLETE, delegation=kyrgyz, person=names("Other"))

    assert rows_of(desk.get(reverse(LIST), {"q": "sample kyrgyz"})) == [wanted.pk]


def test_a_number_finds_whose_it_is(desk: Client, coordinator_desk: Client, conference: Conference):
    wanted = make_registration(S.REGISTERED, conference, person=names("Sample"))
    hidden = make_registration(S.REGISTERED, conference, person=names("Other", visibility=Visibility.HIDDEN))
    delegation = make_delegation(conference)
    member = make_registration(S.COMPLETE, delegation=delegation, person=names("Member"))
    make_invitation(to=delegation, reference="MFA 12/345")
    wanted_badge = wanted.badges.get()
    hidden_badge = hidden.badges.get()

    def found(who, words):
        return rows_of(who.get(reverse(LIST), {"q": words}))

    assert found(desk, wanted_badge.shown.lower()) == [wanted.pk]
    assert found(desk, str(wanted.pk)) == [wanted.pk]
    assert found(desk, "mfa 12/345") == [member.pk]
    assert found(coordinator_desk, str(hidden.pk)) == found(coordinator_desk, hidden_badge.shown) == []


@pytest.mark.parametrize("order", ["delegation", "-delegation", "who", "status"])
def test_pages_hold_every_row_once_in_one_order(desk: Client, conference: Conference, monkeypatch, order):
    monkeypatch.setattr(RegistrationAdmin, "list_per_page", 3)
    delegations = [make_delegation(conference, make_state(code), quota=None) for code in ("KG", "DE", "MN")]
    for number in range(7):
        make_registration(S.NOMINATED, delegation=delegations[number % 3], person=names(f"Sample {number}"))
    make_registration(S.SUBMITTED, conference, person=names("Alone"))

    pages = [rows_of(desk.get(reverse(LIST), {"o": order, "p": page})) for page in (1, 2, 3)]
    at_once = rows_of(desk.get(reverse(LIST), {"o": order, "all": "1"}))

    assert [len(page) for page in pages] == [3, 3, 2]
    assert [pk for page in pages for pk in page] == at_once
    assert set(at_once) == set(Registration.objects.values_list("pk", flat=True))


def test_of_many_delegations_each_that_is_asked_for_is_shown(desk: Client, conference: Conference, monkeypatch):
    monkeypatch.setattr(desk_list, "MANY", 0)
    rows = [
        make_registration(S.NOMINATED, delegation=make_delegation(conference, make_organisation(name={"en": name})))
        for name in ("Dialogue Forum", "Steppe Centre", "Third House")
    ]
    asked = [str(row.delegation_id) for row in rows[:2]]
    assert set(rows_of(desk.get(reverse(LIST), {"delegation": asked}))) == {row.pk for row in rows[:2]}


def test_a_page_beyond_the_last_leads_back(desk: Client, conference: Conference, monkeypatch):
    monkeypatch.setattr(RegistrationAdmin, "list_per_page", 1)
    of_persons(conference, names("Sample"), names("Sample", "Eva"))

    assert desk.get(reverse(LIST), {"q": "sample", "p": "9"}).status_code == 302


@pytest.mark.parametrize(("large", "counted"), [(1, 3), (5000, 2)])
def test_of_a_large_conference_what_a_filter_leaves_is_counted_once_a_minute(
    desk: Client, coordinator_desk: Client, conference: Conference, monkeypatch, large, counted
):
    monkeypatch.setattr(desk_counting, "LARGE", large)
    rows = of_persons(conference, *(names(f"Sample{n}", language="mn") for n in range(3)))
    cut = {"language": "mn", "o": "who"}

    def seen(who):
        page = who.get(reverse(LIST), cut)
        return page.context["cl"].result_count, rows_of(page)

    assert seen(desk)[0] == 3
    Participant.objects.filter(pk=rows[0].participant_id).update(language="en")
    left = [row.pk for row in rows[1:]]
    assert seen(desk) == (counted, left)
    # Each officer's own: what one may know of is no count for another.
    assert seen(coordinator_desk) == (2, left)
