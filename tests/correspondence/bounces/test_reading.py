"""A mailbox is read: what is believed is kept once, whoever dies; what is not, changes nothing and is named."""

import hashlib
import logging
import mailbox
import os
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from conference.correspondence.bounces import keeping, reading
from conference.correspondence.bounces.mailbox import ASIDE, READ, MailboxError
from conference.correspondence.bounces.notice import Why
from conference.correspondence.bounces.reading import forget_filed, read_bounces
from conference.correspondence.envelope import return_address
from conference.correspondence.ledger import retry_message
from conference.correspondence.models import Bounce, BounceKind, OutgoingMessage
from conference.correspondence.outbox import message_id_of
from conference.correspondence.states import MessageState
from conference.correspondence.tasks import read_bounces as read_by_beat
from conference.models import TeamRole
from conference.registry import registry
from tests.factories.conference import make_officer

pytestmark = pytest.mark.django_db

BOMB = b"From: mailer-daemon@x.example\nMIME-Version: 1.0\n"


def came_back(message):
    message.refresh_from_db()
    return message.came_back_at is not None


def filed(maildir, folder):
    place = maildir.folder / folder / "cur"
    return len(list(place.iterdir())) if place.is_dir() else 0


@pytest.mark.parametrize("name", ["postfix", "exim", "exchange-russian", "gmail", "qmail", "mail-ru", "yandex"])
def test_a_notice_is_kept_with_its_message_and_filed(sent, sample, maildir, name):
    message, other = sent(), sent("carol@missions.example")
    maildir.add(sample(name, message))
    assert read_bounces().kept == {BounceKind.CAME_BACK: 1}
    assert came_back(message)
    assert not came_back(other)
    [bounce] = message.bounces.all()
    assert (bounce.kind, bounce.address) == (BounceKind.CAME_BACK, "bob@missions.example")
    assert (list(maildir.mails()), filed(maildir, READ), filed(maildir, ASIDE)) == ([], 1, 0)


@pytest.mark.parametrize("name", ["postfix-delayed", "exim-delayed"])
def test_a_warning_is_kept_and_nothing_has_come_back(sent, sample, maildir, name):
    message = sent()
    maildir.add(sample(name, message))
    assert read_bounces().kept == {BounceKind.DELAYED: 1}
    assert not came_back(message)
    assert message.bounces.get().kind == BounceKind.DELAYED


@pytest.mark.parametrize("name", ["away-exchange", "away-russian", "away-vacation", "receipt", "arrived"])
def test_an_answer_that_says_it_arrived_is_filed(sent, sample, maildir, name):
    message = sent()
    maildir.add(sample(name, message))
    assert read_bounces().filed == 1
    assert (Bounce.objects.count(), came_back(message), filed(maildir, READ)) == (0, False, 1)


def test_read_again_a_notice_is_kept_once(sent, sample, maildir):
    message = sent()
    maildir.add(sample("postfix", message))
    maildir.add(b"X-Another: hop\n" + sample("postfix", message))
    outcome = read_bounces()
    assert (outcome.kept, outcome.read_before) == ({BounceKind.CAME_BACK: 1}, 1)
    assert message.bounces.count() == 1


def test_whoever_dies_before_the_commit_leaves_the_mail_where_it_was(sent, sample, maildir, monkeypatch):
    message = sent()
    maildir.add(sample("postfix", message))

    def die(notice):
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr(reading, "keep", die)
        with pytest.raises(OperationalError):
            read_bounces()
    assert len(list(maildir.mails())) == 1
    read_bounces()
    assert came_back(message)


def test_whoever_dies_after_the_commit_is_followed_by_one_who_keeps_nothing_twice(sent, sample, maildir, monkeypatch):
    message = sent()
    maildir.add(sample("postfix", message))

    def die(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(type(maildir), "file", die)
        with pytest.raises(KeyboardInterrupt):
            read_bounces()
    assert came_back(message)
    assert read_bounces().read_before == 1
    assert (message.bounces.count(), list(maildir.mails())) == (1, [])


FORGERIES = {
    "another's signature": lambda message, other: (
        return_address(message.pk, "")[:-24] + return_address(other.pk, "")[-24:]
    ),
    "no signature": lambda _message, _other: f"bounces+{'a' * 42}@conference.example",
}


@pytest.mark.parametrize("forged", FORGERIES)
def test_a_forged_address_of_return_changes_nothing_though_it_returns_the_message(sent, sample, maildir, forged):
    message, other = sent(), sent("carol@missions.example")
    maildir.add(sample("postfix", message, to=FORGERIES[forged](message, other)))
    assert [why for _name, why in read_bounces().aside] == [Why.FORGED]
    assert (Bounce.objects.count(), came_back(message), came_back(other)) == (0, False, False)


def test_without_an_address_of_return_the_message_id_tells(sent, sample, maildir, settings):
    settings.BOUNCE_ADDRESS = ""
    message = sent()
    maildir.add(sample("postfix", message))
    read_bounces()
    assert came_back(message)


@pytest.mark.parametrize("name", ["postfix", "exim", "qmail", "mail-ru"])
def test_an_unknown_message_id_changes_nothing(sent, sample, maildir, name):
    message = sent()
    maildir.add(sample(name, message, to="bounces@conference.example", message_id=f"<{'0' * 40}@plenary.example>"))
    assert [why for _name, why in read_bounces().aside] == [Why.UNKNOWN]
    assert (Bounce.objects.count(), came_back(message), filed(maildir, ASIDE)) == (0, False, 1)


def test_what_was_never_handed_over_cannot_come_back(sent, sample, maildir):
    message = sent(state="queued", sent_at=None, handed_over_at=None, attempts=0)
    maildir.add(sample("postfix", message))
    assert [why for _name, why in read_bounces().aside] == [Why.NOT_HANDED_OVER]
    assert not came_back(message)


def test_a_notice_that_came_to_two_messages_is_about_neither(sent, sample, maildir):
    message, other = sent(), sent("carol@missions.example")
    both = f"{return_address(message.pk, '')}, {return_address(other.pk, '')}"
    maildir.add(sample("postfix", message, to=both))
    assert [why for _name, why in read_bounces().aside] == [Why.SEVERAL]


def test_a_notice_that_returns_two_messages_is_about_neither(sent, sample, maildir):
    message, other = sent(), sent("carol@missions.example")
    references = f"References: {other.message_id}\n".encode()
    maildir.add(references + sample("postfix", message, to="bounces@conference.example"))
    assert [why for _name, why in read_bounces().aside] == [Why.SEVERAL]
    assert (came_back(message), came_back(other)) == (False, False)


def test_a_message_id_cannot_be_made_of_what_others_know(sent):
    message = sent()
    told = hashlib.sha256(message.key.encode()).hexdigest()
    assert message.message_id.strip("<>").partition("@")[0] != told[:40]
    assert message_id_of(message.key) == message.message_id


def test_a_message_of_which_nothing_was_known_was_taken_after_all(sent, sample, maildir):
    message = sent(state="unknown", sent_at=None)
    maildir.add(sample("postfix", message))
    read_bounces()
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert message.came_back_at is not None
    assert message.attempt_log.get().outcome == MessageState.SENT


def test_what_is_sent_again_has_not_come_back(sent, sample, maildir, conference):
    message = sent(state="failed", sent_at=None)
    maildir.add(sample("postfix", message))
    read_bounces()
    assert came_back(message)
    officer = make_officer(conference, TeamRole.CORRESPONDENCE)
    retry_message(message.pk, by=officer, reason="The address is corrected.")
    assert not came_back(message)
    assert message.bounces.count() == 1


def test_one_person_cannot_fill_the_ledger(sent, sample, maildir):
    message = sent()
    for number in range(keeping.MOST_OF_A_MESSAGE + 5):
        maildir.add(sample("postfix", message).replace(b"Message-Id: <2019", f"Message-Id: <{number}.2019".encode()))
    read_bounces()
    assert message.bounces.count() == keeping.MOST_OF_A_MESSAGE


MANY = BOMB + b"Content-Type: multipart/report; boundary=b\n\n"
REPORT = BOMB + b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
HOSTILE = {
    "empty": b"",
    "nul": b"\x00" * 5000,
    "no headers": b"\xff\xfe" * 5000,
    "one line without end": b"Subject: " + b"x" * 600_000,
    "headers without end": b"".join(b"X-%d: y\n" % n for n in range(60_000)),
    "parts in parts": BOMB
    + b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(900)),
    "messages in messages": BOMB + b"Content-Type: message/rfc822\n\n" * 5000,
    "parts without end": MANY + b"--b\n\n" * 100_000,
    "a report of nothing": MANY + b"--b\nContent-Type: message/delivery-status\n\n\n--b--\n",
    "nul and line ends": REPORT
    + b"Final-Recipient: rfc822; b\x00b@x\rX-Y: z\nAction: failed\nDiagnostic-Code: smtp; \x00\r\x1b[31m 550\n",
    "an action that is none": REPORT + b"Final-Recipient: rfc822;x@y\nAction: exploded\n",
    "a code of many numbers": REPORT + b"Action: failed\nStatus: 5.99999.1\n",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_hostile_is_put_aside_and_named_and_stops_nothing(sent, sample, maildir, caplog, what):
    message = sent()
    (maildir.folder / "new" / "0.hostile").write_bytes(HOSTILE[what])
    maildir.add(sample("postfix", message))
    began = time.process_time()
    with caplog.at_level(logging.WARNING):
        outcome = read_bounces()
    assert time.process_time() - began < 5
    assert [name for name, _why in outcome.aside] == ["0.hostile"]
    assert "0.hostile" in caplog.text
    assert came_back(message)
    assert Bounce.objects.count() == 1


def test_words_with_control_characters_are_kept_without_them(sent, sample, maildir):
    message = sent()
    to = return_address(message.pk, "").encode()
    maildir.add(b"To: " + to + b"\n" + HOSTILE["nul and line ends"])
    read_bounces()
    [bounce] = message.bounces.all()
    assert not {"\x00", "\r", "\n", "\x1b"} & set(bounce.words + bounce.address)


def test_a_reader_that_fails_on_a_mail_puts_it_aside(sent, sample, maildir, monkeypatch):
    message = sent()
    maildir.add(sample("postfix", message))
    monkeypatch.setattr(reading, "understand", lambda content: {}[content])
    assert [why for _name, why in read_bounces().aside] == [Why.UNREADABLE]


def test_a_large_notice_is_read_as_far_as_it_needs(sent, sample, maildir):
    message = sent()
    maildir.add(sample("postfix", message) + b"x" * 5_000_000)
    read_bounces()
    assert came_back(message)


def test_links_and_pipes_in_the_folder_are_nobodys_mail(maildir, tmp_path):
    (tmp_path / "secret").write_text("From: mailer-daemon@x.example\n\n550 5.1.1")
    (maildir.folder / "new" / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(maildir.folder / "new" / "pipe")
    assert list(maildir.mails()) == []


@pytest.fixture
def mbox(tmp_path, settings):
    settings.DATA_DIR, settings.BOUNCE_MAILBOX = tmp_path / "data", str(tmp_path / "mbox")
    box = mailbox.mbox(settings.BOUNCE_MAILBOX)
    box.flush()
    (tmp_path / "mbox").touch()
    yield box
    box.close()


def test_an_mbox_is_emptied_and_read(sent, sample, mbox, tmp_path):
    messages = [sent(f"p{number}@missions.example") for number in range(3)]
    for message in messages:
        mbox.add(sample("postfix", message))
    mbox.flush()
    assert read_bounces().kept == {BounceKind.CAME_BACK: 3}
    assert [came_back(message) for message in messages] == [True] * 3
    assert (tmp_path / "mbox").stat().st_size == 0


def test_an_mbox_that_a_deliverer_has_is_left_for_the_next_time(sent, sample, mbox, tmp_path):
    mbox.add(sample("postfix", sent()))
    mbox.flush()
    (tmp_path / "mbox.lock").touch()
    with pytest.raises(MailboxError):
        read_bounces()
    assert (tmp_path / "mbox").stat().st_size > 0


def test_where_no_mailbox_is_configured_beat_reads_nothing(settings):
    settings.BOUNCE_MAILBOX = ""
    assert read_by_beat() is None
    with pytest.raises(CommandError, match="BOUNCE_MAILBOX"):
        call_command("read_bounces")


def test_the_command_says_what_came_of_each(sent, sample, maildir):
    message = sent()
    for name in ("postfix", "postfix-delayed", "away-exchange", "person"):
        maildir.add(sample(name, message))
    out = StringIO()
    call_command("read_bounces", str(maildir.folder), stdout=out)
    said = out.getvalue()
    assert "1 came back, 1 delayed, 0 read before, 1 that are no notices, 1 put aside." in said
    assert f": {Why.NO_NOTICE}" in said


@pytest.mark.parametrize("place", ["nowhere", "."])
def test_a_place_that_is_no_mailbox_is_refused(tmp_path, place):
    with pytest.raises(CommandError):
        call_command("read_bounces", str(tmp_path / place))


def test_what_was_filed_is_deleted_after_some_time(sent, sample, maildir, settings):
    maildir.add(sample("postfix", sent()))
    read_bounces()
    assert forget_filed() == 0
    settings.BOUNCES_KEPT_DAYS = -1
    assert forget_filed() == 1
    assert filed(maildir, READ) == 0


def test_who_registered_for_the_purpose_is_told_once_and_not_of_copies(sent, sample, maildir, monkeypatch):
    told = []
    monkeypatch.setitem(registry.on_returned, "sign_in_code", lambda message, words: told.append((message.pk, words)))
    message, copy = sent(), sent("office@missions.example")
    OutgoingMessage.objects.filter(pk=copy.pk).update(key=f"copy:{copy.key}")
    for each in (message, copy):
        maildir.add(sample("postfix", each))
    maildir.add(sample("postfix-expired", message))
    read_bounces()
    [(pk, words)] = told
    assert pk == message.pk
    assert words.startswith("550 5.1.1")


def test_what_follows_and_fails_does_not_cost_the_notice(sent, sample, maildir, monkeypatch):
    monkeypatch.setitem(registry.on_returned, "sign_in_code", lambda message, _words: {}[message])
    message = sent()
    maildir.add(sample("postfix", message))
    read_bounces()
    assert came_back(message)


def test_a_message_is_noted_only_where_it_came_back(sent):
    from django.db import IntegrityError

    message = sent()
    with pytest.raises(IntegrityError):
        OutgoingMessage.objects.filter(pk=message.pk).update(return_noted_at=timezone.now())
