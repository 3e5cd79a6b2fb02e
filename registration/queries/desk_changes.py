"""What the list of requests after the deadline counts."""

import uuid
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count

from conference.models import Conference
from registration.models import PendingChange


@dataclass(frozen=True)
class ChangeCounts:
    """How many requests are behind each chip; of the kinds, the open ones."""

    by_state: Counter[str] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)


def change_counts(conference: Conference) -> ChangeCounts:
    """Everything the chips count, in one aggregate."""
    rows = (
        PendingChange.objects.filter(conference=conference)
        .values_list("state", "kind")
        .annotate(total=Count("pk"))
        .order_by()
    )
    counts = ChangeCounts()
    for state, kind, total in rows:
        counts.by_state[state] += total
        counts.by_kind[kind] += total
    return counts


def open_changes(conference: Conference) -> int:
    """How many wait for an officer."""
    return PendingChange.objects.open().filter(conference=conference).count()


def requests_about(registration_id: uuid.UUID) -> list[PendingChange]:
    """Every request about a registration, or by which it came, the newest first."""
    about = PendingChange.objects.filter(registration=registration_id)
    made = PendingChange.objects.filter(result=registration_id)
    return list((about | made).for_listing().order_by("-asked_at"))
