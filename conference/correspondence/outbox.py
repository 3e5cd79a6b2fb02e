"""The outbox: a message is a row, written in the transaction of the act that causes it; Celery is woken afterwards."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from functools import partial

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from kombu.pools import producers

from conference.correspondence.compose import clean, compose, one_line
from conference.correspondence.letter import Letter
from conference.correspondence.models import COPY, OutgoingMessage, Queue
from conference.models import normalise_email

logger = logging.getLogger(__name__)

KEY_LENGTH = 200
QUIET_SECONDS = settings.OUTBOX_QUIET_SECONDS
# Somebody waits for the page: left to itself the library tries to connect for six seconds.
IMPATIENT = {"socket_connect_timeout": 0.3, "socket_timeout": 0.3, "max_retries": 0}
# A kept connection may be stale, because the broker was started anew: that shows at once, and a second try helps. A
# broker that hangs shows after the timeout, and nothing helps.
AT_ONCE = 0.1
_quiet_until = 0.0


def enqueue(letter: Letter) -> OutgoingMessage:
    """Writes the letter's row, and one for the private office that receives a copy; wakes the delivery after commit.

    The key is unique: asked for a second time, the row that is there is given back. Raises ``LetterTextError``.
    """
    message = _write(letter, normalise_email(letter.recipient), letter.key)
    office = normalise_email(letter.copy_to)
    if office and office != message.recipient:
        _write(letter, office, f"{COPY}{letter.key}")
    wake_after_commit(Queue(message.queue))
    return message


def enqueue_all(letters: Iterable[Letter]) -> list[OutgoingMessage]:
    """Writes several."""
    return [enqueue(letter) for letter in letters]


def _write(letter: Letter, recipient: str, key: str) -> OutgoingMessage:
    key = _bounded(key)
    existing = OutgoingMessage.objects.filter(key=key).first()
    if existing:
        return existing
    composed = compose(letter)
    OutgoingMessage.objects.bulk_create(
        [
            OutgoingMessage(
                conference=letter.conference,
                key=key,
                purpose=letter.purpose,
                queue=letter.queue,
                recipient=recipient,
                recipient_name=one_line(clean(letter.recipient_name))[:300],
                copy_to=letter.copy_to,
                language=letter.language,
                subject=composed.subject[:400],
                text=composed.text,
                html=composed.html,
                calendar=letter.calendar,
                secrets=dict(letter.secrets),
                expires_at=letter.expires_at,
                about_type=letter.about._meta.label_lower if letter.about else "",
                about_id=letter.about.pk if letter.about else None,
                message_id=message_id_of(key),
            )
        ],
        ignore_conflicts=True,
    )
    return OutgoingMessage.objects.get(key=key)


def _bounded(key: str) -> str:
    return key if len(key) <= KEY_LENGTH else f"{key[:130]}:{hashlib.sha256(key.encode()).hexdigest()}"


def message_id_of(key: str) -> str:
    """The same for every attempt, so that a mail program shows a doubled message once."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ") or "plenary.example"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def wake_after_commit(queue: Queue) -> None:
    """One wake a transaction and queue, however many messages it writes."""
    waker = WAKERS[queue]
    if not any(entry[1] is waker for entry in connection.run_on_commit):
        transaction.on_commit(waker)


def wake(queue: Queue, *, insist: bool = False) -> None:
    """Tells a worker that there is work. With Redis down the sweeper delivers: the failure is remembered a minute.

    Who keeps nobody waiting insists, and asks the broker in that minute, too.
    """
    global _quiet_until  # noqa: PLW0603  one process, one memory of a broker that does not answer
    if time.monotonic() < _quiet_until and not insist:
        return
    try:
        _tell(queue)
    except Exception as error:  # noqa: BLE001  whatever the broker's library raises, the act is committed
        _quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("The broker does not answer (%s); the sweeper will deliver.", error)


def _tell(queue: Queue) -> None:
    began = time.monotonic()
    try:
        _send(queue)
    except Exception:
        if time.monotonic() - began > AT_ONCE:
            raise
        _send(queue)


def _send(queue: Queue) -> None:
    broker = current_app.connection_for_write(transport_options=IMPATIENT)
    with producers[broker].acquire(block=True, timeout=1) as producer:
        current_app.send_task(
            "correspondence.deliver_due", args=[queue.value], queue=queue.value, producer=producer, retry=False
        )


WAKERS: dict[Queue, Callable[[], None]] = {queue: partial(wake, queue) for queue in Queue}
