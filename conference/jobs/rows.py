"""Rows of a list by their identifiers, in the list's order, some thousand at a time."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from conference.columns import AT_A_TIME, Column, Row, rows_for

MODELS_AT_A_TIME = 500


def rows_in_order(rows: QuerySet[Any], ids: Sequence[str]) -> Iterator[Any]:
    """Those of ``rows`` that ``ids`` names; one that is not among them any longer is left out."""
    for start in range(0, len(ids), MODELS_AT_A_TIME):
        some = ids[start : start + MODELS_AT_A_TIME]
        found = {str(row.pk): row for row in rows.filter(pk__in=some)}
        yield from (found[pk] for pk in some if pk in found)


def cells_in_order(rows: QuerySet[Any], ids: Sequence[str], columns: Iterable[Column]) -> Iterator[Row]:
    """The same, of each row as much as the columns need."""
    chosen = tuple(columns)
    for start in range(0, len(ids), AT_A_TIME):
        some = ids[start : start + AT_A_TIME]
        found = {str(row["pk"]): row for row in rows_for(rows.filter(pk__in=some).order_by(), chosen)}
        yield from (found[pk] for pk in some if pk in found)
