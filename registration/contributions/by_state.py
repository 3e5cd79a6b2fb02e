"""Of which State the recipients of registration's reminders are: the one that they represent, no nationality."""

import datetime
from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, QuerySet

from conference.correspondence.models import ReminderRule
from conference.registry import ByState

Rows = Callable[[ReminderRule, datetime.date], QuerySet[Any]]


def by_state(model: type[Model], path: str, rows: Rows) -> ByState:
    """``path`` leads from what a letter is about to its State; ``rows`` are those who would be written to."""

    def of(about: Collection[UUID]) -> Mapping[UUID, UUID]:
        found = model._default_manager.filter(pk__in=about, **{f"{path}__isnull": False})
        return dict(found.values_list("pk", path))

    def count(rule: ReminderRule, anchor_on: datetime.date) -> Mapping[UUID | None, int]:
        return dict(rows(rule, anchor_on).order_by().values_list(path).annotate(Count("pk")))

    return ByState(of, count)
