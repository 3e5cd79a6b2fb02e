"""The row before and the row after, within the list as it was filtered when one came from it.

The list may be of a hundred thousand: it is never read. Where the row stands is compared with the others in the
database, by what the list is sorted by.
"""

import uuid
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Count, F, OrderBy, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from conference.admin.scoped import ScopedAdmin
from registration.admin.registration_changelist import changelist_at

FILTERS = "_changelist_filters"
#: Where one goes on once a decision has taken the row out of the list.
NEXT = "_next"


def neighbours(model_admin: ScopedAdmin, request: HttpRequest, pk: uuid.UUID) -> dict[str, Any]:
    """Links to the previous and the next row and to the list; nothing where one did not come from a filtered list.

    Three queries, whatever the list: where the row stands, how many come before, and its two neighbours.
    """
    filters = request.GET.get(FILTERS, "")
    list_url = reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")
    if not filters:
        return {"list_url": list_url}
    try:
        rows = changelist_at(model_admin, request, filters).queryset
    except (IncorrectLookupParameters, DisallowedModelAdminLookup):
        # Not the query of any list: the address was typed, or a filter has been taken away since.
        return {"list_url": list_url}
    ordered = Ordered.of(rows)
    here = ordered.place_of(pk)
    if here is None:
        return _where_one_went_on(model_admin, request, rows, filters, list_url)
    total, before = ordered.counted(here)
    previous, following = ordered.last_before(here), ordered.first_after(here)
    page = before // model_admin.list_per_page + 1
    return {
        "list_url": f"{list_url}?{_on_page(filters, page)}#row-{pk}",
        "previous_url": _url(model_admin, previous, _on_page(filters, page)) if previous else "",
        "next_url": _url(model_admin, following, _on_page(filters, page)) if following else "",
        "next_pk": str(following or previous or ""),
        "filters": filters,
        "position": before + 1,
        "total": total,
    }


def _where_one_went_on(
    model_admin: ScopedAdmin, request: HttpRequest, rows: QuerySet[Any], filters: str, list_url: str
) -> dict[str, Any]:
    """The row has left the list: the one that came after it is still there, unless it went too."""
    found: dict[str, Any] = {"list_url": f"{list_url}?{filters}", "filters": filters}
    try:
        wanted = uuid.UUID(request.GET.get(NEXT, ""))
    except ValueError:
        return found
    if rows.filter(pk=wanted).exists():
        found |= {"next_url": _url(model_admin, wanted, filters), "next_pk": str(wanted)}
    return found | {"left": rows.count()}


def within_list(found: dict[str, Any]) -> str:
    """What an address of the page's acts carries, so that one comes back within the list, and goes on from there."""
    kept = {FILTERS: found.get("filters", ""), NEXT: found.get("next_pk", "")}
    said = urlencode({key: value for key, value in kept.items() if value})
    return f"?{said}" if said else ""


@dataclass(frozen=True)
class Key:
    """One of the things that the list is sorted by; as PostgreSQL has it, nothing (null) is greater than all."""

    name: str
    descends: bool

    def after(self, value: Any) -> Q:
        """What comes after the value in this order."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if self.descends else Q(pk__in=[])
        if self.descends:
            return Q(**{f"{self.name}__lt": value})
        return Q(**{f"{self.name}__gt": value}) | Q(**{f"{self.name}__isnull": True})

    def equal(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    @property
    def reversed(self) -> "Key":
        return Key(self.name, not self.descends)

    @property
    def order(self) -> OrderBy:
        """Nulls last where it ascends and first where it descends, as without a word PostgreSQL puts them."""
        return OrderBy(F(self.name), descending=self.descends)


@dataclass(frozen=True)
class Ordered:
    """Rows with what they are sorted by under names; the last is unique, so that no two rows stand in one place."""

    rows: QuerySet[Any]
    keys: tuple[Key, ...]

    @classmethod
    def of(cls, rows: QuerySet[Any]) -> "Ordered":
        """From the order that the queryset has."""
        keys: list[Key] = []
        for number, part in enumerate(rows.query.order_by):
            key, expression = _key(part, f"_order_{number}")
            rows = rows.annotate(**{key.name: expression}) if expression is not None else rows
            keys.append(key)
        if not any(key.name == "pk" for key in keys):
            keys.append(Key("pk", descends=False))
        return cls(rows, tuple(keys))

    def place_of(self, pk: uuid.UUID) -> tuple[Any, ...] | None:
        """Where a row stands; nothing where it is none of the list."""
        found: tuple[Any, ...] | None = self.rows.filter(pk=pk).values_list(*(key.name for key in self.keys)).first()
        return found

    def counted(self, here: tuple[Any, ...]) -> tuple[int, int]:
        """How many there are, and how many of them come before."""
        before = Count("pk", filter=self._beyond([key.reversed for key in self.keys], here))
        found = self.rows.order_by().aggregate(total=Count("pk"), before=before)
        return found["total"], found["before"]

    def first_after(self, here: tuple[Any, ...]) -> uuid.UUID | None:
        return self._first(self.keys, here)

    def last_before(self, here: tuple[Any, ...]) -> uuid.UUID | None:
        return self._first([key.reversed for key in self.keys], here)

    def _first(self, keys: Any, here: tuple[Any, ...]) -> uuid.UUID | None:
        found: uuid.UUID | None = (
            self.rows.filter(self._beyond(keys, here))
            .order_by(*(key.order for key in keys))
            .values_list("pk", flat=True)
            .first()
        )
        return found

    @staticmethod
    def _beyond(keys: Any, here: tuple[Any, ...]) -> Q:
        """Beyond in the first, or equal in it and beyond in the second, and so on."""
        equal: list[Q] = []
        found: list[Q] = []
        for key, value in zip(keys, here, strict=True):
            found.append(reduce(and_, [*equal, key.after(value)]))
            equal.append(key.equal(value))
        return reduce(or_, found)


def _key(part: Any, alias: str) -> tuple[Key, Any]:
    """A part of an order by name; what has none is given one."""
    if isinstance(part, str):
        return Key(part.removeprefix("-"), part.startswith("-")), None
    if isinstance(part, OrderBy):
        return Key(alias, part.descending), part.expression
    return Key(alias, descends=False), part


def _on_page(filters: str, page: int) -> str:
    """The list on the page on which the row stands."""
    query = QueryDict(filters, mutable=True)
    query.pop("p", None)
    if page > 1:
        query["p"] = str(page)
    return query.urlencode()


def _url(model_admin: ScopedAdmin, pk: uuid.UUID, filters: str) -> str:
    url = reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_change", args=[pk])
    return f"{url}?{urlencode({FILTERS: filters})}"
