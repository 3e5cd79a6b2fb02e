"""A pasted list, read row by row: what each row says, and what is wrong in which column, with what may be meant."""

import csv
import difflib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.formats import language_name
from conference.models import normalise_email
from registration.models import Participant
from registration.models.courtesies import COURTESIES

MOST_ROWS = 300
SEPARATORS = "\t;,"
ENGLISH_NAMES = {"en": "english", "ru": "russian", "mn": "mongolian", "fr": "french"}
HEADINGS = frozenset({"name", "e-mail", "email", "e-mail address", "courtesy", "language", "имя", "нэр"})


@dataclass(frozen=True)
class Column:
    """A column of a list; ``longest`` is what the database takes."""

    key: str
    label: str | Promise
    longest: int
    is_needed: bool = False


PERSONS = (
    Column("courtesy", gettext_lazy("Courtesy"), 60),
    Column("name", gettext_lazy("Name"), 150, is_needed=True),
    Column("function", gettext_lazy("Function"), 300),
    Column("institution", gettext_lazy("Institution"), 300),
    Column("email", gettext_lazy("E-mail"), 254, is_needed=True),
    Column("language", gettext_lazy("Language"), 40),
)
ORGANISATIONS = (
    Column("name", gettext_lazy("Name"), 300, is_needed=True),
    Column("email", gettext_lazy("E-mail"), 254),
    Column("language", gettext_lazy("Language"), 40),
    Column("quota", gettext_lazy("Seats"), 20),
)


@dataclass(frozen=True)
class Fault:
    """What is wrong, and what may be meant."""

    row: int
    column: str | Promise
    sentence: str
    suggestion: str = ""


@dataclass
class PastedRow:
    """One line of the list: its number as it was pasted, and its values, cleaned."""

    number: int
    values: dict[str, str]
    cells: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, column: str | Promise, sentence: str, suggestion: str = "") -> None:
        self.faults.append(Fault(self.number, column, sentence, suggestion))


def read_list(text: str, columns: Sequence[Column], *, languages: Sequence[str], default: str) -> list[PastedRow]:
    """The rows of a list whose columns are separated by tabs, semicolons or commas, as a spreadsheet pastes them.

    Empty lines and a line of headings are passed over.
    """
    rows: list[PastedRow] = []
    for number, cells in _lines(text):
        if not any(cells) or (not rows and _are_headings(cells)):
            continue
        row = _row(number, cells, columns)
        _check(row, columns, languages, default)
        rows.append(row)
        if len(rows) > MOST_ROWS:
            row.fault("", _("The list is longer than %(most)d rows; please paste it in parts.") % {"most": MOST_ROWS})
            break
    _mark_twice(rows)
    return rows


def split_name(name: str) -> tuple[str, str]:
    """Given names and family name: what stands in capitals is the family name, else the last word is; one is given."""
    words = name.split()
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if 0 < len(capitals) < len(words):
        return " ".join(word for word in words if word not in capitals), _titled(" ".join(capitals))
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (name, "")


def person_of(row: PastedRow) -> Participant:
    """The person of a row without faults; not saved."""
    given, family = split_name(row.values["name"])
    return Participant(
        courtesy=row.values["courtesy"],
        given_names=given,
        family_name=family,
        function=row.values["function"],
        institution=row.values["institution"],
        email=row.values["email"],
        language=row.values["language"],
    )


def _titled(name: str) -> str:
    """“VESTERGAARD-LUND” as it is stored; lists write it in capitals again."""
    return name.title()


def _lines(text: str) -> Iterable[tuple[int, list[str]]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    first = next((line for line in text.split("\n") if line.strip()), "")
    separator = next((each for each in SEPARATORS if each in first), "\t")
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = []
        yield reader.line_num, [" ".join(cell.split()) for cell in cells]


def _are_headings(cells: Sequence[str]) -> bool:
    return any(cell.casefold() in HEADINGS for cell in cells) and not any("@" in cell for cell in cells)


def _row(number: int, cells: list[str], columns: Sequence[Column]) -> PastedRow:
    padded = [*cells, *[""] * len(columns)]
    row = PastedRow(number, {column.key: padded[n] for n, column in enumerate(columns)}, cells)
    extra = [cell for cell in cells[len(columns) :] if cell]
    if extra:
        row.fault(
            "",
            _("This row has more columns than the list; “%(text)s” belongs to none.") % {"text": extra[0][:40]},
        )
    return row


def _check(row: PastedRow, columns: Sequence[Column], languages: Sequence[str], default: str) -> None:
    for column in columns:
        value = row.values[column.key]
        if column.is_needed and not value:
            row.fault(column.label, _("This is missing."))
        if len(value) > column.longest:
            row.fault(column.label, _("This is longer than %(most)d characters.") % {"most": column.longest})
    labels = {column.key: column.label for column in columns}
    _check_address(row, labels["email"])
    _check_language(row, labels["language"], languages, default)
    if "courtesy" in labels:
        _check_courtesy(row, labels["courtesy"])
    if "quota" in labels and row.values["quota"] and not _is_seats(row.values["quota"]):
        row.fault(labels["quota"], _("“%(text)s” is no number of seats.") % {"text": row.values["quota"]})


def _is_seats(text: str) -> bool:
    return text.isdecimal() and 1 <= int(text) <= 999  # noqa: PLR2004  as the form has it


def _check_address(row: PastedRow, label: str | Promise) -> None:
    value = row.values["email"]
    if not value or _is_address(value):
        row.values["email"] = normalise_email(value)
        return
    meant = value.replace(" ", "").replace(",", ".").replace("(at)", "@").replace("[at]", "@").strip("<>.;:'\"")
    elsewhere = next((cell for cell in row.cells if _is_address(cell)), "")
    if elsewhere:
        row.fault(
            label, _("“%(text)s” is no e-mail address; one stands in another column.") % {"text": value}, elsewhere
        )
    else:
        row.fault(label, _("“%(text)s” is no e-mail address.") % {"text": value}, meant if _is_address(meant) else "")


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _check_language(row: PastedRow, label: str | Promise, languages: Sequence[str], default: str) -> None:
    known = {
        word: code
        for code in languages
        for word in (code, language_name(code).casefold(), ENGLISH_NAMES.get(code, code))
    }
    value = row.values["language"].casefold()
    if value in known or not value:
        row.values["language"] = known.get(value, default)
        return
    near = difflib.get_close_matches(value, list(known), n=1)
    row.fault(
        label,
        _("“%(text)s” is none of the languages of the conference (%(languages)s).")
        % {"text": row.values["language"], "languages": ", ".join(languages)},
        known[near[0]] if near else "",
    )


def _check_courtesy(row: PastedRow, label: str | Promise) -> None:
    """Any courtesy is printed as it is typed; one that is nearly a usual one is asked about."""
    value = row.values["courtesy"]
    if not value or value in COURTESIES:
        return
    bare = {"".join(filter(str.isalnum, each)).casefold(): each for each in COURTESIES}
    plain = "".join(filter(str.isalnum, value)).casefold()
    if plain in bare:
        row.values["courtesy"] = bare[plain]
    elif "@" in value or len(value.split()) > 4:  # noqa: PLR2004  a name stands in the first column
        row.fault(label, _("“%(text)s” is no courtesy; has a column been left out?") % {"text": value[:40]})


def _mark_twice(rows: Sequence[PastedRow]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.values["name"].casefold(), row.values["email"])
        if key in seen:
            row.fault("", _("This is row %(row)d once more.") % {"row": seen[key]})
        else:
            seen[key] = row.number
