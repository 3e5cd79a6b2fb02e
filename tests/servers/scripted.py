"""A mail server that follows a script: for each message and stage it waits, refuses, hangs up, or behaves."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Literal

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers.mail import Received, SmtpServer, hang_up

Moment = Literal["MAIL", "RCPT", "DATA", "END"]
FOR_EVER = 1_000_000


@dataclass(frozen=True)
class Fate:
    """Waits, then behaves, refuses or hangs up; ``keeps``: what was there to its end is delivered all the same."""

    answer: str = ""
    seconds: float = 0.0
    hangs_up: bool = False
    keeps: bool = True


KINDNESS = Fate()
Script = Callable[[Moment, str], Fate]


def be_kind(moment: Moment, recipient: str) -> Fate:
    """The script of an ordinary server."""
    return KINDNESS


def meet(fate: Fate, at: Moment, *, whose: Callable[[str], bool], times: int = FOR_EVER) -> Script:
    """Whom the condition names meets the fate at a moment of the conversation, so many times; others do not."""
    met: Counter[str] = Counter()

    def script(moment: Moment, recipient: str) -> Fate:
        if moment != at or met[recipient] >= times or not whose(recipient):
            return KINDNESS
        met[recipient] += 1
        return fate

    return script


def one_of(*scripts: Script) -> Script:
    """The first script that is unkind decides."""

    def script(moment: Moment, recipient: str) -> Fate:
        fates = (each(moment, recipient) for each in scripts)
        return next((fate for fate in fates if fate is not KINDNESS), KINDNESS)

    return script


@dataclass
class ScriptedServer(SmtpServer):
    """``script`` decides; ``seconds`` is what each message takes at least. At MAIL the recipient is nobody yet.

    ``pipelines``: it bears several commands at once, as nearly every server does.
    """

    script: Script = be_kind
    seconds: float = 0.0
    pipelines: bool = True
    conversations: int = 0

    def received_times(self) -> Counter[tuple[str, str]]:
        """How often the server took each message for each recipient."""
        return Counter((str(one.message["Message-ID"]), to) for one in list(self.received) for to in one.recipients)

    def behave(self) -> None:
        """Be an ordinary server again."""
        super().behave()
        self.script, self.seconds = be_kind, 0.0

    async def handle_EHLO(  # noqa: N802  aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count who comes, and say what is offered."""
        self.conversations += 1
        session.host_name = hostname
        return [*responses[:-1], *(["250-PIPELINING"] if self.pipelines else []), responses[-1]]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """What the script says, else as ever."""
        refusal = await self.meet(server, "MAIL", "")
        return refusal or await super().handle_MAIL(server, session, envelope, address, options)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """What the script says, else as ever."""
        refusal = await self.meet(server, "RCPT", address)
        return refusal or await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take the message as the script says; what it keeps it has before it answers, as real servers do."""
        self.attempts += 1
        fate = self.script("END", envelope.rcpt_tos[0])
        if fate.keeps and not fate.answer:
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            message = message_from_bytes(content, policy=policy.default)
            self.received.append(Received(envelope.mail_from or "", list(envelope.rcpt_tos), message))
        await asyncio.sleep(self.seconds + fate.seconds)
        if fate.hangs_up:
            await hang_up(server)
        return self.answer(server, fate.answer or "250 Taken")

    async def meet(self, server: SMTP, moment: Moment, recipient: str) -> str:
        """Let the client meet its fate; gives the refusal, or nothing."""
        fate = self.script(moment, recipient)
        await asyncio.sleep(fate.seconds)
        if fate.hangs_up:
            await hang_up(server)
        return self.answer(server, fate.answer)

    def conversation(self) -> SMTP:
        """One that asks the script at DATA, too, before the message is sent."""
        return _Conversation(self, hostname="mail.test", enable_SMTPUTF8=True, loop=self.loop)


class _Conversation(SMTP):
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  aiosmtpd's name
        server = self.event_handler
        if isinstance(server, ScriptedServer) and self.envelope and self.envelope.rcpt_tos:
            refusal = await server.meet(self, "DATA", self.envelope.rcpt_tos[0])
            if refusal:
                await self.push(refusal)
                return
        await super().smtp_DATA(arg)
