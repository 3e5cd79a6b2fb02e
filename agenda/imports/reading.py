"""The rows of a programme that was brought, by the columns that they were said to be."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from agenda.actions.programme_rows import ProgrammeRow
from agenda.imports.cells import ProgrammeReaders, labelled
from agenda.models import Listing, ProgrammeImport, SessionType
from agenda.queries.programme_columns import programme_columns
from conference.columns import Column
from conference.imports.rows import Fault
from conference.models import Conference, User
from registration.imports.cells import NotUnderstoodError
from registration.imports.reading import rows_below

#: What may be said for all new sessions in which no column says it.
FIXED_FIELDS = {"type": SessionType, "listing": Listing}


def writable_columns(conference: Conference, by: User) -> list[Column]:
    """The columns that an import may write, and the reference."""
    return [column for column in programme_columns(conference, by) if column.field]


class ProgrammeReader:
    """Reads each row of the table: its cells by field, and what in them is not understood."""

    def __init__(self, brought: ProgrammeImport, *, by: User) -> None:
        self.brought = brought
        columns = writable_columns(brought.conference, by)
        self._columns = {column.key: column for column in columns}
        self._readers = ProgrammeReaders(brought.conference, {column.field: column for column in columns})
        self._places = [(place, key) for place, key in enumerate(brought.columns) if key in self._columns]
        self._fixed = {
            name: text for name, text in brought.fixed.items() if name in FIXED_FIELDS and text in labelled_values(name)
        }

    def __iter__(self) -> Iterator[ProgrammeRow]:
        for number, cells in rows_below(self.brought):
            yield self._row(number, cells)

    def _row(self, number: int, cells: list[str]) -> ProgrammeRow:
        texts: dict[str, str] = {}
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        for place, key in self._places:
            text = cells[place] if place < len(cells) else ""
            if text:
                self._read(self._columns[key], text, texts, values, faults)
        return ProgrammeRow(
            number=number,
            token=uuid.uuid5(self.brought.pk, str(number)),
            reference=values.pop("reference", None),
            values=values,
            texts=texts,
            faults=tuple(faults),
            cells=tuple(cells),
            fixed=self._fixed,
        )

    def _read(
        self, column: Column, text: str, texts: dict[str, str], values: dict[str, Any], faults: list[Fault]
    ) -> None:
        field = column.field
        if field == "reference":
            try:
                values[field] = uuid.UUID(text)
            except ValueError:
                expected = _("the reference as our own files have it; empty for a new session")
                faults.append(Fault(str(column.label), text, expected, field=field))
            return
        texts[field] = text
        try:
            values[field] = self._readers.read(field, text)
        except NotUnderstoodError as error:
            faults.append(Fault(str(column.label), text, error.expected, error.suggestion, field))


def labelled_values(name: str) -> set[str]:
    return set(labelled(FIXED_FIELDS[name]).shown)
