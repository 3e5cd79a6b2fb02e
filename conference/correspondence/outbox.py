"""The outbox: a message is a row, written in the transaction of the act that causes it; Celery is woken afterwards."""

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from conference import alarm
from conference.correspondence.compose import Wordings, clean, compose, one_line
from conference.correspondence.enclosing import Enclosing
from conference.correspondence.letter import Letter
from conference.correspondence.models import COPY, OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from conference.models import normalise_email

KEY_LENGTH = 200
MESSAGE_ID = "conference.correspondence.message-id"


@dataclass(frozen=True)
class Held:
    """The letters of an act that can be undone wait until a moment."""

    act_id: UUID
    until: datetime.datetime


def enqueue(letter: Letter, wordings: Wordings | None = None) -> OutgoingMessage:
    """Writes the letter's row, and one for the private office that receives a copy; wakes the delivery after commit.

    The key is unique: asked for a second time, the row that is there is given back. Raises ``LetterTextError``.
    """
    return enqueue_all([letter], wordings=wordings).get()


def enqueue_all(
    letters: Iterable[Letter], held: Held | None = None, wordings: Wordings | None = None
) -> QuerySet[OutgoingMessage]:
    """Writes several, in as many queries as one; ``held`` keeps them back, while their act can be undone.

    ``wordings`` are the texts of letters that are worded for this once; any other is looked up.

    Gives the rows of the letters, without the copies, to whoever wants to read them.
    """
    wanted = list(letters)
    rows = {bounded(key): (letter, recipient) for letter in wanted for recipient, key in _recipients(letter)}
    asked_for = OutgoingMessage.objects.filter(key__in={bounded(letter.key) for letter in wanted})
    if not rows:
        return asked_for
    there = set(OutgoingMessage.objects.filter(key__in=rows).values_list("key", flat=True))
    wordings = {} if wordings is None else wordings
    enclosing = Enclosing(wordings)
    missing = [_message(key, *row, wordings, enclosing, held) for key, row in rows.items() if key not in there]
    OutgoingMessage.objects.bulk_create(missing, ignore_conflicts=True)
    for queue in {Queue(letter.queue) for letter in wanted}:
        wake_after_commit(queue)
    return asked_for


def _recipients(letter: Letter) -> Iterator[tuple[str, str]]:
    """Who receives it, the private office too, each with the key of the row."""
    recipient, office = normalise_email(letter.recipient), normalise_email(letter.copy_to)
    yield recipient, letter.key
    if not letter.by_hand and office and office != recipient:
        yield office, f"{COPY}{letter.key}"


def _message(
    key: str, letter: Letter, recipient: str, wordings: Wordings, enclosing: Enclosing, held: Held | None
) -> OutgoingMessage:
    composed, enclosed = compose(letter, wordings), enclosing.of(letter)
    return OutgoingMessage(
        conference=letter.conference,
        key=key,
        purpose=letter.purpose,
        queue=letter.queue,
        state=MessageState.BY_HAND if letter.by_hand else MessageState.QUEUED,
        recipient=recipient,
        recipient_name=one_line(clean(letter.recipient_name))[:300],
        copy_to=letter.copy_to,
        language=letter.language,
        subject=composed.subject[:400],
        text=composed.text,
        html=composed.html,
        calendar=enclosed.calendar,
        enclosures=enclosed.enclosures,
        secrets=dict(letter.secrets),
        expires_at=letter.expires_at,
        about_type=letter.about._meta.label_lower if letter.about else "",
        about_id=letter.about.pk if letter.about else None,
        message_id=message_id_of(key),
        **({"act_id": held.act_id, "next_attempt_at": held.until} if held else {}),
    )


def bounded(key: str) -> str:
    """The key as a row has it, however long an address is."""
    return key if len(key) <= KEY_LENGTH else f"{key[:130]}:{hashlib.sha256(key.encode()).hexdigest()}"


def message_id_of(key: str) -> str:
    """The same for every attempt, so that a mail program shows a doubled message once.

    Keyed: an address and what a letter is about can be known to others, and who guessed a ``Message-ID`` could send a
    false notice that the letter came back.
    """
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ") or "plenary.example"
    return f"<{salted_hmac(MESSAGE_ID, key, algorithm='sha256').hexdigest()[:40]}@{domain}>"


def wake_after_commit(queue: Queue) -> None:
    """One wake a transaction and queue, however many messages it writes."""
    waker = WAKERS[queue]
    if not any(entry[1] is waker for entry in connection.run_on_commit):
        transaction.on_commit(waker)


def wake(queue: Queue, *, insist: bool = False) -> None:
    """Tells a worker of the queue that letters are due; see :func:`conference.alarm.wake`."""
    alarm.wake("correspondence.deliver_due", queue=queue.value, args=[queue.value], insist=insist)


WAKERS: dict[Queue, Callable[[], None]] = {queue: partial(wake, queue) for queue in Queue}
