"""A conversation with a mail server that remembers how far it came.

Until the end of a message is on its way, a server that hangs up or falls silent cannot have taken it; then, it may.
"""

import smtplib
from contextlib import suppress
from typing import Any

from django.conf import settings

GO_AHEAD = 354
CLOSING = 421
TAKEN = range(200, 300)
REFUSED = range(400, 600)
Reply = tuple[int, bytes]


class Conversation(smtplib.SMTP):
    """``is_in_doubt``: the server has a whole message and has not answered. ``answer``: its words when it took one."""

    is_in_doubt = False
    #: The server has taken the sender's address: it has heard of the message.
    is_begun = False
    answer = ""

    def sendmail(self, from_addr: str, to_addrs: Any, msg: Any, *options: Any, **more: Any) -> dict[str, Reply]:
        """As the library's; MAIL, RCPT and DATA are said in one breath where the server bears it (RFC 2920)."""
        self.ehlo_or_helo_if_needed()
        if len(to_addrs) != 1 or not self.has_extn("pipelining"):
            return super().sendmail(from_addr, to_addrs, msg, *options, **more)
        self._begin(from_addr, to_addrs[0], len(msg))
        code, words = self._hand_over(msg)
        if code not in TAKEN:
            self._leave(code)
            raise smtplib.SMTPDataError(code, words)
        return {}

    def _begin(self, sender: str, recipient: str, size: int) -> None:
        """All three answers are read, whatever the first is, so that none is taken for that to the next message."""
        self.is_begun = False
        with_size = f" size={size}" if self.has_extn("size") else ""
        mail = f"MAIL FROM:{smtplib.quoteaddr(sender)}{with_size}\r\n"
        self.send(f"{mail}RCPT TO:{smtplib.quoteaddr(recipient)}\r\nDATA\r\n")
        to_mail = self.getreply()
        self.is_begun = to_mail[0] in TAKEN
        to_recipient = self._next_reply(to_mail)
        to_data = self._next_reply(to_recipient)
        if to_mail[0] in TAKEN and to_recipient[0] in TAKEN and to_data[0] == GO_AHEAD:
            return
        if to_data[0] == GO_AHEAD:
            self.send(b".\r\n")  # of a message that goes to nobody
            self.getreply()
        self._leave(next(code for code, _words in (to_mail, to_recipient, to_data) if code not in TAKEN))
        if to_mail[0] not in TAKEN:
            raise smtplib.SMTPSenderRefused(*to_mail, sender)
        if to_recipient[0] not in TAKEN:
            raise smtplib.SMTPRecipientsRefused({recipient: to_recipient})
        raise smtplib.SMTPDataError(*to_data)

    def _next_reply(self, last: Reply) -> Reply:
        """Who has refused may hang up at once: then the refusal is what is known."""
        if last[0] == CLOSING:
            return last
        try:
            return self.getreply()
        except smtplib.SMTPServerDisconnected:
            if last[0] in TAKEN:
                raise
            return CLOSING, last[1]

    def _leave(self, code: int) -> None:
        if code == CLOSING:
            self.close()
        with suppress(smtplib.SMTPServerDisconnected):
            self.rset()

    def mail(self, sender: str, options: Any = ()) -> Reply:
        """As the library's; a server that hung up before answers nothing here."""
        self.is_begun = False
        code, words = super().mail(sender, options)
        self.is_begun = code in TAKEN
        return code, words

    def data(self, msg: Any) -> Reply:
        """The library's own loses the words of success, leaves a refused DATA open and waits no longer than ever."""
        code, words = self.docmd("data")
        if code != GO_AHEAD:
            return code, words
        code, words = self._hand_over(msg)
        return (250, words) if code in TAKEN else (code, words)

    def _hand_over(self, content: bytes) -> Reply:
        self.send(with_end(content))
        self.is_in_doubt = True
        code, words = self._answer_to_all()
        self.is_in_doubt = code not in TAKEN and code not in REFUSED
        if code in TAKEN:
            self.answer = f"{code} {words.decode(errors='replace')}"
        return code, words

    def _answer_to_all(self) -> Reply:
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
    dotted = ended.replace(b"\n.", b"\n..")
    return (b"." + dotted if dotted.startswith(b".") else dotted) + b".\r\n"
