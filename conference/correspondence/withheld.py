"""Which messages concern protected persons, and are named to few."""

from typing import Any

from django.db.models import BooleanField, Case, CharField, F, QuerySet, Value, When

from conference.models import Conference
from conference.registry import registry


def marked_for(rows: QuerySet[Any], conference: Conference, *, sees_protected: bool) -> QuerySet[Any]:
    """Each row with ``is_withheld``: whether this officer may not read whom it names.

    ``recipient_shown`` and ``subject_shown`` are what lists are sorted by: blank where withheld, for a row's place
    among its neighbours would tell the initial.
    """
    is_withheld = Value(value=False) if sees_protected else _concerns_protected(conference)
    marked: QuerySet[Any] = rows.annotate(is_withheld=is_withheld)
    shown = {"recipient_shown": _unless_withheld("recipient"), "subject_shown": _unless_withheld("subject")}
    sortable: QuerySet[Any] = marked.annotate(**shown)
    return sortable


def _unless_withheld(field: str) -> Case:
    return Case(When(is_withheld=True, then=Value("")), default=F(field), output_field=CharField())


def _concerns_protected(conference: Conference) -> Case:
    """As the apps above tell."""
    whens = [When(concerns(conference), then=Value(value=True)) for concerns in registry.concerns_protected]
    return Case(*whens, default=Value(value=False), output_field=BooleanField())
