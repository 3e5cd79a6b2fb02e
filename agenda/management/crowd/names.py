"""Names of people who do not exist, in the scripts of a conference, and what these people do."""

from collections.abc import Callable
from dataclasses import dataclass

from agenda.management.crowd import name_stock as stock
from agenda.management.crowd.chance import Chance
from agenda.management.crowd.name_stock import Pair
from registration.models import NameOfAddress, NameOrder

FUNCTIONS: tuple[str, ...] = (
    "Counsellor",
    "Deputy Director, Department of Multilateral Policy",
    "Desk Officer",
    "Director General",
)
FUNCTIONS += ("First Secretary", "Head of Division", "Legal Adviser", "Programme Manager", "Research Fellow", "Editor")
COURTESIES = {"Ms.": 40, "Mr.": 40, "H.E. Mr.": 6, "H.E. Ms.": 5, "Mx.": 1, "": 8}
TITLES = {"": 80, "Dr.": 10, "Ambassador": 5, "Professor": 4, "Imam": 1}
KINDS = {"latin": 48, "slavic": 24, "mongolian": 14, "arabic": 6, "korean": 4, "chinese": 2, "japanese": 2}
SINGLE = 0.01
CYRILLIC_ALONE = 0.1
TWO_GIVEN = 0.15


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
    """One name; some people have a single one, some write theirs in Cyrillic alone."""
    if chance.happens(SINGLE):
        return Name(chance.one_of(stock.LATIN_GIVEN))
    return MAKERS[chance.weighted(KINDS)](chance)


def _latin(chance: Chance) -> Name:
    given = chance.one_of(stock.LATIN_GIVEN)
    if chance.happens(TWO_GIVEN):
        given = f"{given} {chance.one_of(stock.LATIN_GIVEN)}"
    return Name(given, chance.one_of(stock.LATIN_ROOTS) + chance.one_of(stock.LATIN_ENDINGS))


def _slavic(chance: Chance) -> Name:
    given, root, end = (chance.one_of(each) for each in (stock.SLAVIC_GIVEN, stock.SLAVIC_ROOTS, stock.SLAVIC_ENDINGS))
    latin, own = root[0] + end[0], root[1] + end[1]
    if chance.happens(CYRILLIC_ALONE):
        return Name(given[1], own)
    return Name(given[0], latin, native_name=f"{given[1]} {own}")


def _mongolian(chance: Chance) -> Name:
    given, patronymic = chance.one_of(stock.MONGOLIAN_GIVEN), chance.one_of(stock.MONGOLIAN_PATRONYMIC)
    script = int(chance.happens(CYRILLIC_ALONE))
    return Name(
        given[script],
        patronymic=patronymic[script],
        native_name="" if script else f"{patronymic[1]} {given[1]}",
        name_order=NameOrder.PATRONYMIC_FIRST,
        name_of_address=NameOfAddress.GIVEN,
    )


def _arabic(chance: Chance) -> Name:
    given, family = chance.one_of(stock.ARABIC_GIVEN), chance.one_of(stock.ARABIC_FAMILY)
    return Name(given[0], family[0], native_name=f"{given[1]} {family[1]}")


def _family_first(families: tuple[Pair, ...], givens: tuple[Pair, ...]) -> Callable[[Chance], Name]:
    """As in Korean, Chinese and Japanese, where the two are written as one."""

    def make(chance: Chance) -> Name:
        family, given = chance.one_of(families), chance.one_of(givens)
        return Name(given[0], family[0], native_name=f"{family[1]}{given[1]}", name_order=NameOrder.FAMILY_FIRST)

    return make


MAKERS: dict[str, Callable[[Chance], Name]] = {
    "latin": _latin,
    "slavic": _slavic,
    "mongolian": _mongolian,
    "arabic": _arabic,
    "korean": _family_first(stock.KOREAN_FAMILY, stock.KOREAN_GIVEN),
    "chinese": _family_first(stock.CHINESE_FAMILY, stock.CHINESE_GIVEN),
    "japanese": _family_first(stock.JAPANESE_FAMILY, stock.JAPANESE_GIVEN),
}
