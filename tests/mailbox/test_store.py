"""Letters are kept whole, found again and read whatever they contain."""

import os
from email.message import EmailMessage
from pathlib import Path

import pytest

from conference.mailbox.store import Mailbox


def message(**headers: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = "Secretariat <secretariat@plenary.example>"
    for name, value in headers.items():
        letter[name] = value
    letter.set_content("Your code is\n\n    482 913\n\nIt is valid for ten minutes.\n")
    return letter


def keep(mailbox: Mailbox, letter: EmailMessage, *recipients: str) -> str:
    return mailbox.keep(letter.as_bytes(), sender="bounce@plenary.example", recipients=recipients)


def test_the_newest_letter_is_the_first(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    first, second = (keep(mailbox, message(Subject=word), "a@state.example") for word in ("one", "two"))
    assert [entry.identifier for entry in mailbox.entries()] == [second, first]


def test_an_empty_mailbox_has_no_entries(tmp_path: Path) -> None:
    assert Mailbox(tmp_path / "none").entries() == []


def test_letters_survive_their_server(tmp_path: Path) -> None:
    identifier = keep(Mailbox(tmp_path), message(Subject="Ноот"), "a@state.example")
    letter = Mailbox(tmp_path).letter(identifier)
    assert letter is not None
    assert letter.header("Subject") == "Ноот"


def test_search_is_by_the_envelope_so_that_blind_copies_are_found(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    wanted = keep(mailbox, message(To="a@state.example"), "a@state.example", "Archive@ministry.example")
    keep(mailbox, message(To="b@state.example"), "b@state.example")
    assert [entry.identifier for entry in mailbox.entries(to=" archive@MINISTRY ")] == [wanted]
    assert mailbox.entries(to="nobody") == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "1", "x" * 29, "0" * 20 + "-0000000g"])
def test_a_name_that_is_none_of_ours_is_no_letter(tmp_path: Path, name: str) -> None:
    assert Mailbox(tmp_path).letter(name) is None


def test_a_letter_that_is_being_written_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / ".00000000000000000001-00000000").write_bytes(b"From: ")
    assert Mailbox(tmp_path).entries() == []


def test_a_failed_write_leaves_no_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        keep(Mailbox(tmp_path), message(), "a@state.example")
    monkeypatch.undo()
    assert Mailbox(tmp_path).entries() == []


def test_a_code_on_its_own_line_is_found(tmp_path: Path) -> None:
    letter = Mailbox(tmp_path).letter(keep(Mailbox(tmp_path), message(), "a@state.example"))
    assert letter is not None
    assert letter.codes == ["482 913"]


def test_pictures_of_a_letter_stand_in_its_html(tmp_path: Path) -> None:
    letter = message(Subject="Invitation")
    letter.add_alternative('<html><head></head><body><img src="cid:emblem"></body></html>', subtype="html")
    (_plain, html) = letter.iter_parts()
    assert isinstance(html, EmailMessage)
    html.add_related(b"\x89PNG", "image", "png", cid="<emblem>")
    found = Mailbox(tmp_path).letter(keep(Mailbox(tmp_path), letter, "a@state.example"))
    assert found is not None
    assert 'src="data:image/png;base64,iVBORw==' in found.html
    assert '<base target="_blank">' in found.html


def test_attachments_are_told_from_the_text(tmp_path: Path) -> None:
    letter = message(Subject="Agenda")
    letter.add_alternative("<p>Agenda</p>", subtype="html")
    letter.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="хуралдаан.ics")
    found = Mailbox(tmp_path).letter(keep(Mailbox(tmp_path), letter, "a@state.example"))
    assert found is not None
    assert [(part.name, part.content_type, part.size) for part in found.attachments] == [
        ("хуралдаан.ics", "text/calendar", 15)
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00 no header at all",
        b"Subject: =?no-such-charset?q?=FF?=\r\n\r\n\xff",
        b"Subject: =?utf-8?b?!!!?=\r\nTo: <<<>>>@@\r\n\r\n",
        b"Content-Type: text/plain; charset=no-such\r\n\r\n\xc3\xb6",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n",
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
    ],
)
def test_reading_never_fails_whatever_was_sent(tmp_path: Path, raw: bytes) -> None:
    mailbox = Mailbox(tmp_path)
    identifier = mailbox.keep(raw, sender="", recipients=["a@state.example"])
    letter = mailbox.letter(identifier)
    assert letter is not None
    assert isinstance(letter.text + letter.html, str)
    assert isinstance(letter.headers + letter.attachments + letter.codes, list)
    assert [entry.identifier for entry in mailbox.entries()] == [identifier]
