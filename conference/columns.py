"""A column: one fact of every row of a list, as the list, a file of it and an import know it."""

import datetime
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the registry names columns while the apps are still loading
    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from conference.models import TeamRole

AT_A_TIME = 2000

Row = dict[str, Any]
Value = str | int | datetime.date | datetime.datetime | bool | None
Beside = Callable[[Sequence[Row]], None]


@dataclass(frozen=True, kw_only=True, eq=False)
class Column:
    """What stands under one heading.

    ``key`` is stable and ASCII. ``value`` gives the cell of a row that ``rows_for`` has loaded with this column:
    texts in the language in which the first was shown, days and moments by the conference's clock. ``field`` is the
    name by which an import writes it; empty: it is read only. ``choices`` gives the texts of a closed list by what is
    stored, so that an import finds back what a text meant. ``roles`` are those who see it; none: everybody who sees
    the list.

    ``reads`` are the database columns that ``value`` looks up in the row, ``beside`` fetches for many rows at once
    what stands in other tables: one query for each ``AT_A_TIME`` rows, however many columns share it.
    """

    key: str
    label: "Promise | str"
    group: "Promise | str"
    value: Callable[[Row], Value]
    field: str = ""
    roles: "frozenset[TeamRole] | None" = None
    choices: Callable[[], Mapping[Any, str]] | None = None
    reads: tuple[str, ...] = ()
    beside: Beside | None = None


def rows_for(queryset: "QuerySet[Any]", columns: Iterable[Column]) -> Iterator[Row]:
    """The rows with what these columns need, ``pk`` always among it, in the order of the queryset.

    One query, through a cursor of the server, and one a column's ``beside`` for each ``AT_A_TIME`` rows: a hundred
    thousand rows take no more memory than two thousand.
    """
    chosen = tuple(columns)
    reads = dict.fromkeys(("pk", *(path for column in chosen for path in column.reads)))
    besides: dict[Hashable, Beside] = {column.beside: column.beside for column in chosen if column.beside}
    rows = iter(queryset.values(*reads).iterator(chunk_size=AT_A_TIME))
    while some := list(islice(rows, AT_A_TIME)):
        for load in besides.values():
            load(some)
        yield from some
