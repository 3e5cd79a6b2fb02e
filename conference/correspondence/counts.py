"""Figures of the ledger: one aggregate for a list's chips, the navigation and the first page."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from conference.correspondence.models import OutgoingMessage
from conference.correspondence.models.outgoing_message import UNFINISHED, paused_acts
from conference.correspondence.states import MessageState
from conference.models import Conference

# A worker takes what is due within seconds, the sweeper within a minute.
PATIENCE = datetime.timedelta(minutes=5)


def is_overdue() -> Q:
    """Due for longer than a living worker lets it wait; what an officer has paused is not due."""
    limit = timezone.now() - PATIENCE
    is_waiting = Q(state=MessageState.QUEUED, next_attempt_at__lt=limit) & ~Q(act_id__in=paused_acts())
    return is_waiting | Q(state=MessageState.SENDING, lease_until__lt=limit)


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
    counts = OutgoingMessage.objects.filter(conference=conference, state__in=UNFINISHED).aggregate(
        failed=Count("pk", filter=Q(state=MessageState.FAILED)),
        unknown=Count("pk", filter=Q(state=MessageState.UNKNOWN)),
        overdue=Count("pk", filter=is_overdue()),
        by_hand=Count("pk", filter=Q(state=MessageState.BY_HAND)),
    )
    return Trouble(**counts)


def messages_by_state(conference: Conference) -> dict[str, int]:
    """How many stand in each state, and ``overdue`` beside them. Two aggregates, each over an index."""
    messages = OutgoingMessage.objects.filter(conference=conference)
    counted = messages.order_by().values_list("state").annotate(total=Count("state"))
    unfinished = messages.filter(state__in=UNFINISHED)
    return (
        {state.value: 0 for state in MessageState}
        | dict(counted)
        | {"overdue": unfinished.filter(is_overdue()).count()}
    )
