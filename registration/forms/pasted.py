"""What was copied out of a spreadsheet, as lines of the grid."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from registration.forms.grid import GRID_FIELDS, LINES, MOST_LINES
from registration.forms.nomination import SHORT
from registration.models import DelegationRole, searchable

LARGEST_PASTE = 60_000
#: Titles, a day, the name of a ministry.
LINES_ABOVE = 30
#: What the head of a column may say, in the languages of the interface; the labels of the grid are among them.
HEADS: Mapping[str, tuple[str, ...]] = {
    "role": (
        "role",
        "role in the delegation",
        "роль",
        "роль в делегации",
        "үүрэг",
        "төлөөлөгчдийн бүрэлдэхүүн дэх үүрэг",
    ),
    "courtesy": ("courtesy", "form of address", "обращение", "хүндэтгэл", "хүндэтгэлийн үг", "mr/ms", "mr./ms."),
    "given_names": ("given names", "given name", "first name", "имя", "имя (имена)", "нэр", "өөрийн нэр"),
    "family_name": ("family name", "surname", "last name", "фамилия", "овог", "эцгийн нэр"),
    "function": ("function", "position", "должность", "албан тушаал"),
    "nationality": ("nationality", "citizenship", "гражданство", "харьяалал", "иргэншил"),
    "email": (
        "e-mail",
        "email",
        "e-mail address",
        "электронная почта",
        "адрес электронной почты",
        "и-мэйл",
        "цахим шуудан",
        "цахим шуудангийн хаяг",
    ),
}


@dataclass(frozen=True)
class Pasted:
    """The grid's data, and what could not be put into it."""

    data: dict[str, str]
    problems: list[str] = field(default_factory=list)


def read_pasted(text: str, typed: Mapping[str, Any]) -> Pasted:
    """Lines of cells parted by tabs, semicolons or commas; a first line that names the columns says their order.

    They follow the lines that were ``typed`` into the grid before, none of which is lost.
    """
    if len(text) > LARGEST_PASTE:
        return Pasted({}, [_("That is more than can be pasted at once; please paste fewer lines.")])
    lines = list(_lines(text))
    if not lines:
        return Pasted({}, [_("Nothing was pasted. Copy the lines in your spreadsheet, then paste them into the box.")])
    return into_the_grid(lines, typed)


def lines_of_table(rows: Iterable[list[str]]) -> list[list[str]]:
    """The lines of a file from its headings on: titles may stand above them. Without headings, all that there are."""
    lines = list(rows)
    headed = (place for place, cells in enumerate(lines[:LINES_ABOVE]) if _named(cells))
    return lines[next(headed, 0) :]


def into_the_grid(lines: list[list[str]], typed: Mapping[str, Any]) -> Pasted:
    """Cells by their headings, if the first line has them, behind the lines that were typed before."""
    columns = list(GRID_FIELDS)
    if named := _named(lines[0]):
        columns, lines = named, lines[1:]
    before = list(_typed(typed))
    total = len(before) + len(lines)
    if total > MOST_LINES:
        sentence = _("With these there would be %(count)s lines; at most %(most)s fit. Please add the others later.")
        return Pasted({}, [sentence % {"count": total, "most": MOST_LINES}])
    return _in_the_grid(before, lines, columns)


def _in_the_grid(before: list[dict[str, str]], lines: list[list[str]], columns: list[str]) -> Pasted:
    data = {"members-TOTAL_FORMS": str(max(LINES, len(before) + len(lines))), "members-INITIAL_FORMS": "0"}
    problems = []
    for number, line in enumerate(before):
        data |= {f"members-{number}-{name}": cell for name, cell in line.items()}
    for number, cells in enumerate(lines, start=len(before)):
        named_cells = [(name, cell) for name, cell in zip(columns, cells, strict=False) if name]
        data |= {f"members-{number}-{name}": _cell(name, cell) for name, cell in named_cells}
        problems += _too_many(number + 1, cells, columns)
    return Pasted(data, problems)


def _lines(text: str) -> Iterator[list[str]]:
    """The lines that hold anything."""
    text = text.replace("\x00", "")
    delimiter = "\t" if "\t" in text else ";" if text.count(";") >= text.count(",") and ";" in text else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, quotechar='"', strict=False)
    for cells in reader:
        stripped = [" ".join(cell.split()) for cell in cells]
        if any(stripped):
            yield stripped


def _typed(data: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The lines of the grid in which anything stands."""
    for number in range(MOST_LINES):
        line = {name: str(data.get(f"members-{number}-{name}", "")) for name in GRID_FIELDS}
        if any(line.values()):
            yield line


def _named(cells: list[str]) -> list[str] | None:
    """The fields that a first line names, in its order; None where it names fewer than two."""
    known = {searchable(head): name for name, heads in HEADS.items() for head in heads}
    named = [known.get(searchable(cell), "") for cell in cells]
    return named if sum(map(bool, named)) > 1 else None


def _cell(name: str, cell: str) -> str:
    return _roles().get(searchable(cell), cell) if name == "role" else cell


@lru_cache
def _roles() -> dict[str, str]:
    """Every role by its value, its long and its short name, in each language of the interface."""
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for role in DelegationRole:
                known |= {searchable(str(word)): role.value for word in (role.value, role.label, SHORT.get(role, ""))}
    known.pop("", None)
    return known


def _too_many(number: int, cells: list[str], columns: list[str]) -> list[str]:
    """A cell beyond the columns, or in one that the grid does not have, is said and not silently dropped."""
    left_out = [cell for place, cell in enumerate(cells) if cell and (place >= len(columns) or not columns[place])]
    if not left_out:
        return []
    sentence = _("Row %(row)s: “%(cells)s” has no column in the grid and was left out.")
    return [sentence % {"row": number, "cells": "”, “".join(left_out)[:200]}]
