"""What the pages of an import are called by, for the kind of table that it is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from django.utils.functional import Promise


class RowHeadings(NamedTuple):
    """Above the rows of a preview: what one is of, as what, how it stands, and the kind that is to be looked at."""

    row: "Promise | str"
    as_what: "Promise | str"
    standing: "Promise | str"
    doubtful: "Promise | str"


@dataclass(frozen=True, kw_only=True)
class ImportWords:
    """``rows_of`` is the admin's name of what is imported: a list of it, and a page for each."""

    list_title: "Promise | str"
    bring: "Promise | str"
    list_lede: "Promise | str"
    bring_lede: "Promise | str"
    empty: "Promise | str"
    same: "Promise | str"
    undo: "Promise | str"
    headings: RowHeadings
    row_without_name: "Promise | str"
    to_rows: "Promise | str"
    rows_of: str
    workbook_name: str

    @property
    def rows_url_name(self) -> str:
        return f"admin:{self.rows_of}_changelist"

    @property
    def row_url_name(self) -> str:
        return f"admin:{self.rows_of}_change"
