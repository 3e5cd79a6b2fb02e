"""The SMTP server that tests send to behaves as it is told."""

import smtplib

import pytest

from tests.servers.mail import SmtpServer

LETTER = "From: a@plenary.example\r\nTo: b@state.example\r\nSubject: Note\r\n\r\nThe text."


def send(server: SmtpServer, *, patience: float = 5) -> None:
    with smtplib.SMTP("127.0.0.1", server.port, timeout=patience) as client:
        client.sendmail("a@plenary.example", ["b@state.example"], LETTER)


def test_it_records_what_it_takes(smtp_server: SmtpServer) -> None:
    send(smtp_server)
    (received,) = smtp_server.wait_for(1)
    assert (received.sender, received.recipients) == ("a@plenary.example", ["b@state.example"])
    assert received.message["Subject"] == "Note"
    assert received.text.strip() == "The text."


@pytest.mark.parametrize("code", [421, 451, 550])
def test_it_refuses_with_the_code_asked_for(smtp_server: SmtpServer, code: int) -> None:
    smtp_server.refuse(code, times=1)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(smtp_server)
    assert refused.value.smtp_code == code
    assert smtp_server.received == []
    send(smtp_server)
    assert len(smtp_server.received) == 1


def test_it_refuses_a_recipient(smtp_server: SmtpServer) -> None:
    smtp_server.refuse(550, at="RCPT")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(smtp_server)


def test_it_hangs_up_after_it_took_the_message(smtp_server: SmtpServer) -> None:
    smtp_server.drop_before_answer(times=1)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(smtp_server)
    assert len(smtp_server.received) == 1


def test_it_keeps_the_client_waiting(smtp_server: SmtpServer) -> None:
    smtp_server.stall()
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        send(smtp_server, patience=0.3)
    assert smtp_server.stalled.wait(1)
    smtp_server.behave()
    send(smtp_server)


def test_it_can_be_down_and_come_back_at_the_same_address(smtp_server: SmtpServer) -> None:
    smtp_server.go_down()
    with pytest.raises(ConnectionError):
        send(smtp_server)
    smtp_server.listen()
    send(smtp_server)
    assert len(smtp_server.received) == 1
