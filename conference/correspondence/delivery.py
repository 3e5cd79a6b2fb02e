"""Hands messages to the mail server and learns its answer. No transaction is open while SMTP is slow."""

import re
import smtplib
import time
from collections.abc import Mapping
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.html import escape

from conference.correspondence import claims
from conference.correspondence.compose import fill_secrets
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.states import MessageState

# Shorter than whoever stops a worker waits for it.
BUSY_SECONDS = 10.0
PERMANENT = range(500, 600)
CALENDAR_METHOD = re.compile(r"^METHOD:([A-Z]+)\s*$", re.MULTILINE)


class Transient(Exception):  # noqa: N818  an outcome, not a defect
    """The server may take it later."""


class Permanent(Exception):  # noqa: N818  an outcome, not a defect
    """The server will never take it."""


class Uncertain(Exception):  # noqa: N818  an outcome, not a defect
    """Handed over, but no answer came."""


class Away(Exception):  # noqa: N818  an outcome, not a defect
    """The server cannot be reached; nothing was handed over."""


def deliver_due(queue: Queue) -> int:
    """Delivers what is due in a queue over one connection, for some seconds; gives how many were claimed.

    What was claimed and not begun by then goes back at once. Where the server is away, it goes back, too, and the queue
    waits a minute.
    """
    tried, until = 0, time.monotonic() + BUSY_SECONDS
    connection = Connection()
    try:
        while time.monotonic() < until and (claimed := claims.claim(queue)):
            tried += len(claimed)
            _deliver_all(claimed, queue, connection, until)
    finally:
        connection.close()
    return tried


def _deliver_all(claimed: list[OutgoingMessage], queue: Queue, connection: "Connection", until: float) -> None:
    for number, message in enumerate(claimed):
        if number and time.monotonic() >= until:
            claims.give_back(claimed[number:])
            return
        try:
            deliver(message, connection)
        except Away as outcome:
            claims.postpone(claimed[number:], queue, str(outcome))
            return


def deliver(message: OutgoingMessage, connection: "Connection") -> None:
    """Hands one claimed message over and records what became of it. Raises ``Away`` before anything was handed over."""
    try:
        email = _email(message)
        connection.make_ready()
        if not claims.mark_handed_over(message):
            return
        answer = connection.send(email)
    except Transient as outcome:
        claims.put_back(message, str(outcome))
    except Permanent as outcome:
        claims.settle(message, MessageState.FAILED, str(outcome))
    except Uncertain as outcome:
        claims.settle(message, MessageState.UNKNOWN, str(outcome))
    else:
        claims.settle(message, MessageState.SENT, answer)


class Connection:
    """One connection for many messages, opened when it is first needed and again when the server has hung up."""

    def __init__(self) -> None:
        self._backend = get_connection()
        self._is_open = False

    def make_ready(self) -> None:
        """Before anything is handed over: raises ``Away`` when the server cannot be reached."""
        if self._is_open and not self._answers():
            self.close()
        if self._is_open:
            return
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            self._forget()
            raise Away(_words(error)) from error
        self._is_open = True

    def send(self, email: EmailMultiAlternatives) -> str:
        """The server's answer. Raises ``Transient``, ``Permanent`` or ``Uncertain``."""
        try:
            self._backend.send_messages([email])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise _refusal(code, words) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Permanent(_words(error)) from error
        except Exception as error:
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
    """The message as mail. Raises ``Permanent``: what cannot be written must not keep the others waiting."""
    try:
        email = _written(message)
        email.message()
    except Exception as error:
        raise Permanent(_words(error)) from error
    return email


def _written(message: OutgoingMessage) -> EmailMultiAlternatives:
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    conference = message.conference
    name = conference.short_title.in_language(message.language) if conference else "Plenary"
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=fill_secrets(message.text, message.secrets),
        from_email=str(Address(display_name=name, addr_spec=sender)),
        to=[str(Address(display_name=message.recipient_name, addr_spec=message.recipient))],
        reply_to=[conference.contact_email] if conference else None,
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    if message.html:
        email.attach_alternative(fill_secrets(message.html, _escaped(message.secrets)), "text/html")
    if message.calendar:
        method = CALENDAR_METHOD.search(message.calendar)
        email.attach_alternative(message.calendar, f"text/calendar; method={method[1] if method else 'PUBLISH'}")
    return email


def _escaped(secrets: Mapping[str, str]) -> dict[str, str]:
    return {name: escape(secret) for name, secret in secrets.items()}
