"""One domain of recipients is written to neither too fast nor by too many at once, and rests when it says so.

Codes are of use for minutes and are few: they neither wait nor count. Each other queue counts by itself what it has in
hand, so that a letter to one does not wait behind those to thousands of the same domain.
"""

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from conference.correspondence.models import DomainPace, OutgoingMessage, Queue
from conference.correspondence.models.outgoing_message import OutgoingMessageQuerySet
from conference.correspondence.states import MessageState

#: How many workers of a queue have letters of one domain in hand; 0 sets no limit, here and below.
AT_ONCE: int = settings.OUTBOX_DOMAIN_AT_ONCE
PER_MINUTE: int = settings.OUTBOX_DOMAIN_PER_MINUTE
TO_BEGIN = datetime.timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS)
SHORTEST_REST = datetime.timedelta(seconds=settings.OUTBOX_DOMAIN_REST_SECONDS)
LONGEST_REST = datetime.timedelta(hours=1)
# Refused again so soon after a rest, the rest was too short.
SOON = datetime.timedelta(minutes=10)
# What servers say of a sender who is too fast for them: Gmail, Outlook, Yahoo, Mail.ru, Postfix and Exim.
TOO_MUCH = re.compile(
    r"^4\d\d.*(4\.7\.28|4\.7\.650|too many|too fast|too much mail|\brate\b|ratelimit|throttl|limit exceeded|slow down)",
    re.IGNORECASE | re.DOTALL,
)


def of_free_domains(rows: OutgoingMessageQuerySet, queue: Queue) -> OutgoingMessageQuerySet:
    """Those whose domain neither rests nor has as many workers of the queue as it may have."""
    if queue == Queue.URGENT:
        return rows
    resting = DomainPace.objects.order_by().filter(resting_until__gt=timezone.now()).values("domain")
    free = rows.exclude(domain__in=resting)
    return free.exclude(domain__in=_busy(queue).values("domain")) if AT_ONCE else free


def _busy(queue: Queue) -> QuerySet[Any, Any]:
    """Rows by domain: of a batch all rows were claimed at the same moment, so that moments are workers.

    A batch counts for as long as its worker has to begin: one that has died keeps its domains from nobody for longer.
    """
    alive = timezone.now() - TO_BEGIN
    in_hand = OutgoingMessage.objects.order_by().filter(queue=queue, state=MessageState.SENDING, claimed_at__gt=alive)
    by_domain = in_hand.values("domain").annotate(workers=Count("claimed_at", distinct=True))
    busy: QuerySet[Any, Any] = by_domain.filter(workers__gte=AT_ONCE)
    return busy


def within_limits(rows: Sequence[OutgoingMessage], queue: Queue) -> list[OutgoingMessage]:
    """Those of the rows that go now, counted against their domains' minute. Locks the domains, in their order.

    Requires the transaction that claims them: two workers at once take no more than one would.
    """
    if queue == Queue.URGENT or not rows or not (AT_ONCE or PER_MINUTE):
        return list(rows)
    wanted = Counter(row.domain for row in rows)
    paces = _locked(sorted(wanted))
    full = set(_busy(queue).filter(domain__in=wanted).values_list("domain", flat=True)) if AT_ONCE else set()
    room = {pace.domain: 0 if pace.domain in full else _take(pace, wanted[pace.domain]) for pace in paces}
    if PER_MINUTE:
        _keep(paces)
    kept = []
    for row in rows:
        if room[row.domain]:
            room[row.domain] -= 1
            kept.append(row)
    return kept


def _locked(domains: Sequence[str]) -> list[DomainPace]:
    known = DomainPace.objects.filter(domain__in=domains)
    if new := set(domains).difference(known.values_list("domain", flat=True)):
        DomainPace.objects.bulk_create([DomainPace(domain=domain) for domain in sorted(new)], ignore_conflicts=True)
    return list(known.order_by("domain").select_for_update())


# The library's own writes a case for each row and column.
KEEP = """
UPDATE correspondence_domainpace AS pace
SET minute_began_at = now.minute_began_at, taken = now.taken, resting_until = now.resting_until
FROM unnest(%s, %s::timestamptz[], %s, %s::timestamptz[]) AS now (domain, minute_began_at, taken, resting_until)
WHERE pace.domain = now.domain
"""


def _keep(paces: Sequence[DomainPace]) -> None:
    rows = [(pace.domain, pace.minute_began_at, pace.taken, pace.resting_until) for pace in paces]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [list(column) for column in zip(*rows, strict=True)])


def _take(pace: DomainPace, wanted: int) -> int:
    return pace.take(wanted, PER_MINUTE, timezone.now()) if PER_MINUTE else wanted


def is_too_much(answer: str) -> bool:
    """Whether a server refuses for now because this domain was sent too much, and not because of the one letter."""
    return TOO_MUCH.match(answer) is not None


@transaction.atomic
def rest(domain: str) -> datetime.datetime:
    """Leaves a domain in peace: a minute, and each time that it says so again soon, twice as long, up to an hour.

    Locks the domain's row. Gives until when.
    """
    [pace] = _locked([domain])
    now = timezone.now()
    if pace.resting_until and pace.resting_until > now and pace.refusals:
        return pace.resting_until
    is_again = bool(pace.refusals and pace.resting_until and pace.resting_until + SOON > now)
    pace.refusals = min(pace.refusals + 1, 12) if is_again else 1
    pace.resting_until = now + min(SHORTEST_REST * 2 ** (pace.refusals - 1), LONGEST_REST)
    pace.save(update_fields=["refusals", "resting_until"])
    return pace.resting_until


def resting_domains() -> list[str]:
    """Those that said lately that it was too much."""
    return list(
        DomainPace.objects.filter(Q(refusals__gt=0, resting_until__gt=timezone.now())).values_list("domain", flat=True)
    )
