"""The rows of a table that was brought, by the columns that they were said to be."""

import uuid
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from conference.columns import Column
from conference.imports import files
from conference.imports.kinds import TableKind
from conference.imports.rows import Fault
from conference.imports.tables import Table, rows_of
from conference.models import User
from registration.actions.import_rows import ImportRow
from registration.imports.cells import NotUnderstoodError, Readers
from registration.imports.headings import LOOKED_AT, WHOLE_NAME, Headings
from registration.imports.pasted import split_name
from registration.models import BroughtTable, RegistrationImport
from registration.queries.columns import columns_of

#: What may be said for all rows in which no column says it.
FIXED_FIELDS = ("category", "delegation", "role", "language")
SAMPLES = 3


def table_of(brought: BroughtTable) -> Table:
    return Table(TableKind(brought.kind), sheet=brought.sheet, encoding=brought.encoding, separator=brought.separator)


def first_rows(brought: BroughtTable, most: int = LOOKED_AT) -> list[tuple[int, list[str]]]:
    """The first rows in which anything stands. Raises ``UnreadableTableError``."""
    with files.path_of(brought.file).open("rb") as file:
        return list(islice(rows_of(file, table_of(brought)), most))


def writable_columns(brought: RegistrationImport, *, by: User) -> list[Column]:
    """The columns that the officer sees and an import may write, and the reference."""
    return [column for column in columns_of(brought.conference, by) if column.field]


def samples_of(rows: list[tuple[int, list[str]]], header_row: int, place: int) -> list[str]:
    """What stands in a column, a few times."""
    found = [cells[place] for number, cells in rows if number > header_row and place < len(cells) and cells[place]]
    return list(dict.fromkeys(found))[:SAMPLES]


def guess_header(brought: BroughtTable, known: Headings) -> tuple[int, list[str]]:
    """The row with the headings, and these. Raises ``UnreadableTableError``."""
    rows = first_rows(brought)
    number = known.row_of(rows)
    return number, next((cells for found, cells in rows if found == number), [])


def rows_below(brought: BroughtTable) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row below the headings. Raises ``UnreadableTableError``."""
    with files.path_of(brought.file).open("rb") as file:
        for number, cells in rows_of(file, table_of(brought)):
            # Sheets that were put together have their headings in between.
            if number > brought.header_row and cells != brought.headings:
                yield number, cells


class RowReader:
    """Reads each row of the table: its cells by field, and what in them is not understood."""

    def __init__(self, brought: RegistrationImport, *, by: User) -> None:
        self.brought = brought
        columns = writable_columns(brought, by=by)
        self._columns = {column.key: column for column in columns}
        self._readers = Readers(brought.conference, {column.field: column for column in columns})
        keys = [key if key in self._columns or key == WHOLE_NAME else "" for key in brought.columns]
        self._places = [(place, key) for place, key in enumerate(keys) if key]
        self._fixed = self._read_fixed()

    def __iter__(self) -> Iterator[ImportRow]:
        for number, cells in rows_below(self.brought):
            yield self._row(number, cells)

    def _read_fixed(self) -> dict[str, Any]:
        kept = {}
        for name, text in self.brought.fixed.items():
            try:
                kept[name] = uuid.UUID(text) if name in {"category", "delegation"} else text
            except ValueError:
                continue
        return kept

    def _row(self, number: int, cells: list[str]) -> ImportRow:
        texts: dict[str, str] = {}
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        reference: uuid.UUID | None = None
        for place, key in self._places:
            text = cells[place] if place < len(cells) else ""
            if not text:
                continue
            if key == WHOLE_NAME:
                self._take_apart(text, texts, values)
                continue
            if key == "reference":
                reference = self._reference(text, faults)
                continue
            field = self._columns[key].field
            texts[field] = text
            try:
                values[field] = self._readers.read(field, text)
            except NotUnderstoodError as error:
                label = str(self._columns[key].label)
                faults.append(Fault(label, text, error.expected, error.suggestion, field))
        is_known = reference is not None or any(fault.field == "reference" for fault in faults)
        return ImportRow(
            number=number,
            token=uuid.uuid5(self.brought.pk, str(number)),
            reference=reference,
            values=values if is_known else self._with_fixed(values, texts),
            texts=texts,
            faults=tuple(faults),
            cells=tuple(cells),
        )

    def _with_fixed(self, values: dict[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
        """What no cell says is as it was said for all; a role is only for who belongs to a delegation."""
        found = {**{name: value for name, value in self._fixed.items() if name not in texts}, **values}
        if "role" not in values and "delegation" not in found and "delegation" not in texts:
            found.pop("role", None)
        return found

    @staticmethod
    def _take_apart(text: str, texts: dict[str, str], values: dict[str, Any]) -> None:
        """Columns of their own for the parts of the name win over the whole name."""
        for field, part in zip(("given_names", "family_name"), split_name(text), strict=True):
            if part and field not in texts:
                texts[field] = values[field] = part

    def _reference(self, text: str, faults: list[Fault]) -> uuid.UUID | None:
        try:
            return uuid.UUID(text)
        except ValueError:
            label = str(self._columns["reference"].label)
            expected = _("the reference as our own files have it; empty for somebody new")
            faults.append(Fault(label, text, expected, field="reference"))
            return None


def estimate(brought: BroughtTable) -> int:
    """About how many rows there are, for the bar that shows how far the reading is."""
    import zipfile

    path = files.path_of(brought.file)
    if brought.kind == TableKind.CSV:
        return path.read_bytes().count(b"\n")
    with zipfile.ZipFile(path) as archive:
        sheets = [each for each in archive.infolist() if each.filename.startswith("xl/worksheets/")]
        return max((_rows_in(archive, each.filename) for each in sheets), default=0)


def _rows_in(archive: Any, name: str) -> int:
    count, rest = 0, b""
    with archive.open(name) as file:
        while piece := file.read(1 << 20):
            piece = rest + piece
            count += piece.count(b"<row ")
            rest = piece[-4:]
    return count
