"""Names of people who do not exist, in Latin and in Cyrillic letters, and what these people do."""

from dataclasses import dataclass

from agenda.management.crowd.chance import Chance
from registration.models import NameOfAddress, NameOrder

Pair = tuple[str, str]
"""A name in Latin letters and in its own script."""

LATIN_GIVEN: tuple[str, ...] = (
    "Aino",
    "Bastien",
    "Carys",
    "Dragana",
    "Eoin",
    "Fiammetta",
    "Götz",
    "Hélène",
    "Ingibjörg",
    "Jaume",
)
LATIN_GIVEN += ("Katalin", "Łucja", "Marcel", "Noémie", "Oisín", "Pavlína", "Renzo", "Şirin", "Tõnu", "Zoltán")
LATIN_FAMILY: tuple[str, ...] = (
    "Abendrot",
    "Brännström",
    "Capodilista",
    "Dvořáček",
    "Eskelinen",
    "Fernández-Ruano",
    "Gyöngyösi",
)
LATIN_FAMILY += ("Haverkamp", "Íñiguez", "Jørgensrud", "Kowalczyńska", "Lémery", "Mac Giolla", "Nováček", "Østergård")
LATIN_FAMILY += ("Popescu-Vrânceanu", "Quintavalle", "Râmniceanu", "Şahinbaş", "Tamkivi", "Urrutikoetxea", "Zubrická")
SLAVIC_GIVEN: tuple[Pair, ...] = (
    ("Alina", "Алина"),
    ("Bogdan", "Богдан"),
    ("Fyodor", "Фёдор"),
    ("Galina", "Галина"),
    ("Kseniya", "Ксения"),
    ("Matvei", "Матвей"),
    ("Oksana", "Оксана"),
    ("Timur", "Тимур"),
    ("Yulia", "Юлия"),
    ("Zakhar", "Захар"),
)
SLAVIC_FAMILY: tuple[Pair, ...] = (
    ("Belozerova", "Белозёрова"),
    ("Chernykh", "Черных"),
    ("Dolgikh", "Долгих"),
    ("Hrytsenko", "Гриценко"),
    ("Kovalchuk", "Ковальчук"),
    ("Shevchuk", "Шевчук"),
    ("Sokolenko", "Соколенко"),
    ("Tkachuk", "Ткачук"),
    ("Zhuravel", "Журавель"),
)
MONGOLIAN_GIVEN: tuple[Pair, ...] = (
    ("Altantsetseg", "Алтанцэцэг"),
    ("Batbayar", "Батбаяр"),
    ("Ganbold", "Ганболд"),
    ("Nergüi", "Нэргүй"),
    ("Oyuunchimeg", "Оюунчимэг"),
    ("Sarangerel", "Сарангэрэл"),
    ("Tömörbaatar", "Төмөрбаатар"),
)
MONGOLIAN_PATRONYMIC: tuple[Pair, ...] = (
    ("Bayarsaikhan", "Баярсайхан"),
    ("Dorj", "Дорж"),
    ("Erdene", "Эрдэнэ"),
    ("Lkhagvasüren", "Лхагвасүрэн"),
    ("Pürev", "Пүрэв"),
)
KOREAN_FAMILY: tuple[Pair, ...] = (("Kim", "김"), ("Park", "박"), ("Choi", "최"), ("Seo", "서"))
KOREAN_GIVEN: tuple[Pair, ...] = (("Minjun", "민준"), ("Seoyeon", "서연"), ("Jiho", "지호"), ("Haneul", "하늘"))

FUNCTIONS: tuple[str, ...] = (
    "Counsellor",
    "Deputy Director, Department of Multilateral Policy",
    "Desk Officer",
    "Director General",
)
FUNCTIONS += ("First Secretary", "Head of Division", "Legal Adviser", "Programme Manager", "Research Fellow", "Editor")
COURTESIES = {"Ms.": 40, "Mr.": 40, "H.E. Mr.": 6, "H.E. Ms.": 5, "Mx.": 1, "": 8}
TITLES = {"": 80, "Dr.": 10, "Ambassador": 5, "Professor": 4, "Imam": 1}
KINDS = {"latin": 55, "slavic": 25, "mongolian": 14, "korean": 6}


@dataclass(frozen=True)
class Name:
    """The parts of a name, by the fields of a participant."""

    given_names: str
    family_name: str = ""
    patronymic: str = ""
    native_name: str = ""
    name_order: NameOrder = NameOrder.GIVEN_FIRST
    name_of_address: NameOfAddress = NameOfAddress.FAMILY


def name_of(chance: Chance) -> Name:
    """One name; some people have a single one."""
    if chance.happens(0.01):
        return Name(chance.one_of(LATIN_GIVEN))
    makers = {"latin": _latin, "slavic": _slavic, "mongolian": _mongolian, "korean": _korean}
    return makers[chance.weighted(KINDS)](chance)


def _latin(chance: Chance) -> Name:
    return Name(chance.one_of(LATIN_GIVEN), chance.one_of(LATIN_FAMILY))


def _slavic(chance: Chance) -> Name:
    given, family = chance.one_of(SLAVIC_GIVEN), chance.one_of(SLAVIC_FAMILY)
    return Name(given[0], family[0], native_name=f"{given[1]} {family[1]}")


def _mongolian(chance: Chance) -> Name:
    given, patronymic = chance.one_of(MONGOLIAN_GIVEN), chance.one_of(MONGOLIAN_PATRONYMIC)
    return Name(
        given[0],
        patronymic=patronymic[0],
        native_name=f"{patronymic[1]} {given[1]}",
        name_order=NameOrder.PATRONYMIC_FIRST,
        name_of_address=NameOfAddress.GIVEN,
    )


def _korean(chance: Chance) -> Name:
    family, given = chance.one_of(KOREAN_FAMILY), chance.one_of(KOREAN_GIVEN)
    native = f"{family[1]}{given[1]}"
    return Name(given[0], family[0], native_name=native, name_order=NameOrder.FAMILY_FIRST)
