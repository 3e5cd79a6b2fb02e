"""A real SMTP server for tests, which can be as unkind as the ones out there."""

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Literal, TypeVar

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

Stage = Literal["MAIL", "RCPT", "DATA"]
Result = TypeVar("Result")
PATIENCE = 10.0


@dataclass(frozen=True)
class Received:
    """One message as the server got it: the envelope and the parsed content."""

    sender: str
    recipients: list[str]
    message: EmailMessage

    @property
    def text(self) -> str:
        """The plain part, which every letter has."""
        part = self.message.get_body(("plain",))
        return part.get_content() if part else ""


@dataclass
class SmtpServer:
    """Listens on a free loopback port and records what it takes; told so, it refuses, stalls or hangs up."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    attempts: int = 0
    _refusals: dict[str, tuple[str, int]] = field(default_factory=dict)
    _drops: int = 0
    _stalling: bool = False

    def __post_init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="smtp-server", daemon=True)
        self._thread.start()
        self._listener: asyncio.Server | None = None
        self.stalled = threading.Event()
        self._released = asyncio.Event()
        self.listen()

    def listen(self) -> None:
        """Listen (again), on the same port as before."""
        self._listener = self._run(self._listen())
        self.port = self._listener.sockets[0].getsockname()[1]

    def go_down(self) -> None:
        """Refuse connections until ``listen``."""
        self._run(self._unlisten())

    def close(self) -> None:
        """End for good."""
        self.go_down()
        self.behave()
        self._run(_end_tasks())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(PATIENCE)
        self.loop.close()

    def refuse(
        self, code: int, *, at: Stage = "DATA", times: int = 1_000_000, text: str = "Refused by the test"
    ) -> None:
        """Answer with ``code`` at a stage of the conversation; 421 also ends it, as the standard says."""
        self._refusals[at] = (f"{code} {text}", times)

    def stall(self) -> None:
        """Keep the client waiting for the answer; ``stalled`` is set when one waits, ``behave`` lets it go on."""
        self._stalling = True

    def drop_before_answer(self, *, times: int = 1_000_000) -> None:
        """Take the message, then hang up without a word: the client cannot know."""
        self._drops = times

    def behave(self) -> None:
        """Be an ordinary server again."""
        self._refusals.clear()
        self._drops = 0
        self._stalling = False
        self.loop.call_soon_threadsafe(self._released.set)

    def wait_for(self, count: int, *, patience: float = PATIENCE) -> list[Received]:
        """The messages, once there are ``count``; fails the test when they do not come."""
        deadline = time.monotonic() + patience
        while len(self.received) < count:
            if time.monotonic() > deadline:
                pytest.fail(f"{count} messages were expected, {len(self.received)} came within {patience:g} seconds.")
            time.sleep(0.02)
        return self.received

    async def handle_MAIL(  # noqa: N802  aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Record the sender unless told to refuse."""
        refusal = self._refusal("MAIL")
        if refusal is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.answer(server, refusal or "250 OK")

    async def handle_RCPT(  # noqa: N802  aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Record a recipient unless told to refuse."""
        refusal = self._refusal("RCPT")
        if refusal is None:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return self.answer(server, refusal or "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Record the message unless told otherwise."""
        self.attempts += 1
        if self._stalling:
            self._released.clear()
            self.stalled.set()
            await self._released.wait()
            self.stalled.clear()
        refusal = self._refusal("DATA")
        if refusal is None:
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            message = message_from_bytes(content, policy=policy.default)
            self.received.append(Received(envelope.mail_from or "", list(envelope.rcpt_tos), message))
        if self._drops > 0:
            self._drops -= 1
            await hang_up(server)
        return self.answer(server, refusal or "250 Taken")

    def _refusal(self, stage: str) -> str | None:
        answer, times = self._refusals.get(stage, ("", 0))
        if times <= 0:
            return None
        self._refusals[stage] = (answer, times - 1)
        return answer

    def answer(self, server: SMTP, answer: str) -> str:
        """What goes over the line; who says 421 hangs up."""
        if answer.startswith("421") and isinstance(server.transport, asyncio.Transport):
            self.loop.call_later(0.05, server.transport.close)
        return answer

    async def _listen(self) -> asyncio.Server:
        return await self.loop.create_server(self.conversation, "127.0.0.1", self.port)

    async def _unlisten(self) -> None:
        listener, self._listener = self._listener, None
        if listener:
            listener.close()

    def conversation(self) -> SMTP:
        """The server's side of one connection."""
        return SMTP(self, hostname="mail.test", enable_SMTPUTF8=True, loop=self.loop)

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)


async def hang_up(server: SMTP) -> None:
    """End a conversation in the middle of it."""
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()
    # The lost connection cancels this conversation; it never comes to an answer.
    await asyncio.Event().wait()


async def _end_tasks() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
def smtp_server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpServer]:
    """A server of this test's own; Django here, and every process the test starts, send to it."""
    server = SmtpServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    settings.EMAIL_TIMEOUT = 5
    monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{server.port}")
    yield server
    server.close()
