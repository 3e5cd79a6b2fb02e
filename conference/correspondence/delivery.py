"""Hands messages to the mail server and learns its answer. No transaction is open while SMTP is slow."""

import re
import smtplib
import time
from collections.abc import Callable, Mapping, Sequence
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.utils.html import escape

from conference.correspondence import claims, mime
from conference.correspondence.answers import Answers
from conference.correspondence.compose import fill_secrets
from conference.correspondence.enclosed_files import EnclosedFile, files_of
from conference.correspondence.envelope import return_address
from conference.correspondence.errors import NotTypesetError
from conference.correspondence.illness import DOUBTS, illness_of_the_server
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.smtp import CLOSING, Conversation, SecureConversation
from conference.correspondence.states import MessageState

# Shorter than whoever stops a worker waits for it.
BUSY_SECONDS = settings.OUTBOX_BUSY_SECONDS
PERMANENT = range(500, 600)
# A server that answered so lately is not asked whether it is there: that is one more answer to wait for each message.
IDLE_SECONDS = 1.0
# Nobody who waits for what became of a letter waits longer than that and the next one takes.
TOLD_WITHIN = 1.0
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
AGENDA_FILE, CONFERENCE_FILE = "agenda.ics", "conference.ics"
CALENDAR_METHOD = re.compile(r"^METHOD:([A-Z]+)\s*$", re.MULTILINE)


class Transient(Exception):  # noqa: N818  an outcome, not a defect
    """The server may take it later."""


class Permanent(Exception):  # noqa: N818  an outcome, not a defect
    """The server will never take it."""


class Uncertain(Exception):  # noqa: N818  an outcome, not a defect
    """Handed over, but no answer came."""


class Away(Exception):  # noqa: N818  an outcome, not a defect
    """The server cannot be reached, or is ill; nothing was handed over."""


def deliver_due(queue: Queue, alive: Callable[[], None] = lambda: None) -> int:
    """Delivers what is due in a queue over one connection, for some seconds; gives how many were claimed.

    Calls ``alive`` before each message: a slow server takes minutes over a few.

    What was claimed and not begun by then goes back at once. Where the server is away, or ill, it goes back, too, and
    the queue waits a minute; where it stays ill, one message is tried after each pause, and the pauses double.
    """
    claim = claims.claim_probe if illness_of_the_server(queue) else claims.claim
    tried, until = 0, time.monotonic() + BUSY_SECONDS
    connection = Connection()
    try:
        while time.monotonic() < until and (claimed := claim(queue)):
            tried += len(claimed)
            _deliver_all(claimed, queue, connection, until, alive)
    finally:
        connection.close()
    return tried


def _deliver_all(
    claimed: list[OutgoingMessage], queue: Queue, connection: "Connection", until: float, alive: Callable[[], None]
) -> None:
    resting: set[str] = set()
    answers = Answers()
    try:
        for number, message in enumerate(claimed):
            alive()
            answers.tell(waiting=TOLD_WITHIN)
            if number and time.monotonic() >= until:
                claims.give_back(claimed[number:])
                return
            if message.domain in resting:
                claims.give_back([message])
            elif deliver(message, connection, answers):
                resting.add(message.domain)
    except Away as outcome:
        claims.postpone(claimed[number:], queue, str(outcome))
    finally:
        answers.record()
        answers.tell()


def deliver(message: OutgoingMessage, connection: "Connection", answers: Answers) -> bool:
    """Hands one claimed message over and records what became of it. Raises ``Away`` before anything was handed over.

    True where the answer was that its domain was sent too much: it rests.
    """
    if message.enclosures or not connection.is_warm:
        answers.record()
    try:
        email = _email(message)
        connection.make_ready()
        if not answers.hand_over(message):
            return False
        answer = connection.send(email)
    except NotTypesetError:
        claims.settle(message, MessageState.HELD, claims.NOT_TYPESET)
    except Transient as outcome:
        return claims.put_back(message, str(outcome))
    except Permanent as outcome:
        claims.settle(message, MessageState.FAILED, str(outcome))
    except Uncertain as outcome:
        claims.settle(message, MessageState.UNKNOWN, str(outcome))
    else:
        answers.take(message, answer)
    return False


class Backend(EmailBackend):
    """Django's, whose conversations remember how far they came."""

    @property
    def connection_class(self) -> type[Conversation]:
        return SecureConversation if self.use_ssl else Conversation

    def _send(self, email_message: "WrittenOnce") -> bool:
        sender, recipient = email_message.envelope
        conversation: Any = self.connection
        conversation.sendmail(sender, [recipient], email_message.content)
        return True


class Connection:
    """One connection for many messages, opened when it is first needed and again when the server has hung up."""

    def __init__(self) -> None:
        is_smtp = settings.EMAIL_BACKEND == SMTP_BACKEND
        self._backend = Backend() if is_smtp else get_connection()
        self._is_open = False
        self._doubts = 0
        self._answered_at = 0.0

    @property
    def is_warm(self) -> bool:
        """Whether the server answered so lately that it need not be asked."""
        is_idle = time.monotonic() - self._answered_at > IDLE_SECONDS
        return self._is_open and not is_idle and not self._doubts

    def make_ready(self) -> None:
        """Before anything is handed over: raises ``Away`` when the server cannot be reached, or is ill."""
        if self._doubts >= DOUBTS:
            raise Away(claims.SERVER_IS_ILL)
        if self._is_open and not self.is_warm and not self._answers():
            self.close()
        if not self._is_open:
            self._open()

    def _open(self) -> None:
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            self._forget()
            raise Away(_words(error)) from error
        self._is_open, self._answered_at = True, 0.0

    def send(self, email: "WrittenOnce") -> str:
        """The server's answer. Raises ``Transient``, ``Permanent`` or ``Uncertain``."""
        try:
            self._hand_over(email)
        except Away as error:
            raise Transient(str(error)) from error
        except Exception as error:
            outcome = self._outcome(error)
            self._doubts = self._doubts + 1 if isinstance(outcome, Uncertain) else 0
            raise outcome from error
        self._doubts, self._answered_at = 0, time.monotonic()
        return self._conversation.answer if self._conversation else "250"

    def _hand_over(self, email: "WrittenOnce") -> None:
        """Once more where the server had hung up after the last message: of this one it had not heard."""
        try:
            self._backend.send_messages([email])
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused) as error:
            if not self._had_hung_up(error):
                raise
            self.close()
            self._open()
            self._backend.send_messages([email])

    def _had_hung_up(self, error: smtplib.SMTPException) -> bool:
        """Only of a connection that had served a message just before, and only before the sender was taken."""
        is_end = not isinstance(error, smtplib.SMTPSenderRefused) or error.smtp_code == CLOSING
        conversation = self._conversation
        return bool(self._answered_at and is_end and conversation and not conversation.is_begun)

    def _outcome(self, error: Exception) -> Transient | Permanent | Uncertain:
        """What an error means: in doubt, when the server may have the message; else whether a later attempt helps."""
        is_in_doubt = self._conversation is None or self._conversation.is_in_doubt
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            return _refusal(*next(iter(error.recipients.values())))
        if isinstance(error, smtplib.SMTPNotSupportedError):
            return Permanent(_words(error))
        if isinstance(error, smtplib.SMTPResponseException) and not is_in_doubt:
            return _refusal(error.smtp_code, error.smtp_error)
        self.close()
        if is_in_doubt:
            return Uncertain(_words(error))
        # Hung up or silent before the end of the message; anything else lies in the message itself.
        return Transient(_words(error)) if isinstance(error, OSError) else Permanent(_words(error))

    @property
    def _conversation(self) -> Conversation | None:
        found = getattr(self._backend, "connection", None)
        return found if isinstance(found, Conversation) else None

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


def _email(message: OutgoingMessage) -> "WrittenOnce":
    """The message as mail. Raises ``Permanent``: what cannot be written must not keep the others waiting.

    Raises ``NotTypesetError`` where something goes with it that cannot be made.
    """
    enclosed = files_of(message)
    try:
        email = _written(message, enclosed)
        email.write()
    except Exception as error:
        raise Permanent(_words(error)) from error
    return email


class WrittenOnce(EmailMultiAlternatives):
    """A mail that is written once: to see whether it can be, and to be sent."""

    #: As it goes over the line; for what is no mail server, the library writes it.
    content = b""
    recipient = ""

    def write(self) -> None:
        self.content = mime.written(self)

    @property
    def envelope(self) -> tuple[str, str]:
        """Sender and recipient, as mail servers know them."""
        return _in_ascii(self.from_email), _in_ascii(self.recipient)


def _in_ascii(address: str) -> str:
    return address if address.isascii() else str(sanitize_address(address, "utf-8"))


def _written(message: OutgoingMessage, enclosed: Sequence[EnclosedFile]) -> WrittenOnce:
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    conference = message.conference
    name = conference.short_title.in_language(message.language) if conference else "Plenary"
    email = WrittenOnce(
        subject=message.subject,
        body=fill_secrets(message.text, message.secrets),
        # The envelope's: what comes back comes to an address by which the message is found again.
        from_email=return_address(message.pk, sender),
        to=[str(Address(display_name=message.recipient_name, addr_spec=message.recipient))],
        reply_to=[conference.contact_email] if conference else None,
        headers={
            "From": str(Address(display_name=name, addr_spec=sender)),
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
        },
    )
    email.recipient = message.recipient
    if message.html:
        email.attach_alternative(fill_secrets(message.html, _escaped(message.secrets)), "text/html")
    if message.calendar:
        method = CALENDAR_METHOD.search(message.calendar)
        # Mail programs that know calendars take the one. The other is a file to be opened, of a type in which none of
        # them sees the entry a second time. Those who send the most invitations do it so.
        email.attach_alternative(message.calendar, f"text/calendar; method={method[1] if method else 'PUBLISH'}")
        is_conference = f"UID:{message.conference_id}@plenary" in message.calendar
        file = CONFERENCE_FILE if is_conference else AGENDA_FILE
        email.attach(file, message.calendar.encode(), f'application/ics; name="{file}"')
    for each in enclosed:
        # Programs that cannot read a name in other letters than Latin ones take the plain one.
        email.attach(each.name, each.content, f'application/pdf; name="{each.plain_name}"')
    return email


def _escaped(secrets: Mapping[str, str]) -> dict[str, str]:
    return {name: escape(secret) for name, secret in secrets.items()}
