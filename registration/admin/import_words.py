"""What the pages of an import are called by, for the kind of table that it is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class ImportWords:
    """``rows_url_name`` and ``row_url_name`` lead to the list of what is imported, and to one of it."""

    list_title: "Promise | str"
    bring: "Promise | str"
    list_lede: "Promise | str"
    bring_lede: "Promise | str"
    empty: "Promise | str"
    same: "Promise | str"
    undo: "Promise | str"
    row: "Promise | str"
    row_without_name: "Promise | str"
    as_what: "Promise | str"
    standing: "Promise | str"
    doubtful: "Promise | str"
    to_rows: "Promise | str"
    rows_url_name: str
    row_url_name: str
    workbook_name: str
