"""What a row of a table comes to, and what may be wrong with it."""

from dataclasses import dataclass
from enum import StrEnum


class RowKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Fault:
    """What is wrong in a cell: in which column, what was found, what is expected, what may be meant.

    Without a column ``expected`` is a whole sentence on the row.
    """

    column: str
    found: str
    expected: str
    suggestion: str = ""
    field: str = ""


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str
