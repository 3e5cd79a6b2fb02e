"""Figures of the ledger: one aggregate for a list's chips, the navigation and the first page."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from conference.correspondence.campaign_states import CampaignState
from conference.correspondence.claims import NOT_TYPESET, UNDECIDED
from conference.correspondence.models import Campaign, OccurrenceOutcome, OutgoingMessage, ReminderOccurrence
from conference.correspondence.models.outgoing_message import UNFINISHED, paused_acts
from conference.correspondence.states import MessageState
from conference.models import Conference

TO_BE_NOTED = Q(came_back_at__isnull=False, return_noted_at__isnull=True)
HELD_UNDECIDED = Q(state=MessageState.HELD, answer__in=(UNDECIDED, NOT_TYPESET))
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
    came_back: int

    @property
    def total(self) -> int:
        return self.failed + self.unknown + self.came_back


def trouble(conference: Conference) -> Trouble:
    """What went wrong, does not go, or goes by hand. One aggregate over the few rows that are not at their end."""
    counts = _unfinished_or_returned(conference).aggregate(
        failed=Count("pk", filter=Q(state=MessageState.FAILED)),
        unknown=Count("pk", filter=Q(state=MessageState.UNKNOWN)),
        overdue=Count("pk", filter=is_overdue()),
        by_hand=Count("pk", filter=Q(state=MessageState.BY_HAND)),
        came_back=Count("pk", filter=TO_BE_NOTED),
    )
    return Trouble(**counts)


def messages_by_state(conference: Conference) -> dict[str, int]:
    """How many stand in each state; ``overdue``, ``came_back``, ``return_noted`` and ``undecided`` beside them.

    Three aggregates, each over an index.
    """
    messages = OutgoingMessage.objects.filter(conference=conference)
    counted = messages.order_by().values_list("state").annotate(total=Count("state"))
    beside = _unfinished_or_returned(conference).aggregate(
        overdue=Count("pk", filter=is_overdue()),
        came_back=Count("pk", filter=TO_BE_NOTED),
        return_noted=Count("return_noted_at"),
    )
    undecided = {"undecided": held_undecided(conference)}
    return {state.value: 0 for state in MessageState} | dict(counted) | beside | undecided


@dataclass(frozen=True)
class Cuts:
    """How many messages are behind each value of the ledger's filters, by the filter's parameter."""

    purpose: dict[str, int]
    language: dict[str, int]
    queue: dict[str, int]
    written: dict[str, int]


def messages_by_cut(rows: QuerySet[Any], since: Mapping[str, datetime.datetime]) -> Cuts:
    """Of rows that are marked ``is_withheld``; ``since`` are moments by name. One query, grouped.

    The language of what is withheld is not told.
    """
    periods = {f"{name}_since": Count("pk", filter=Q(created_at__gte=moment)) for name, moment in since.items()}
    groups = (
        rows.order_by().values("purpose", "language", "queue", "is_withheld").annotate(total=Count("pk"), **periods)
    )
    found: dict[str, Counter[str]] = {name: Counter() for name in ("purpose", "language", "queue", "written")}
    for group in groups:
        found["purpose"][group["purpose"]] += group["total"]
        found["queue"][group["queue"]] += group["total"]
        found["language"][group["language"]] += 0 if group["is_withheld"] else group["total"]
        for name in since:
            found["written"][name] += group[f"{name}_since"]
    return Cuts(**{name: dict(counter) for name, counter in found.items()})


def held_undecided(conference: Conference) -> int:
    """How many the machine held back: whether they are needed could not be learned, or what goes along not be made."""
    return OutgoingMessage.objects.filter(HELD_UNDECIDED, conference=conference).count()


def _unfinished_or_returned(conference: Conference) -> QuerySet[OutgoingMessage]:
    """The few rows that an officer may have to look at, each kind by an index of its own."""
    rows: QuerySet[OutgoingMessage] = OutgoingMessage.objects.filter(
        Q(state__in=UNFINISHED) | Q(came_back_at__isnull=False), conference=conference
    )
    return rows


def returned_from(conference: Conference, addresses: Iterable[str]) -> frozenset[str]:
    """From which of some addresses a letter came back that nobody has taken note of."""
    returned = OutgoingMessage.objects.to_be_noted().filter(conference=conference, recipient__in=list(addresses))
    return frozenset(returned.order_by().values_list("recipient", flat=True))


@dataclass(frozen=True)
class Undecided:
    """What waits for an officer's word: missed reminders, campaigns that were stopped, and held letters."""

    missed_reminders: int
    paused_campaigns: int
    held_messages: int


def undecided(conference: Conference) -> Undecided:
    """A campaign is stopped by an officer, since its hour passed, or by a fault. One query for all three."""
    missed = ReminderOccurrence.objects.filter(rule__conference=OuterRef("pk"), outcome=OccurrenceOutcome.MISSED)
    paused = Campaign.objects.filter(conference=OuterRef("pk"), state=CampaignState.PAUSED)
    held = OutgoingMessage.objects.filter(HELD_UNDECIDED, conference=OuterRef("pk"))
    counts = Conference.objects.filter(pk=conference.pk).values_list(*map(_count_of, (missed, paused, held)))
    return Undecided(*counts.get())


def _count_of(rows: QuerySet[Any]) -> Subquery:
    return Subquery(
        rows.order_by().annotate(total=Func("pk", function="COUNT")).values("total"), output_field=IntegerField()
    )
