"""Tables as XLSX, row by row, in which every text is a text, and days are days."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from conference.exports.cells import FORMULA, text_of
from conference.exports.csv_file import Writer

MOST_CHARACTERS = 32_000  # of a cell; the format's limit counts some characters twice
NARROWEST, WIDEST = 8, 48
MEASURED_ROWS = 100
MOST_KNOWN = 4096
EPOCH = datetime.datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet's days have no zone
A_DAY = datetime.timedelta(days=1)
# What XML cannot hold at all; and the way in which the format would write it, which a typed text may only look like.
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class TableSheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A worksheet that writes whole rows at once: each text stands in its own cell, typed as text.

    The library's way of writing a row looks at each cell for what else it may be, which takes four times as long, and
    takes a text between ``<r>`` and ``</r>`` for markup.
    """

    def use(self, formats: Mapping[str, Format]) -> None:
        """Before the first row."""
        self._styles = {name: each._get_xf_index() for name, each in formats.items()}  # noqa: SLF001
        self._known: dict[tuple[str, str], str] = {}
        self._names: list[str] = []

    def write_texts_and_days(self, number: int, cells: Sequence[object], style: str = "") -> None:
        """Row ``number``, the first being 0; rows are written in their order. ``style`` is that of all cells."""
        self._check_dimensions(number, len(cells) - 1)
        row = "".join(
            self._cell(f"{name}{number + 1}", value, style)
            for name, value in zip(self._names_of(len(cells)), cells, strict=True)
            if value is not None and value != ""
        )
        self.fh.write(f'<row r="{number + 1}">{row}</row>')

    def _cell(self, place: str, value: object, style: str) -> str:
        if isinstance(value, datetime.datetime):
            return f'<c r="{place}" s="{self._styles["moment"]}"><v>{_serial(value)}</v></c>'
        if isinstance(value, datetime.date):
            moment = datetime.datetime(value.year, value.month, value.day)  # noqa: DTZ001
            return f'<c r="{place}" s="{self._styles["day"]}"><v>{_serial(moment):.0f}</v></c>'
        if isinstance(value, int) and not isinstance(value, bool):
            return f'<c r="{place}" s="{self._styles["number"]}"><v>{value}</v></c>'
        return f'<c r="{place}"{self._text(text_of(value), style)}'

    def _text(self, text: str, style: str) -> str:
        """What follows a text's place; most texts of a table stand in it many times."""
        written = self._known.get((text, style))
        if written is None:
            kind = style or ("quoted" if FORMULA.match(text) else "text")
            inside = f'<is><t xml:space="preserve">{_in_xml(text[:MOST_CHARACTERS])}</t></is>'
            written = f' s="{self._styles[kind]}" t="inlineStr">{inside}</c>'
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[text, style] = written
        return written

    def _names_of(self, count: int) -> list[str]:
        """The letters of the columns."""
        if len(self._names) != count:
            self._names = [xl_col_to_name(number) for number in range(count)]
        return self._names


@contextmanager
def xlsx_file(
    path: Path, *, title: str, stamp: str, about: Iterable[tuple[str, object]], headings: Iterable[object]
) -> Iterator[Writer]:
    """Opens a workbook of two sheets: the table, and what it is, for whom and what for (``about``, read at the end).

    The stamp stands at the head of each printed page too. The table's headings stay in sight and can be filtered by.
    """
    options = {"constant_memory": True, "tmpdir": str(path.parent), "in_memory": False}
    with Workbook(str(path), options) as workbook:
        workbook.set_properties({"title": title, "comments": stamp})
        formats = _formats(workbook)
        table = _sheet(workbook, formats, title)
        rows = _Rows(table, [text_of(str(heading)) for heading in headings])
        yield rows.write
        rows.finish(stamp)
        _describe(_sheet(workbook, formats, _("About this file")), stamp, about)


class _Rows:
    """Counts the rows and measures the first hundred, by which the columns get their width."""

    def __init__(self, sheet: TableSheet, headings: list[str]) -> None:
        self.sheet, self.count = sheet, 0
        self.widths = [len(heading) + 3 for heading in headings]
        sheet.write_texts_and_days(0, headings, "heading")
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)

    def write(self, cells: Sequence[object]) -> None:
        self.count += 1
        if self.count <= MEASURED_ROWS:
            self.widths = [max(width, len(text_of(cell))) for width, cell in zip(self.widths, cells, strict=True)]
        self.sheet.write_texts_and_days(self.count, cells)

    def finish(self, stamp: str) -> None:
        for number, width in enumerate(self.widths):
            self.sheet.set_column(number, number, min(max(width + 1, NARROWEST), WIDEST))
        if self.widths:
            self.sheet.autofilter(0, 0, self.count, len(self.widths) - 1)
        _prepare_for_print(self.sheet, stamp)


def _describe(sheet: TableSheet, stamp: str, about: Iterable[tuple[str, object]]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 96)
    for number, (term, text) in enumerate(about):
        sheet.write_texts_and_days(number, (term, text_of(text)))
    _prepare_for_print(sheet, stamp)


def _prepare_for_print(sheet: Worksheet, stamp: str) -> None:
    """Sideways, as wide as the page; on each page the stamp, and which of how many it is."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L&8{stamp.replace('&', '&&')[:240]}")
    sheet.set_footer("&R&8&P / &N")


def _sheet(workbook: Workbook, formats: dict[str, Format], title: str) -> TableSheet:
    """A sheet's name has at most 31 characters, and none that an address of cells is written with."""
    name = re.sub(r"[\[\]:*?/\\']+", " ", title).strip()[:31]
    sheet = workbook.add_worksheet(name, worksheet_class=TableSheet)
    assert isinstance(sheet, TableSheet)  # noqa: S101  the library's type does not say so
    sheet.use(formats)
    return sheet


def _formats(workbook: Workbook) -> dict[str, Format]:
    """What a text, a day and a number look like; ``quoted`` stays a text even where somebody edits it."""
    return {
        "text": workbook.add_format({"num_format": "@"}),
        "quoted": workbook.add_format({"num_format": "@", "quote_prefix": True}),
        "heading": workbook.add_format({"num_format": "@", "bold": True, "bottom": 1}),
        "day": workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        "moment": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
        "number": workbook.add_format({"num_format": "0"}),
    }


def _serial(moment: datetime.datetime) -> float:
    return (moment.replace(tzinfo=None) - EPOCH) / A_DAY


def _in_xml(text: str) -> str:
    text = LIKE_AN_ESCAPE.sub("_x005F_", NOT_IN_XML.sub("", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
