"""Claims messages, hands them to the mail server, records its answer. No transaction is open while SMTP is slow."""

import datetime
import smtplib
import time
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from conference.correspondence.compose import fill_secrets
from conference.correspondence.models import DeliveryAttempt, OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from conference.registry import registry

LEASE = datetime.timedelta(minutes=5)
BATCH = 20
BUSY_SECONDS = 50.0
BACKOFF_MINUTES = (1, 5, 15, 60, 180, 360, 720)
PERMANENT = range(500, 600)


class Transient(Exception):  # noqa: N818  an outcome, not a defect
    """The server may take it later."""


class Permanent(Exception):  # noqa: N818  an outcome, not a defect
    """The server will never take it."""


class Uncertain(Exception):  # noqa: N818  an outcome, not a defect
    """Handed over, but no answer came."""


def deliver_due(queue: Queue) -> int:
    """Delivers what is due in a queue over one connection, for at most a minute; gives how many were tried."""
    tried, until = 0, time.monotonic() + BUSY_SECONDS
    connection = Connection()
    try:
        while time.monotonic() < until and (claimed := claim(queue)):
            for message in claimed:
                deliver(message, connection)
            tried += len(claimed)
    finally:
        connection.close()
    return tried


@transaction.atomic
def claim(queue: Queue, limit: int = BATCH) -> list[OutgoingMessage]:
    """Takes messages for this worker alone: skips what another holds, and leaves a lease in case this one dies."""
    ids = list(
        OutgoingMessage.objects.due()
        .filter(queue=queue)
        .order_by("next_attempt_at", "created_at")
        .select_for_update(skip_locked=True)
        .values_list("pk", flat=True)[:limit]
    )
    now = timezone.now()
    OutgoingMessage.objects.filter(pk__in=ids).update(
        state=MessageState.SENDING,
        claimed_at=now,
        lease_until=now + LEASE,
        handed_over_at=None,
        attempts=F("attempts") + 1,
    )
    return list(
        OutgoingMessage.objects.filter(pk__in=ids)
        .select_related("conference")
        .order_by("next_attempt_at", "created_at")
    )


def deliver(message: OutgoingMessage, connection: "Connection") -> None:
    """Hands one claimed message over and records what became of it."""
    try:
        connection.make_ready()
        if not _mark_handed_over(message):
            return
        answer = connection.send(message)
    except Transient as outcome:
        _put_back(message, str(outcome))
    except Permanent as outcome:
        settle(message, MessageState.FAILED, str(outcome))
    except Uncertain as outcome:
        settle(message, MessageState.UNKNOWN, str(outcome))
    else:
        settle(message, MessageState.SENT, answer)


def _mark_handed_over(message: OutgoingMessage) -> bool:
    """Committed before the server hears of the message; false where the lease was lost to another worker."""
    now = timezone.now()
    mine = OutgoingMessage.objects.filter(pk=message.pk, state=MessageState.SENDING, claimed_at=message.claimed_at)
    return bool(mine.update(handed_over_at=now, lease_until=now + LEASE))


def _put_back(message: OutgoingMessage, answer: str) -> None:
    if message.attempts > len(BACKOFF_MINUTES):
        settle(message, MessageState.FAILED, answer)
    else:
        minutes = BACKOFF_MINUTES[message.attempts - 1]
        settle(message, MessageState.QUEUED, answer, again_at=timezone.now() + datetime.timedelta(minutes=minutes))


@transaction.atomic
def settle(
    message: OutgoingMessage, outcome: MessageState, answer: str, *, again_at: datetime.datetime | None = None
) -> None:
    """Records an outcome in the server's words, and tells who registered for the purpose. Locks the row."""
    row = OutgoingMessage.objects.select_for_update(of=("self",)).select_related("conference").get(pk=message.pk)
    if row.claimed_at != message.claimed_at or row.state not in {MessageState.SENDING, MessageState.UNKNOWN}:
        return
    row.move_to(outcome)
    row.answer, row.lease_until = answer, None
    if outcome == MessageState.SENT:
        row.sent_at, row.secrets = timezone.now(), {}
    if again_at:
        row.next_attempt_at = again_at
    row.save(update_fields=["state", "answer", "lease_until", "sent_at", "secrets", "next_attempt_at"])
    DeliveryAttempt.objects.create(message=row, outcome=outcome, answer=answer)
    if outcome in {MessageState.SENT, MessageState.FAILED} and row.purpose in registry.on_settled and not row.is_copy:
        registry.on_settled[row.purpose](row)


def release_abandoned() -> int:
    """Takes back what a dead worker had claimed: not yet handed over is queued again, handed over is unknown."""
    abandoned = OutgoingMessage.objects.abandoned()
    for message in abandoned:
        if message.handed_over_at is None:
            settle(message, MessageState.QUEUED, "The worker ended before hand-over.", again_at=timezone.now())
        else:
            settle(message, MessageState.UNKNOWN, "The worker ended between hand-over and the server's answer.")
    return len(abandoned)


def queues_with_work() -> list[Queue]:
    """The queues in which something is due."""
    return [
        Queue(queue) for queue in OutgoingMessage.objects.due().order_by().values_list("queue", flat=True).distinct()
    ]


class Connection:
    """One connection for many messages, opened when it is first needed and again when the server has hung up."""

    def __init__(self) -> None:
        self._backend = get_connection()
        self._is_open = False

    def make_ready(self) -> None:
        """Before anything is handed over: raises ``Transient`` when the server cannot be reached."""
        if self._is_open and not self._answers():
            self.close()
        if self._is_open:
            return
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            self._forget()
            raise Transient(_words(error)) from error
        self._is_open = True

    def send(self, message: OutgoingMessage) -> str:
        """The server's answer. Raises ``Transient``, ``Permanent`` or ``Uncertain``."""
        try:
            self._backend.send_messages([_email(message)])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise _refusal(code, words) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Uncertain(_words(error)) from error
        return "250"

    def close(self) -> None:
        """Ends the conversation; whatever the server makes of that is of no consequence."""
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            self._forget()
        self._is_open = False

    def _forget(self) -> None:
        """Leaves a connection that the other side has broken; backends keep theirs in this attribute."""
        vars(self._backend)["connection"] = None

    def _answers(self) -> bool:
        smtp = getattr(self._backend, "connection", None)
        if smtp is None:
            return False
        try:
            return bool(smtp.noop()[0] == 250)  # noqa: PLR2004  SMTP's “OK”
        except (OSError, smtplib.SMTPException):
            return False


def _refusal(code: int, words: bytes | str) -> Transient | Permanent:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    answer = f"{code} {text}"
    return Permanent(answer) if code in PERMANENT else Transient(answer)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _email(message: OutgoingMessage) -> EmailMultiAlternatives:
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    conference = message.conference
    name = conference.short_title.in_language(message.language) if conference else "Plenary"
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=fill_secrets(message.text, message.secrets),
        from_email=str(Address(display_name=name, addr_spec=sender)),
        to=[str(Address(display_name=message.recipient_name, addr_spec=message.recipient))],
        reply_to=[conference.contact_email] if conference else None,
        headers=headers,
    )
    if message.html:
        email.attach_alternative(fill_secrets(message.html, message.secrets), "text/html")
    if message.calendar:
        email.attach_alternative(message.calendar, "text/calendar; charset=utf-8; method=REQUEST")
    return email
