"""A conversation with a mail server that remembers how far it came.

Until the end of a message is on its way, a server that hangs up or falls silent cannot have taken it; then, it may.
"""

import re
import smtplib
from typing import Any

from django.conf import settings

GO_AHEAD = 354
TAKEN = range(200, 300)
REFUSED = range(400, 600)
LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class Conversation(smtplib.SMTP):
    """``is_in_doubt``: the server has a whole message and has not answered. ``answer``: its words when it took one."""

    is_in_doubt = False
    #: The server has taken the sender's address: it has heard of the message.
    is_begun = False
    answer = ""

    def mail(self, sender: str, options: Any = ()) -> tuple[int, bytes]:
        """As the library's; a server that hung up before answers nothing here."""
        self.is_begun = False
        code, words = super().mail(sender, options)
        self.is_begun = code in TAKEN
        return code, words

    def data(self, msg: Any) -> tuple[int, bytes]:
        """The library's own loses the words of success, leaves a refused DATA open and waits no longer than ever."""
        code, words = self.docmd("data")
        if code != GO_AHEAD:
            return code, words
        self.send(with_end(msg))
        self.is_in_doubt = True
        code, words = self._answer_to_all()
        self.is_in_doubt = code not in TAKEN and code not in REFUSED
        if code not in TAKEN:
            return code, words
        self.answer = f"{code} {words.decode(errors='replace')}"
        return 250, words

    def _answer_to_all(self) -> tuple[int, bytes]:
        """Who hangs up on a slow server at this point leaves a message of which nothing is known."""
        if self.sock:
            self.sock.settimeout(settings.OUTBOX_ANSWER_SECONDS)
        try:
            return self.getreply()
        finally:
            # The reply may have been that there is no connection any longer.
            if self.sock:
                self.sock.settimeout(self.timeout)


class SecureConversation(Conversation, smtplib.SMTP_SSL):
    """The same over TLS from its first byte."""


def with_end(content: bytes) -> bytes:
    """The message's bytes over the line: dots at the beginning of lines doubled, one alone at the end."""
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    return LEADING_DOT.sub(b"..", ended) + b".\r\n"
