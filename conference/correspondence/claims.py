"""Which worker has a message, and what becomes of it: every change of state that delivery makes is made here."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from conference.correspondence.illness import WORKER_ENDED, illness_of_the_server
from conference.correspondence.models import DeliveryAttempt, OutgoingMessage, Queue
from conference.correspondence.needed import about_what_was_deleted, ask_whether_needed
from conference.correspondence.paces import is_too_much, of_free_domains, rest, within_limits
from conference.correspondence.restarts import outlives_restart
from conference.correspondence.states import TRANSITIONS, MessageState
from conference.correspondence.telling import has_listener, tell, tell_of
from conference.models import Conference

# Not begun by then, a message is somebody else's: its worker is dead, or kept waiting by the server.
TO_BEGIN = datetime.timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS)
# Longer than the slowest conversation; what is not answered by then will not be.
LEASE = datetime.timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
# A code must not wait behind another one for which the server takes its time.
BATCH = {Queue.URGENT: 1, Queue.MAIL: 20, Queue.BULK: 40}
# So many batches of what need not go are set aside in one transaction; the rest waits for the next waking.
ROUNDS = 20
BACKOFF = tuple(datetime.timedelta(seconds=seconds) for seconds in settings.OUTBOX_BACKOFF_SECONDS)
SERVER_IS_AWAY = datetime.timedelta(seconds=settings.OUTBOX_AWAY_SECONDS)
SERVER_IS_ILL = "The server took messages and hung up without an answer."
TOO_LATE = "Not sent in time: it is of no use any longer."
DELETED = "Not sent: what it is about was deleted."
NO_LONGER_NEEDED = "Not sent: what it asks for was done in the meantime."
UNDECIDED = "Held back: whether it is needed still could not be learned."
NOT_TYPESET = "Held back: what goes with it could not be typeset, and without that it is not sent."
WORDS = ("text", "html", "calendar", "enclosures")
CLAIMED = frozenset({MessageState.SENDING, MessageState.UNKNOWN})


@outlives_restart
@transaction.atomic
def claim(queue: Queue, limit: int | None = None) -> list[OutgoingMessage]:
    """Takes messages for this worker alone: skips what another holds, and leaves a lease in case this one dies.

    What is of no use any longer, what is about somebody or something that was deleted since, and what need not be sent
    any more (``registry.still_needed``) is cancelled instead.
    """
    _cancel_useless(queue)
    due = of_free_domains(OutgoingMessage.objects.due().filter(queue=queue), queue)
    in_turn = due.defer(*WORDS).order_by("next_attempt_at", "created_at")
    rows_due = in_turn.select_for_update(skip_locked=True, of=("self",))
    found: list[OutgoingMessage] = []
    for _round in range(ROUNDS):
        if found or not (rows := list(rows_due[: limit or BATCH[queue]])):
            break
        _set_aside_what_need_not_go(rows)
        found = within_limits([row for row in rows if row.state == MessageState.QUEUED], queue)
    _take(found)
    return found


def _take(rows: Sequence[OutgoingMessage]) -> None:
    """Marks rows that are locked as this worker's, and reads what they say: of others it was of no interest."""
    now, these = timezone.now(), OutgoingMessage.objects.filter(pk__in=[row.pk for row in rows]).order_by()
    mine = {"state": MessageState.SENDING, "claimed_at": now, "lease_until": now + TO_BEGIN, "handed_over_at": None}
    these.update(**mine)
    words = {pk: said for pk, *said in these.values_list("pk", *WORDS)} if rows else {}
    conferences = Conference.objects.in_bulk({row.conference_id for row in rows if row.conference_id})
    for row in rows:
        for name, value in [*mine.items(), *zip(WORDS, words[row.pk], strict=True)]:
            setattr(row, name, value)
        row.conference = conferences.get(row.conference_id)


def _cancel_useless(queue: Queue) -> None:
    for row in OutgoingMessage.objects.useless().filter(queue=queue).select_for_update(skip_locked=True):
        _cancel(row, TOO_LATE)


def _set_aside_what_need_not_go(rows: Sequence[OutgoingMessage]) -> None:
    """Cancels what is about a row that is gone, and what whoever registered for its purpose says is done with."""
    for row in about_what_was_deleted(rows):
        _cancel(row, DELETED)
    asked = ask_whether_needed([row for row in rows if row.state == MessageState.QUEUED])
    for row in asked.needless:
        _cancel(row, NO_LONGER_NEEDED)
    for row in asked.undecided:
        _end(row, MessageState.HELD, UNDECIDED)


def _cancel(row: OutgoingMessage, answer: str) -> None:
    _end(row, MessageState.CANCELLED, answer)


def _end(row: OutgoingMessage, state: MessageState, answer: str) -> None:
    _record(row, state, answer)
    DeliveryAttempt.objects.create(message=row, outcome=row.state, answer=row.answer)


@dataclass
class Taken:
    """A letter that the server took, in its words, and since when nobody has written that down."""

    message: OutgoingMessage
    answer: str
    at: datetime.datetime = field(default_factory=timezone.now)

    @property
    def values(self) -> dict[str, Any]:
        message = self.message
        told = {"taken": message.pk, "taken_claimed_at": message.claimed_at, "is_told": not has_listener(message)}
        return {"answer": self.answer, "taken_at": self.at, **told}


# What becomes of nearly every letter: asked and written in one sentence, without reading the letter once more.
SETTLE = """
    UPDATE correspondence_outgoingmessage
    SET state = 'sent', answer = %(answer)s, sent_at = %(taken_at)s, lease_until = NULL, secrets = '{{}}'
    WHERE id = {taken} AND claimed_at IS NOT DISTINCT FROM %(taken_claimed_at)s AND state IN ('sending', 'unknown')
    RETURNING id
"""
LOG = """
    INSERT INTO correspondence_deliveryattempt (message_id, at, outcome, answer, reason, is_told)
    SELECT id, %(taken_at)s, 'sent', %(answer)s, '', %(is_told)s FROM settled
"""
HAND_OVER = """
    UPDATE correspondence_outgoingmessage
    SET handed_over_at = %(now)s, lease_until = %(lease_until)s, attempts = %(attempts)s
    WHERE id = {next} AND claimed_at = %(claimed_at)s AND state = 'sending'
    RETURNING id
"""
# Two letters in one sentence: who waited for the one and had the other could stand in the way of an officer who locks
# both. So it waits for neither; what somebody else has just then is asked again, by itself.
UNLOCKED = "(SELECT id FROM correspondence_outgoingmessage WHERE id = %({})s FOR NO KEY UPDATE SKIP LOCKED)"
RECORD_TAKEN = f"WITH settled AS ({SETTLE.format(taken='%(taken)s')}) {LOG}"
RECORD_AND_HAND_OVER = f"""
WITH settled AS ({SETTLE.format(taken=UNLOCKED.format("taken"))}), logged AS ({LOG}),
handed AS ({HAND_OVER.format(next=UNLOCKED.format("next"))})
SELECT (SELECT count(*) FROM settled), (SELECT count(*) FROM handed)
"""  # noqa: S608  put together of sentences that stand above


@outlives_restart
def mark_handed_over(message: OutgoingMessage, taken: Taken | None = None) -> bool:
    """Committed before the server hears of the message; false where the lease was lost to another worker.

    With it, in one commit, what the server took before.
    """
    now, attempts = timezone.now(), message.attempts + 1
    values: dict[str, Any] = {"next": message.pk, "claimed_at": message.claimed_at, "attempts": attempts}
    values |= {"now": now, "lease_until": now + LEASE}
    is_mine = _record_and_hand_over(taken, values) if taken else _hand_over(values)
    message.attempts = attempts
    return is_mine


def _record_and_hand_over(taken: Taken, values: dict[str, Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(RECORD_AND_HAND_OVER, taken.values | values)
        is_settled, is_mine = cursor.fetchone()
    if not is_settled:
        record_taken(taken)
    return bool(is_mine) or _hand_over(values)


def _hand_over(values: dict[str, Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(HAND_OVER.format(next="%(next)s"), values)
        return bool(cursor.rowcount)


@outlives_restart
def record_taken(taken: Taken) -> None:
    """Nothing where somebody else has the message by now. Of a message with a former answer, too late, it is the last.

    Who registered for the purpose is told of it afterwards (:func:`conference.correspondence.telling.tell_of`).
    """
    with connection.cursor() as cursor:
        cursor.execute(RECORD_TAKEN, taken.values)


def put_back(message: OutgoingMessage, answer: str) -> bool:
    """Queued for a later attempt, each time after a longer wait; after the last one it has failed.

    Where the answer says that it was too much for the domain, nothing else goes there for a while: then true.
    """
    rests = is_too_much(answer)
    if rests:
        rest(message.domain)
    if message.attempts > len(BACKOFF):
        settle(message, MessageState.FAILED, answer)
    else:
        wait = BACKOFF[max(message.attempts, 1) - 1]
        settle(message, MessageState.QUEUED, answer, again_at=timezone.now() + wait)
    return rests


def give_back(messages: list[OutgoingMessage]) -> None:
    """Not begun: due at once for the next worker, and it costs no message an attempt."""
    for message in messages:
        settle(message, MessageState.QUEUED, message.answer, again_at=timezone.now(), is_attempt=False)


@outlives_restart
def postpone(messages: list[OutgoingMessage], queue: Queue, answer: str) -> None:
    """The server is away, or ill: nothing of the queue is due for a while, and it costs no message an attempt."""
    again_at = timezone.now() + SERVER_IS_AWAY
    if illness := illness_of_the_server(queue):
        again_at = max(again_at, illness.pause_until)
    for message in messages:
        settle(message, MessageState.QUEUED, answer, again_at=again_at, is_attempt=False)
    _postpone_due(queue, again_at)


@outlives_restart
@transaction.atomic
def claim_probe(queue: Queue) -> list[OutgoingMessage]:
    """One message, to learn whether an ill server is well again; none during a pause, or while another one is out.

    Everything else that is due waits. Locks the queue's name, so that of two workers one probes.
    """
    _lock(queue)
    illness, now = illness_of_the_server(queue), timezone.now()
    if illness is None:
        return claim(queue)
    out = OutgoingMessage.objects.filter(queue=queue, state=MessageState.SENDING, claimed_at__gt=illness.last)
    is_pause = illness.pause_until > now
    probe = [] if is_pause or out.exists() else claim(queue, limit=1)
    _postpone_due(queue, illness.pause_until if is_pause else now + SERVER_IS_AWAY)
    return probe


def _lock(queue: Queue) -> None:
    """Until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"correspondence:{queue}"])


@transaction.atomic
def _postpone_due(queue: Queue, again_at: datetime.datetime) -> None:
    """What another worker holds is left to it: two that postpone at once must not wait for each other."""
    due = OutgoingMessage.objects.due().filter(queue=queue).order_by().select_for_update(skip_locked=True)
    OutgoingMessage.objects.filter(pk__in=list(due.values_list("pk", flat=True))).update(next_attempt_at=again_at)


@outlives_restart
def settle(
    message: OutgoingMessage,
    outcome: MessageState,
    answer: str,
    *,
    again_at: datetime.datetime | None = None,
    is_attempt: bool = True,
) -> None:
    """Records an outcome in the server's words, and tells who registered for the purpose. Locks the row.

    An answer that comes after the lease ran out is recorded still, unless somebody else has the message by now.
    """
    if outcome == MessageState.SENT:
        record_taken(Taken(message, answer))
        tell_of([message.pk])
        return
    with transaction.atomic():
        row = _locked(message)
        if row is None or row.claimed_at != message.claimed_at or row.state not in CLAIMED:
            return
        if outcome in TRANSITIONS[MessageState(row.state)]:
            _record(row, outcome, answer, again_at)
            if is_attempt:
                DeliveryAttempt.objects.create(message=row, outcome=outcome, answer=answer)


def queues_with_work() -> list[Queue]:
    """The queues in which something is due that a worker could take now. One query each."""
    due = OutgoingMessage.objects.due().order_by()
    return [queue for queue in Queue if of_free_domains(due.filter(queue=queue), queue).exists()]


def release_abandoned() -> int:
    """Takes back what dead workers had claimed; gives how many messages it was. Two sweeps at once are harmless."""
    return sum(_release(message) for message in OutgoingMessage.objects.abandoned())


@transaction.atomic
def _release(message: OutgoingMessage) -> bool:
    """Not yet handed over is queued again, handed over is unknown.

    Asks again under the lock: the worker may have come to life, or another sweep have been here.
    """
    row = _locked(message)
    if row is None or row.lease_until is None or row.lease_until >= timezone.now():
        return False
    if row.handed_over_at is None:
        _record(row, MessageState.QUEUED, "The worker did not come to it.", timezone.now())
    else:
        _record(row, MessageState.UNKNOWN, WORKER_ENDED)
    DeliveryAttempt.objects.create(message=row, outcome=row.state, answer=row.answer)
    return True


def _locked(message: OutgoingMessage) -> OutgoingMessage | None:
    rows = OutgoingMessage.objects.select_for_update(of=("self",)).select_related("conference")
    row: OutgoingMessage | None = rows.filter(pk=message.pk).first()
    return row


def _record(
    row: OutgoingMessage, outcome: MessageState, answer: str, again_at: datetime.datetime | None = None
) -> None:
    row.move_to(outcome)
    row.answer, row.lease_until = answer, None
    if outcome == MessageState.SENT:
        row.sent_at = timezone.now()
    if outcome in {MessageState.SENT, MessageState.CANCELLED}:
        row.secrets = {}
    if again_at:
        row.next_attempt_at = again_at
    row.save(update_fields=["state", "answer", "lease_until", "sent_at", "secrets", "next_attempt_at"])
    tell([row])
