"""A mail server that takes message after message and hangs up without an answer: what the ledger says of it.

The ledger remembers for all workers, and for those that come after them.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Max, Min
from django.utils import timezone

from conference.correspondence.models import DeliveryAttempt, Queue
from conference.correspondence.states import MessageState

# This many messages in a row of which nothing is known: the server is ill, and each next one would be lost to sight.
DOUBTS = 2
SHORTEST_PAUSE = datetime.timedelta(seconds=settings.OUTBOX_AWAY_SECONDS)
LONGEST_PAUSE = datetime.timedelta(hours=1)
MEMORY = datetime.timedelta(days=1)
ANSWERED = r"^[2-5][0-9][0-9]"
WORKER_ENDED = "The worker ended between hand-over and the server's answer."


@dataclass(frozen=True)
class Illness:
    """Between which moments the server left messages without an answer, and has not answered since."""

    first: datetime.datetime
    last: datetime.datetime

    @property
    def pause_until(self) -> datetime.datetime:
        """As long again as it has been ill: the pauses double, from a minute up to an hour."""
        return self.last + min(max(self.last - self.first, SHORTEST_PAUSE), LONGEST_PAUSE)


def illness_of_the_server(queue: Queue) -> Illness | None:
    """The illness as the queue has met it; none once the server has answered to a message again, whatever it said."""
    log = DeliveryAttempt.objects.filter(message__queue=queue, by=None, at__gt=timezone.now() - MEMORY)
    doubts = log.filter(outcome=MessageState.UNKNOWN).exclude(answer=WORKER_ENDED)
    if not doubts.exists():
        return None
    answers = log.exclude(outcome=MessageState.UNKNOWN).filter(answer__regex=ANSWERED)
    if answered := answers.aggregate(at=Max("at"))["at"]:
        doubts = doubts.filter(at__gt=answered)
    found = doubts.aggregate(first=Min("at"), last=Max("at"), count=Count("pk"))
    return Illness(found["first"], found["last"]) if found["count"] >= DOUBTS else None
