"""The protocol order of the participating States, the Partners and the alphabets, against lists that are known."""

import datetime

import pytest

from conference.reference.sort_keys import sort_key
from conference.reference.tables import StateRow, organisation_rows, state_rows

JUNE_2019 = datetime.date(2019, 6, 20)
JULY_2017 = datetime.date(2017, 7, 6)
TODAY = datetime.date(2026, 1, 1)

# The order in which the participating States sat in June 2019.
FRENCH_ORDER = (
    "AL DE US AD AM AT AZ BY BE BA BG CA CY HR DK ES EE FI FR GE GR HU IE IS IT KZ KG LV LI LT LU MK MT MD MC MN ME NO "
    "UZ NL PL PT RO GB RU SM VA RS SK SI SE CH TJ CZ TM TR UA"
)


def in_force(day, group="participating_state"):
    return [
        row
        for row in state_rows()
        if row.group == group
        and (row.valid_from is None or row.valid_from <= day)
        and (row.valid_to is None or day < row.valid_to)
    ]


def order(language, day=JUNE_2019, group="participating_state"):
    return " ".join(row.code for row in sorted(in_force(day, group), key=lambda row: row.sort_key[language]))


def test_the_french_order_is_the_one_of_june_2019():
    assert order("fr") == FRENCH_ORDER


def test_the_english_order_has_the_united_states_under_america_and_the_holy_see_under_h():
    assert order("en") == (
        "AL US AD AM AT AZ BY BE BA BG CA HR CY CZ DK EE FI FR GE DE GR VA HU IS IE IT KZ KG LV LI LT LU MT MD MC MN "
        "ME NL MK NO PL PT RO RU SM RS SK SI ES SE CH TJ TR TM UA GB UZ"
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "AF AU JP KR TH"), ("fr", "AF AU KR JP TH"), ("ru", "AU AF KR TH JP"), ("mn", "AU AF KR TH JP")],
)
def test_the_republic_of_korea_is_filed_as_each_language_does(language, expected):
    assert order(language, group="asian_partner") == expected


def test_the_order_is_dated_like_the_names():
    assert "EE MK FI" in order("fr", JULY_2017)
    assert "CH TJ MK TR TM" in order("en", JULY_2017)
    assert "TM TR UA" in order("fr", JUNE_2019)
    assert "TR TM UA" in order("fr", TODAY)
    assert "TJ CZ" in order("fr", TODAY)


def test_every_state_has_one_name_on_each_day_and_a_key_in_each_language():
    for day in (JULY_2017, JUNE_2019, TODAY):
        states = [row for group in {row.group for row in state_rows()} for row in in_force(day, group)]
        assert len(states) == len({row.code for row in states}) == 68
        assert all(row.sort_key.keys() == {"en", "fr", "ru", "mn"} for row in states)
        for language in ("en", "fr", "ru", "mn"):
            assert len({row.sort_key[language] for row in states}) == 68


def test_every_organisation_has_a_key_in_each_language():
    organisations = list(organisation_rows())
    assert len(organisations) == 43
    assert all(row.sort_key.keys() == {"en", "fr", "ru", "mn"} for row in organisations)


@pytest.mark.parametrize("letters", ["АБВГДЕЁЖЗИЙКЛМНОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"])
def test_the_alphabet_is_in_its_order_alone_and_within_a_word(letters):
    assert sorted(letters, key=sort_key) == list(letters)
    words = [f"{first}{second}" for first in letters for second in letters]
    assert sorted(words, key=sort_key) == words


@pytest.mark.parametrize(
    "names",
    [
        ["Соёмбо", "Сонгино", "Сөгнөгөр", "Сүхбаатар", "Сэлэнгэ"],
        ["Ежов", "Ерёмин", "Ёлкин", "Жуков"],
        ["Islande", "Israël", "Italie"],
        ["Pays-Bas", "Paysage"],
        ["Çağlar", "Celik", "Łódź", "Lyon", "Ødegård", "Ostrava", "Weiss", "Weiß-Adler"],
    ],
)
def test_names_are_filed_letter_by_letter(names):
    assert sorted(names, key=sort_key) == names


def test_case_accents_and_punctuation_decide_nothing():
    assert sort_key("RÉPUBLIQUE  (de)") == sort_key("republique de") == "republique de"


def test_no_name_is_one_that_offends():
    forbidden = ("Киргизия", "Белоруссия", "Молдавия", "Өмнөд Солонгос", "Ватикан", "Vatican")
    for row in state_rows():
        printed = [text for texts in _printed(row) for text in texts.values()]
        assert not [text for text in printed if any(word in text for word in forbidden)]


def _printed(row: StateRow):
    return row.name, row.formal_name, row.genitive, row.dative
