"""What servers of many makes write, and what is no notice: understood without asking the ledger."""

import pytest

from conference.correspondence.bounces.notice import NoNoticeError, PutAsideError, Why
from conference.correspondence.bounces.understanding import understand
from conference.correspondence.models import BounceKind as K
from tests.correspondence.bounces.conftest import BOB

pytestmark = pytest.mark.django_db

NOTICES = {
    "postfix": (K.CAME_BACK, "5.1.1", "550 5.1.1 <bob@missions.example>: Recipient address rejected: User unknown"),
    "postfix-delayed": (K.DELAYED, "4.4.1", "connect to mx.missions.example[192.0.2.25]:25: Connection timed out"),
    # Given up after days: the code is one of those for now, the act is for good.
    "postfix-expired": (K.CAME_BACK, "4.4.1", "connect to mx.missions.example"),
    "exim": (K.CAME_BACK, "5.1.1", "host mx.missions.example [192.0.2.25] SMTP error from remote mail server"),
    "exim-delayed": (K.DELAYED, "4.7.1", "has not yet been delivered"),
    "exchange-german": (K.CAME_BACK, "5.1.10", "RESOLVER.ADR.RecipientNotFound"),
    "exchange-russian": (K.CAME_BACK, "5.2.2", "mailbox full"),
    "gmail": (K.CAME_BACK, "5.1.1", "550-5.1.1 The email account that you tried to reach does not exist."),
    "qmail": (K.CAME_BACK, "5.1.1", "Sorry, no mailbox here by that name. (#5.1.1)"),
    "mail-ru": (K.CAME_BACK, "", "550 Message was not accepted -- invalid mailbox."),
    "yandex": (K.CAME_BACK, "5.7.1", "550 5.7.1 No such user!"),
    "gateway-german": (K.CAME_BACK, "5.2.2", "Antwort des Empfängers: 552 5.2.2 Mailbox voll"),
    "base64-report": (K.CAME_BACK, "5.1.1", "550 5.1.1 Unbekannt"),
}


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_says_what_became_of_which_address_in_the_servers_words(sent, sample, name):
    said = understand(sample(name, sent())).said
    kind, status, words = NOTICES[name]
    assert (said.kind, said.status, said.address) == (kind, status, BOB)
    assert words in said.words


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_names_the_address_it_came_to(sent, sample, name):
    message = sent()
    notice = understand(sample(name, message, to="somewhere@conference.example"))
    assert "somewhere@conference.example" in notice.returned.addresses


@pytest.mark.parametrize("name", sorted(NOTICES.keys() - {"exim-delayed"}))
def test_a_notice_names_the_message_that_it_returns(sent, sample, name):
    message = sent()
    assert message.message_id in understand(sample(name, message)).returned.message_ids


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("away-exchange", Why.AWAY),
        ("away-russian", Why.AWAY),
        ("away-vacation", Why.AWAY),
        ("receipt", Why.RECEIPT),
        ("arrived", Why.ARRIVED),
    ],
)
def test_what_says_that_the_message_arrived_is_no_notice(sent, sample, name, why):
    with pytest.raises(NoNoticeError, match=str(why)):
        understand(sample(name, sent()))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("challenge", Why.ASKS_BACK),
        ("complaint", Why.COMPLAINT),
        ("person", Why.NO_NOTICE),
        ("server-uncertain", Why.UNCERTAIN),
    ],
)
def test_what_a_person_must_look_at_is_put_aside(sent, sample, name, why):
    with pytest.raises(PutAsideError, match=str(why)):
        understand(sample(name, sent()))


def test_the_gravest_of_several_addresses_counts(sent, sample):
    delivered = b"Final-Recipient: rfc822; carol@missions.example\nAction: relayed\nStatus: 2.0.0\n\nFinal-Recipient:"
    content = sample("postfix", sent()).replace(b"Final-Recipient:", delivered, 1)
    assert understand(content).said.kind == K.CAME_BACK


def test_a_notice_that_somebody_passes_on_is_not_theirs(sent, sample):
    """What is attached is not looked into: else whoever forwards a notice would be a mail server."""
    inside = sample("postfix", sent())
    content = b"From: carol@people.example\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + inside
    with pytest.raises(PutAsideError, match=str(Why.NO_NOTICE)):
        understand(content)


def test_the_same_notice_is_the_same_however_it_travelled(sent, sample):
    message = sent()
    content = sample("postfix", message)
    assert understand(content).digest == understand(b"X-Another: hop\n" + content).digest
    assert understand(content).digest != understand(sample("postfix-delayed", message)).digest


@pytest.mark.parametrize(
    "content",
    [
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(900)),
        b"Content-Type: message/rfc822\n\n" * 5000,
        b"Content-Type: multipart/report; boundary=b\n\n" + b"--b\n\n" * 100_000,
    ],
)
def test_what_has_too_many_parts_is_not_even_opened(content):
    with pytest.raises(PutAsideError, match=str(Why.NESTED)):
        understand(content)


@pytest.mark.parametrize(
    "field",
    [
        b"Subject: =?utf-8?B?broken",
        b"Subject: =?no-such-charset?Q?=FF=FE?=",
        b"From: =?utf-8?Q?=FF=FE=FD?= <mailer-daemon@x.example>\nX-Nul: a\x00b",
        b"To: " + b"<a@b.example>," * 20_000,
        b'Content-Type: text/plain; charset="\xff\xfe"',
        b"Content-Transfer-Encoding: base64",
        b"MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status",
    ],
)
def test_a_broken_header_breaks_nothing(sent, sample, field):
    try:
        understand(field + b"\n" + sample("exim", sent()))
    except (PutAsideError, NoNoticeError):
        return
