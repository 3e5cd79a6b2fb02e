"""Figures of the ledger: one aggregate for a list's chips, the navigation and the first page."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import IN_TROUBLE, MessageState
from conference.models import Conference

# A worker takes what is due within seconds, the sweeper within a minute.
PATIENCE = datetime.timedelta(minutes=5)


def is_overdue() -> Q:
    """Due for longer than a living worker lets it wait."""
    limit = timezone.now() - PATIENCE
    return Q(state=MessageState.QUEUED, next_attempt_at__lt=limit) | Q(
        state=MessageState.SENDING, lease_until__lt=limit
    )


@dataclass(frozen=True)
class Trouble:
    failed: int
    unknown: int
    overdue: int
    by_hand: int

    @property
    def total(self) -> int:
        return self.failed + self.unknown


def trouble(conference: Conference) -> Trouble:
    """What went wrong, does not go, or goes by hand. One aggregate over the few rows that are not at their end."""
    unfinished = {MessageState.QUEUED, MessageState.SENDING, MessageState.BY_HAND, *IN_TROUBLE}
    counts = OutgoingMessage.objects.filter(conference=conference, state__in=unfinished).aggregate(
        failed=Count("pk", filter=Q(state=MessageState.FAILED)),
        unknown=Count("pk", filter=Q(state=MessageState.UNKNOWN)),
        overdue=Count("pk", filter=is_overdue()),
        by_hand=Count("pk", filter=Q(state=MessageState.BY_HAND)),
    )
    return Trouble(**counts)


def messages_by_state(conference: Conference) -> dict[str, int]:
    """How many stand in each state, and ``overdue`` beside them. One aggregate."""
    counts: dict[str, int] = OutgoingMessage.objects.filter(conference=conference).aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in MessageState},
        overdue=Count("pk", filter=is_overdue()),
    )
    return counts
