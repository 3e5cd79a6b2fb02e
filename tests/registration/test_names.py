"""How people are named, wherever they come from."""

import pytest
from django.utils.translation import override

from registration.models import NameOfAddress, NameOrder, searchable
from tests.factories.registration import make_participant, new_participant

FAMILY, GIVEN = NameOfAddress.FAMILY, NameOfAddress.GIVEN


def named(
    given, family="", *, patronymic="", order=NameOrder.GIVEN_FIRST, address=FAMILY, courtesy="", title="", **more
):
    return new_participant(
        given_names=given,
        family_name=family,
        patronymic=patronymic,
        name_order=order,
        name_of_address=address,
        courtesy=courtesy,
        title=title,
        **more,
    )


def test_in_mongolian_the_given_name_is_in_capitals_never_the_patronymic():
    person = named("Сарантуяа", patronymic="Болд", order=NameOrder.PATRONYMIC_FIRST, address=GIVEN, courtesy="H.E. Ms.")
    assert person.formal_name == "H.E. Ms. Болд САРАНТУЯА"
    assert person.letter_name == "H.E. Ms. Сарантуяа"
    assert person.sort_name.startswith("сарантуяа")


def test_the_patronymic_stays_small_even_where_family_was_ticked_and_there_is_none():
    person = named("Өнөрцэцэг", patronymic="Үүрээ", order=NameOrder.PATRONYMIC_FIRST)
    assert person.ordered_name == "Үүрээ ӨНӨРЦЭЦЭГ"


def test_in_korean_the_family_name_comes_first_in_capitals():
    person = named("Minjun", "Kim", order=NameOrder.FAMILY_FIRST, courtesy="Mr.")
    assert (person.ordered_name, person.plain_name, person.letter_name) == ("KIM Minjun", "Kim Minjun", "Mr. Kim")


def test_a_russian_patronymic_stands_between_given_and_family_name():
    assert named("Анна", "Примерова", patronymic="Ивановна").ordered_name == "Анна Ивановна ПРИМЕРОВА"


def test_a_single_name_is_a_given_name_in_capitals():
    person = named("Suparno", title="Ven.")
    assert (person.formal_name, person.letter_name, person.sort_name) == ("Ven. SUPARNO", "Ven. Suparno", "suparno")


def test_without_courtesy_or_title_a_letter_gives_the_whole_name():
    assert named("Aigerim", "Sample").letter_name == "Aigerim Sample"


def test_courtesy_and_title_do_not_say_a_thing_twice():
    excellency = named("Jan", "Example", courtesy="H.E. Mr.", title="Ambassador")
    assert (excellency.formal_name, excellency.letter_name) == (
        "H.E. Ambassador Jan EXAMPLE",
        "H.E. Ambassador Example",
    )
    assert named("Jan", "Example", courtesy="Mr.", title="Dr.").formal_name == "Dr. Jan EXAMPLE"
    assert named("Jan", "Example", courtesy="Rev.", title="Dr.").formal_name == "Rev. Dr. Jan EXAMPLE"
    assert named("Jan", "Example", courtesy="H.E. Mr.").formal_name == "H.E. Mr. Jan EXAMPLE"
    assert named("Jan", "Example", title="Imam").letter_name == "Imam Example"


def test_a_name_typed_for_the_list_of_participants_stands_as_typed():
    assert named("Jan", "Example", listed_name="Jan van der EXAMPLE").formal_name == "Jan van der EXAMPLE"


@pytest.mark.parametrize(
    ("family", "capitals"),
    [
        ("Өлзий", "ӨЛЗИЙ"),
        ("Үнэнбат", "ҮНЭНБАТ"),
        ("Weiß", "WEISS"),  # Unicode's capitals; the name in the list can be typed where ẞ is wanted
        ("Işık", "IŞIK"),
        ("Yiğit", "YIĞIT"),  # Turkish would write YİĞİT: typed in the list where it is wanted
        ("O’Neill", "O’NEILL"),
        ("García-Márquez", "GARCÍA-MÁRQUEZ"),
    ],
)
def test_capitals_are_unicodes(family, capitals):
    assert named("A", family).ordered_name == f"A {capitals}"


@pytest.mark.django_db
def test_a_name_of_three_hundred_characters_is_kept_and_found():
    person = make_participant(given_names="а" * 150, family_name="б" * 150, native_name="ж" * 300)
    person.refresh_from_db()
    assert person.ordered_name == "а" * 150 + " " + "Б" * 150
    assert len(person.native_name) == 300
    assert person.search_text.startswith(f"{'б' * 150} {'а' * 150}")


@pytest.mark.parametrize(
    ("typed", "found_as"),
    [
        ("García MÁRQUEZ", "garcia marquez"),
        ("Өлзийбат", "өлзийбат"),
        ("Үнэн", "үнэн"),
        ("Сергей", "сергей"),
        ("Weiß", "weiss"),
        ("Nguyễn", "nguyen"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed, found_as):
    assert searchable(typed) == found_as


@pytest.mark.django_db
def test_addresses_are_compared_in_small_letters():
    person = make_participant(email=" Aigerim@People.Example ", office_email="OFFICE@Ministry.example")
    assert (person.email, person.office_email) == ("aigerim@people.example", "office@ministry.example")


def test_known_courtesies_are_spoken_in_the_language_of_the_page_and_others_stay_as_typed():
    with override("ru"):
        assert named("Pavel", "Example", courtesy="H.E. Mr.").formal_name == "Е.П. г-н Pavel EXAMPLE"
        assert named("Jan", "Example", courtesy="Sir").formal_name == "Sir Jan EXAMPLE"
    with override("mn"):
        assert named("Ana", "Example", courtesy="Ms.").formal_name == "Хатагтай Ana EXAMPLE"


@pytest.mark.parametrize(
    ("language", "native", "said"),
    [
        ("ru", "Иван Примеров", "г-н Иван Примеров"),
        ("mn", "Иван Примеров", "ноён Иван Примеров"),
        ("en", "Иван Примеров", "Mr. Primerov"),
        ("ru", "홍길동", "г-н Primerov"),
        ("ru", "Ivan Примеров", "г-н Primerov"),
        ("ru", "", "г-н Primerov"),
    ],
)
def test_a_letter_in_cyrillic_says_a_name_in_cyrillic_where_it_is_known(language, native, said):
    person = named("Ivan", "Primerov", courtesy="Mr.", native_name=native)
    with override(language):
        assert person.letter_name.casefold() == said.casefold()
        assert person.name_in_letters.endswith(native if said.endswith("Примеров") else "PRIMEROV")


def test_a_name_that_is_typed_in_cyrillic_is_said_as_it_is_typed():
    person = named("Анна", "Примерова", courtesy="Ms.", native_name="Анна Ивановна Примерова")
    with override("ru"):
        assert person.name_in_letters == "г-жа Анна ПРИМЕРОВА"
