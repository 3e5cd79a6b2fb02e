"""An empty workbook to be filled in and brought back: our headings, lists to choose from, codes that stay texts."""

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from conference.columns import Column

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: What a list from outside usually says, in the order in which it is filled in.
USUAL = (
    "category",
    "delegation",
    "role",
    "courtesy",
    "title",
    "given_names",
    "family_name",
    "function",
    "institution",
    "nationality",
    "email",
    "phone",
    "language",
)
ROWS = 5_000
WIDTH = 22


def blank_workbook(columns: Iterable[Column], keys: Sequence[str] = USUAL, *, title: str = "") -> bytes:
    """The workbook; what is one of a list is chosen from a second sheet. ``title`` is that of the first."""
    import xlsxwriter

    known = {column.key: column for column in columns}
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet, lists = book.add_worksheet((title or _("Participants"))[:31]), book.add_worksheet(_("Lists")[:31])
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        for place, key in enumerate(key for key in keys if key in known):
            column = known[key]
            # A text: else the spreadsheet takes noughts and the plus sign of a telephone number away.
            sheet.set_column(place, place, WIDTH, text)
            sheet.write_string(0, place, str(column.label), bold)
            if column.choices is not None:
                _offer(sheet, lists, place, column)
        lists.hide()
    return written.getvalue()


def _offer(sheet: "Worksheet", lists: "Worksheet", place: int, column: Column) -> None:
    from xlsxwriter.utility import xl_col_to_name

    choices: Any = column.choices
    names = sorted(set(choices().values()))
    if not names:
        return
    for row, name in enumerate(names):
        lists.write_string(row, place, name)
    letter = xl_col_to_name(place)
    source = f"='{lists.get_name()}'!${letter}$1:${letter}${len(names)}"
    sheet.data_validation(
        1,
        place,
        ROWS,
        place,
        # One may write otherwise: the import asks about it, and says what may be meant.
        {"validate": "list", "source": source, "error_type": "information", "ignore_blank": True},
    )
