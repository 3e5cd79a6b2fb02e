"""Workbooks: looked at as an archive before anything is unpacked, then read row by row, never whole."""

import datetime
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from conference.imports.errors import UnreadableTableError
from conference.imports.kinds import DAMAGED, MEGABYTE

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_MEMBERS = 1_000
#: A table of names packs ten to forty times; more than this is made to fill the memory.
LARGEST_RATIO = 200
SMALL = MEGABYTE
#: The words of all cells are held in memory while a workbook is read.
LARGEST_HELD = 60 * MEGABYTE
MOST_COLUMNS = 200
LAST_ROW = 1_048_576  # of the format
#: Cells that are looked at, empty ones too: a short row may name a far column, and cost as much as a full one.
MOST_CELLS = 50_000_000
PROLOGUE = 65_536
ROOT = re.compile(r"<[A-Za-z_]")
ONLY_NOUGHTS = re.compile(r"^0+$")
TOO_MUCH = _(
    "Unpacked, this workbook would be far larger than a list of persons is. Please copy the rows into a new workbook, "
    "and send that."
)
ENTITIES = _("This workbook contains declarations that no spreadsheet writes. Please save it anew as XLSX.")
MIDNIGHT = datetime.time()


@dataclass(frozen=True)
class Sheet:
    name: str
    is_hidden: bool = False


def refuse_unfit_archive(file: IO[bytes], *, largest: int) -> None:
    """Looks at what the archive says of itself, before any of it is unpacked. Raises ``UnreadableTableError``.

    A member never yields more than it says; one that says little and holds much is damaged.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _refuse_bombs(members, largest=largest)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _refuse_declarations(archive, member)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableTableError(DAMAGED) from error


def _refuse_bombs(members: list[zipfile.ZipInfo], *, largest: int) -> None:
    held = sum(each.file_size for each in members if not each.filename.startswith("xl/worksheets/"))
    is_bomb = any(
        each.file_size > SMALL and each.file_size > LARGEST_RATIO * max(each.compress_size, 1) for each in members
    )
    total = sum(each.file_size for each in members)
    if is_bomb or len(members) > MOST_MEMBERS or total > largest or held > LARGEST_HELD:
        raise UnreadableTableError(TOO_MUCH)
    if len({each.filename for each in members}) < len(members):
        raise UnreadableTableError(DAMAGED)


def _refuse_declarations(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Entities are declared before the first element; a workbook has no such declarations."""
    with archive.open(member) as file:
        start = file.read(PROLOGUE)
    encoding = "utf-16" if start[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in start[:4] else "utf-8"
    prologue = _without_comments(start.decode(encoding, "replace"))
    root = ROOT.search(prologue)
    if "<!" in prologue[: root.start() if root else None] or (root is None and start):
        raise UnreadableTableError(ENTITIES)


def _without_comments(text: str) -> str:
    """In one pass: a pattern would begin anew at each of ten thousand comments that do not end."""
    kept, begins = [], 0
    while (comment := text.find("<!--", begins)) >= 0 and (ends := text.find("-->", comment + 4)) >= 0:
        kept.append(text[begins:comment])
        begins = ends + 3
    return "".join([*kept, text[begins:]])


@contextmanager
def opened(file: IO[bytes]) -> "Iterator[Workbook]":
    """The workbook, to be read row by row; links to other files are not followed, formulas are not worked out."""
    from openpyxl import load_workbook

    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # whatever the library meets in a file that somebody made up
        raise UnreadableTableError(DAMAGED) from error
    try:
        yield book
    finally:
        book.close()


def sheets_of(file: IO[bytes]) -> list[Sheet]:
    """The sheets that hold cells, in the order of the workbook. Raises ``UnreadableTableError``."""
    with opened(file) as book:
        found = [Sheet(each.title, each.sheet_state != "visible") for each in book.worksheets]
    if not found:
        raise UnreadableTableError(DAMAGED)
    return sorted(found, key=lambda sheet: sheet.is_hidden)


def rows_of_sheet(file: IO[bytes], sheet: str) -> Iterator[list[str]]:
    """Each row of a sheet as text, the empty ones too. Raises ``UnreadableTableError``."""
    with opened(file) as book:
        found = next((each for each in book.worksheets if each.title == sheet), None)
        if found is None:
            raise UnreadableTableError(_("The sheet “%(sheet)s” is not in this workbook.") % {"sheet": sheet})
        found.reset_dimensions()  # what the file says of its own size may be anything
        try:
            for row in _bounded(found.iter_rows()):
                yield [text_of(cell) for cell in row]
        except UnreadableTableError:
            raise
        except Exception as error:
            raise UnreadableTableError(DAMAGED) from error


def _bounded(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows, as long as a spreadsheet could hold so many: one that is numbered two thousand million has no end."""
    looked_at = 0
    for number, row in enumerate(rows, start=1):
        looked_at += len(row)
        if number > LAST_ROW or looked_at > MOST_CELLS:
            raise UnreadableTableError(TOO_MUCH)
        yield row


def text_of(cell: Any) -> str:
    """A cell as somebody reads it: no “.0” after a telephone number, noughts in front where its format has them."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        text = str(value)
        return text.zfill(len(cell.number_format)) if ONLY_NOUGHTS.match(cell.number_format or "") else text
    return f"{value:.15g}" if isinstance(value, float) else str(value)
