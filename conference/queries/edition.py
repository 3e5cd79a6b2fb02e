"""Which state of a conference its public pages show: what they are rendered from, marked so that a change is seen.

The mark of some rows is their number and the sum of a hash of each row's place and writing transaction. PostgreSQL
gives every written row version another pair of these, so an insert, an update or a deletion by whatever means – an
act, the admin, a bulk update, a repair by hand – changes the mark once it is committed, and not before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, DecimalField, Model, QuerySet, Sum, Value
from django.db.models.expressions import RawSQL

from conference.clock import conference_today
from conference.models import Conference
from conference.registry import registry

Rows = QuerySet[Any]
Mark = tuple[object, ...]


@dataclass(frozen=True)
class Edition:
    """A conference as its public pages show it; two with the same mark show the same."""

    conference: Conference
    mark: Mark


def edition_of(slug: str) -> Edition:
    """What the public pages of the conference at an address show now; raises ``Conference.DoesNotExist``.

    A constant number of queries: two, and those by which the apps find their rows. The conference comes with its own
    version, from one snapshot; all else is read by the pages after the mark, so a page is never older than its mark.
    """
    versioned = Conference.objects.for_public_pages().annotate(row_version=row_version(Conference))
    conference: Any = versioned.get(slug=slug)
    facts = (facts_of(conference) for facts_of in registry.public_facts)
    own = (conference.pk, conference.row_version, conference_today(conference))
    return Edition(conference, (*own, *facts, *marks(public_rows(conference))))


def public_rows(conference: Conference) -> Iterable[Rows]:
    """What a public page reads beside the conference itself, of every app."""
    yield conference.topics.all()
    yield conference.venues.all()
    for rows_of in registry.public_rows:
        yield from rows_of(conference)


def marks(sources: Iterable[Rows]) -> Iterable[Mark]:
    """One mark for each of the sources, in one query."""
    return sorted(_together(sources))


def question(sources: Iterable[Rows]) -> tuple[str, tuple[Any, ...]]:
    """The query for the marks, for whoever asks the same often: to put it together takes longer than to answer it."""
    sql, params = _together(sources).query.sql_with_params()
    return sql, tuple(params)


def _together(sources: Iterable[Rows]) -> QuerySet[Any, Any]:
    first, *rest = (_mark(position, rows) for position, rows in enumerate(sources))
    return first.union(*rest, all=True)


def _mark(position: int, rows: Rows) -> QuerySet[Any, Any]:
    mark: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(which_source=Value(position))
        .values("which_source")
        .annotate(rows=Count("*"), versions=Sum(row_version(rows.model), output_field=DecimalField()))
        .values_list("which_source", "rows", "versions")
    )
    return mark


def row_version(model: type[Model]) -> RawSQL:
    """A number that no other version of any row of the table has."""
    table = model._meta.db_table
    return RawSQL(f'hashtextextended("{table}".xmin::text || "{table}".ctid::text, 0)', [], BigIntegerField())  # noqa: S611
