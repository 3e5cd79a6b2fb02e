"""Which messages concern protected persons, and are named to few."""

from typing import Any

from django.db.models import BooleanField, Case, QuerySet, Value, When

from conference.models import Conference
from conference.registry import registry


def marked_for(rows: QuerySet[Any], conference: Conference, *, sees_protected: bool) -> QuerySet[Any]:
    """Each row with ``is_withheld``: whether this officer may not read whom it names."""
    is_withheld = Value(value=False) if sees_protected else _concerns_protected(conference)
    marked: QuerySet[Any] = rows.annotate(is_withheld=is_withheld)
    return marked


def _concerns_protected(conference: Conference) -> Case:
    """As the apps above tell."""
    whens = [When(concerns(conference), then=Value(value=True)) for concerns in registry.concerns_protected]
    return Case(*whens, default=Value(value=False), output_field=BooleanField())
