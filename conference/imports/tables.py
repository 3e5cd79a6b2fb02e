"""A table that somebody sent, of whatever kind: looked at once, then read row by row as text."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO

from django.utils.translation import gettext_lazy as _

from conference.exports.cells import unguarded
from conference.imports.errors import UnreadableTableError
from conference.imports.kinds import MEGABYTE, TableKind, kind_of
from conference.imports.texts import encoding_of, rows_of_text, separator_of, text_in
from conference.imports.workbooks import MOST_COLUMNS, Sheet, refuse_unfit_archive, rows_of_sheet, sheets_of

LINES_IN_FRONT = 30  # headings, titles and the line in front are no rows of the list
TOO_MANY_COLUMNS = _("Row %(row)s has more than %(most)s columns. Please delete those that hold nothing of the list.")


@dataclass(frozen=True)
class Limits:
    """How much of a table is taken: bytes as sent, bytes when unpacked, rows."""

    file: int = 10 * MEGABYTE
    unpacked: int = 200 * MEGABYTE
    rows: int = 50_000


@dataclass(frozen=True)
class Table:
    """How a file is to be read; what was guessed may be chosen anew."""

    kind: TableKind
    sheets: tuple[Sheet, ...] = ()
    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    limits: Limits = field(default_factory=Limits)

    def read_as(self, *, sheet: str = "", encoding: str = "", separator: str = "") -> "Table":
        return replace(
            self,
            sheet=sheet or self.sheet,
            encoding=encoding or self.encoding,
            separator=separator or self.separator,
        )


def look_at(file: IO[bytes], size: int, *, limits: Limits | None = None) -> Table:
    """What the file is and how it is to be read; raises ``UnreadableTableError`` for what cannot be."""
    limits = limits or Limits()
    kind = kind_of(file, size, largest=limits.file)
    if kind == TableKind.XLSX:
        refuse_unfit_archive(file, largest=limits.unpacked)
        sheets = tuple(sheets_of(file))
        return Table(kind, sheets, sheets[0].name, limits=limits)
    file.seek(0)
    content = file.read()
    encoding = encoding_of(content)
    return Table(kind, encoding=encoding, separator=separator_of(text_in(content, encoding)), limits=limits)


def rows_of(file: IO[bytes], table: Table) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row in which anything stands, as the spreadsheet numbers them.

    Raises ``UnreadableTableError``, also for one row too many.
    """
    taken = 0
    for number, row in enumerate(_raw(file, table), start=1):
        cells = [cell and clean(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise UnreadableTableError(TOO_MANY_COLUMNS % {"row": number, "most": MOST_COLUMNS})
        taken += 1
        if taken > table.limits.rows + LINES_IN_FRONT:
            sentence = _("This table has more than %(most)s rows. Please send it in parts.")
            raise UnreadableTableError(sentence % {"most": f"{table.limits.rows:,}"})
        yield number, cells


def _raw(file: IO[bytes], table: Table) -> Iterator[list[str]]:
    if table.kind == TableKind.XLSX:
        return rows_of_sheet(file, table.sheet)
    file.seek(0)
    return rows_of_text(file.read(), table.encoding, table.separator)


def clean(cell: str) -> str:
    """On one line, without invisible characters and our own apostrophe, in the usual composition of letters."""
    if _is_plain(cell) and unicodedata.is_normalized("NFC", cell):
        return cell
    text = "".join(" " if c in "\t\r\n\x0b\x0c\xa0" else c for c in cell if c in "\t\r\n" or _is_visible(c))
    return unicodedata.normalize("NFC", unguarded(" ".join(text.split())))


def _is_plain(cell: str) -> bool:
    """Nearly all are; they are told apart without looking at each letter."""
    return cell.isprintable() and cell[0] != " " and cell[-1] != " " and "  " not in cell and "'" not in cell


def _is_visible(character: str) -> bool:
    """Marks that turn text around, joiners and other controls are left out; Indic and Persian joiners stay."""
    return character in "\u200c\u200d" or unicodedata.category(character)[0] != "C"
