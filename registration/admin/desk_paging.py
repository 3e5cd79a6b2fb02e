"""Pages of the list of registrations: of ten thousand as quick as of ten, the last as the first.

What a page shows is found in two steps: its identifiers, which an index has in order, then the rows that have them.
Delegations have no order in the database, it is another in each language: how many rows each has says which of them a
page shows, and only these are put in order.
"""

import uuid
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When, Window

from registration.queries.rank import BY_RANK, with_rank

PLACE = "protocol_order"


class RowPages(Paginator[Any]):
    """``base`` gives a page's rows, ``total`` is how many there are, where it is known, ``asked`` which page is wanted.

    Where it is not known, that page and the number of all rows are found at once, and ``keep`` is told the number.
    ``with_facts`` adds what is asked of the rows of a page alone.
    """

    object_list: QuerySet[Any]

    def __init__(
        self,
        object_list: QuerySet[Any],
        per_page: int,
        *,
        base: QuerySet[Any],
        total: int | None = None,
        places: Sequence[uuid.UUID] = (),
        asked: int = 1,
        with_facts: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows,
        keep: Callable[[int], None] = lambda _total: None,
    ) -> None:
        super().__init__(object_list, per_page)
        self._base, self._total, self._places, self._asked = base, total, places, asked
        self._with_facts, self._keep = with_facts, keep

    @cached_property
    def count(self) -> int:
        if self._total is not None:
            return self._total
        counted = self._counted()
        self._keep(counted)
        return counted

    def _counted(self) -> int:
        if self._is_by_delegation:
            return sum(self._of_each.values())
        if self._peeked or self._asked == 1:
            return self._peeked[0][1] if self._peeked else 0
        return self.object_list.order_by().values("pk").count()

    @cached_property
    def _peeked(self) -> list[tuple[uuid.UUID, int]]:
        bottom = (self._asked - 1) * self.per_page
        counted = self.object_list.annotate(rows_in_all=Window(Count("pk")))
        return list(counted.values_list("pk", "rows_in_all")[bottom : bottom + self.per_page])

    def page(self, number: int | str) -> Page[Any]:
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        return Page(self.rows(bottom, bottom + self.per_page), number, self)

    def rows(self, bottom: int, top: int) -> list[Any]:
        """The rows from one place to before another."""
        if self._is_by_delegation:
            return list(self._with_facts(self._by_delegation(bottom, top)))
        identifiers = self.identifiers(bottom, top)
        rows = self._with_facts(self._base).order_by().in_bulk(identifiers)
        return [rows[pk] for pk in identifiers if pk in rows]

    def identifiers(self, bottom: int, top: int) -> list[uuid.UUID]:
        """Of the same, without reading them."""
        if self._is_by_delegation:
            return list(self._by_delegation(bottom, top).values_list("pk", flat=True))
        begun = (self._asked - 1) * self.per_page
        if "_peeked" in self.__dict__ and bottom == begun and top <= begun + self.per_page:
            return [pk for pk, _rows in self._peeked][: top - bottom]
        return list(self.object_list.values_list("pk", flat=True)[bottom:top])

    @property
    def _order(self) -> str:
        first = next(iter(self.object_list.query.order_by), "")
        return first if isinstance(first, str) else ""

    @property
    def _is_by_delegation(self) -> bool:
        return self._order.removeprefix("-") == PLACE

    @cached_property
    def _of_each(self) -> dict[uuid.UUID | None, int]:
        """How many rows each delegation has, in the order in which they stand: those without one come last."""
        counted = dict(self.object_list.order_by().values_list("delegation").annotate(rows=Count("pk")))
        known = dict.fromkeys(pk for pk in self._places if pk in counted)
        unknown = [pk for pk in counted if pk is not None and pk not in known]
        order: list[uuid.UUID | None] = [*known, *unknown, *([None] if None in counted else [])]
        return {pk: counted[pk] for pk in (reversed(order) if self._order.startswith("-") else order)}

    def _by_delegation(self, bottom: int, top: int) -> QuerySet[Any]:
        shown: list[uuid.UUID | None] = []
        start = begun = 0
        for pk, rows in self._of_each.items():
            if start < top and start + rows > bottom:
                begun = start if not shown else begun
                shown.append(pk)
            start += rows
        places = [When(Q(delegation=pk) if pk else Q(delegation=None), then=Value(n)) for n, pk in enumerate(shown)]
        of_page = Q(delegation__in=[pk for pk in shown if pk]) | (Q(delegation=None) if None in shown else Q(pk__in=[]))
        rows_of_page = with_rank(self.object_list.filter(of_page)).annotate(
            place=Case(*places, default=Value(len(shown)), output_field=IntegerField())
        )
        ordered: QuerySet[Any] = rows_of_page.order_by("place", *BY_RANK)
        return ordered[bottom - begun : top - begun]
