"""MAIL, RCPT and DATA said at once: every answer is read and means what it would have meant one by one."""

import smtplib
import socket
import threading
from contextlib import contextmanager

import pytest

from conference.correspondence.smtp import Conversation

SENDER, RECIPIENT, CONTENT = "bounces@plenary.example", "bob@mission.example", b"Subject: x\r\n\r\nDear Bob\r\n"
HANGS_UP = None


class Server:
    """Answers nothing until it has heard DATA, then everything at once."""

    def __init__(self, answers, afterwards):
        self._answers, self._afterwards = answers, list(afterwards)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.heard = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        connection, _address = self._socket.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 ready\r\n")
            lines.readline()
            connection.sendall(b"250-here\r\n250-SIZE 1000000\r\n250 PIPELINING\r\n")
            while not self.heard or self.heard[-1] != b"DATA":
                self.heard.append(lines.readline().strip())
            said = [answer for answer in self._answers if answer is not HANGS_UP]
            connection.sendall(b"".join(f"{answer}\r\n".encode() for answer in said))
            if HANGS_UP in self._answers:
                return
            while line := lines.readline():
                self.heard.append(line.strip())
                if self._afterwards and line.strip() in {b".", b"RSET", b"rset"}:
                    connection.sendall(f"{self._afterwards.pop(0)}\r\n".encode())

    def end(self):
        self._socket.close()
        self._thread.join(5)


@contextmanager
def conversation(answers, afterwards=()):
    server = Server(answers, afterwards)
    talk = Conversation("127.0.0.1", server.port, timeout=5)
    try:
        yield server, talk
    finally:
        talk.close()
        server.end()


def test_three_commands_are_said_in_one_breath():
    with conversation(["250 ok", "250 ok", "354 go on"], ["250 taken as 77"]) as (server, talk):
        assert talk.sendmail(SENDER, [RECIPIENT], CONTENT) == {}
        assert (talk.answer, talk.is_in_doubt) == ("250 taken as 77", False)
    said = [f"MAIL FROM:<{SENDER}> size={len(CONTENT)}".encode(), f"RCPT TO:<{RECIPIENT}>".encode(), b"DATA"]
    assert server.heard[:3] == said
    assert server.heard[3:] == [b"Subject: x", b"", b"Dear Bob", b"."]


@pytest.mark.parametrize(
    ("answers", "error", "code"),
    [
        (["550 not you", "503 no sender", "503 no recipient"], smtplib.SMTPSenderRefused, 550),
        (["451 not now", "503 no sender", "503 no recipient"], smtplib.SMTPSenderRefused, 451),
        (["250 ok", "550 nobody", "503 no recipient"], smtplib.SMTPRecipientsRefused, 550),
        (["250 ok", "452 full", "554 no valid recipients"], smtplib.SMTPRecipientsRefused, 452),
        (["250 ok", "250 ok", "451 not now"], smtplib.SMTPDataError, 451),
    ],
)
def test_the_first_refusal_is_what_is_known_and_the_next_message_begins_afresh(answers, error, code):
    with conversation(answers, ["250 reset"]) as (server, talk):
        with pytest.raises(error) as raised:
            talk.sendmail(SENDER, [RECIPIENT], CONTENT)
        assert code_of(raised.value) == code
        assert not talk.is_in_doubt
        assert talk.sock is not None
    assert [line.upper() for line in server.heard[3:]] == [b"RSET"]


def test_a_server_that_would_have_the_words_all_the_same_gets_none():
    with conversation(["250 ok", "550 nobody", "354 go on"], ["554 to nobody", "250 reset"]) as (server, talk):
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            talk.sendmail(SENDER, [RECIPIENT], CONTENT)
        assert (talk.answer, talk.is_in_doubt) == ("", False)
    assert [line.upper() for line in server.heard[3:]] == [b".", b"RSET"]


@pytest.mark.parametrize(
    ("answers", "error", "code", "is_begun"),
    [
        ([HANGS_UP], smtplib.SMTPServerDisconnected, None, False),
        (["250 ok", HANGS_UP], smtplib.SMTPServerDisconnected, None, True),
        (["250 ok", "250 ok", HANGS_UP], smtplib.SMTPServerDisconnected, None, True),
        (["421 too many", HANGS_UP], smtplib.SMTPSenderRefused, 421, False),
        (["550 not you", "503 no", "503 no", HANGS_UP], smtplib.SMTPSenderRefused, 550, False),
        (["554 not you", HANGS_UP], smtplib.SMTPSenderRefused, 554, False),
        (["250 ok", "450 later", HANGS_UP], smtplib.SMTPRecipientsRefused, 450, True),
        (["250 ok", "421 too many", HANGS_UP], smtplib.SMTPRecipientsRefused, 421, True),
        (["250 ok", "250 ok", "421 too many", HANGS_UP], smtplib.SMTPDataError, 421, True),
    ],
)
def test_who_hangs_up_before_the_words_cannot_have_taken_them(answers, error, code, is_begun):
    with conversation(answers) as (_server, talk):
        with pytest.raises(error) as raised:
            talk.sendmail(SENDER, [RECIPIENT], CONTENT)
        assert code_of(raised.value) == code
        assert (talk.is_begun, talk.is_in_doubt, talk.sock) == (is_begun, False, None)


def code_of(error):
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return error.recipients[RECIPIENT][0]
    return getattr(error, "smtp_code", None)
