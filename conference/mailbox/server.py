"""The SMTP server of the mailbox: it takes every letter and answers only when the letter is kept."""

import asyncio
import signal
import socket

from aiosmtpd.smtp import SMTP, Envelope, Session

from conference.mailbox.store import Mailbox

SIZE_LIMIT = 50 * 1024 * 1024


class Keeper:
    """What aiosmtpd asks when a letter has come."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        """Keep the letter, then say so."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self._mailbox.keep(content, sender=envelope.mail_from or "", recipients=envelope.rcpt_tos)
        return "250 Kept"


async def serve(mailbox: Mailbox, listener: socket.socket) -> None:
    """Take letters on ``listener`` until SIGTERM or Ctrl-C."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, ended.set)
    server = await loop.create_server(lambda: conversation(mailbox, loop), sock=listener)
    await ended.wait()
    server.close()


def conversation(mailbox: Mailbox, loop: asyncio.AbstractEventLoop) -> SMTP:
    """One client's connection."""
    return SMTP(Keeper(mailbox), data_size_limit=SIZE_LIMIT, enable_SMTPUTF8=True, hostname="localhost", loop=loop)
