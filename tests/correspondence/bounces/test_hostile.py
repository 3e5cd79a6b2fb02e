"""Mail that was written to keep the reader busy, or that is broken in ways that real servers break it."""

import contextlib
import time

import pytest

from conference.correspondence.bounces.mailbox import ASIDE, READ
from conference.correspondence.bounces.notice import PutAsideError, Why
from conference.correspondence.bounces.reading import read_bounces
from conference.correspondence.bounces.understanding import understand
from conference.correspondence.models import BounceKind

pytestmark = pytest.mark.django_db

DAEMON = b"From: mailer-daemon@x.example\nTo: a@b.example\n"
PLAIN = DAEMON + b"Subject: x\nContent-Type: text/plain\n\n"
A_SECOND = 1.0
ENDLESS = {
    "one word without an end": PLAIN + b"550 no\n" + b"a" * 60_000,
    "an address of many": PLAIN + b"Hi. This is the program\n\n<" + b"a@" * 30_000,
    "a charset that is slow": PLAIN.replace(b"plain\n", b"plain; charset=punycode\n") + b"-" + b"a1b2c3d" * 70_000,
    "the same header again and again": DAEMON + b"Subject:a\n" * 50_000 + b"\n550 5.1.1 no",
}


@pytest.mark.parametrize("what", ENDLESS)
def test_a_mail_is_understood_or_not_within_a_second_of_work(what):
    began = time.process_time()
    with contextlib.suppress(PutAsideError):
        understand(ENDLESS[what])
    assert time.process_time() - began < A_SECOND


def test_parts_are_counted_however_lines_end():
    bomb = DAEMON + b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + b"\r--b\r" * 2000
    with pytest.raises(PutAsideError, match=Why.NESTED):
        understand(bomb)


def test_a_header_whose_encoding_is_broken_does_not_cost_the_notice(sent, sample):
    assert understand(b"X-Original-To: =?utf-8?b?a?=\n" + sample("postfix", sent())).said.status == "5.1.1"


def test_a_mail_that_may_not_be_read_is_put_aside_and_keeps_no_other_waiting(sent, sample, maildir, monkeypatch):
    message, real = sent(), maildir.content
    maildir.add(b"closed")
    maildir.add(sample("postfix", message))

    def content(self, mail):
        if (found := real(mail)) == b"closed":
            raise PermissionError(mail)
        return found

    monkeypatch.setattr(type(maildir), "content", content)
    outcome = read_bounces()
    assert outcome.kept == {BounceKind.CAME_BACK: 1}
    assert [why for _name, why in outcome.aside] == [Why.UNREADABLE]
    places = (maildir.folder / folder / "cur" for folder in (READ, ASIDE))
    assert [len(list(place.iterdir())) for place in places] == [1, 1]
