"""Notices on an IMAP server: fetched, read once, and deleted there only when they are safe here."""

import pytest

from conference.correspondence.bounces.imap import account_at
from conference.correspondence.bounces.mailbox import MailboxError, Maildir
from conference.correspondence.bounces.reading import read_bounces
from conference.correspondence.models import BounceKind
from tests.correspondence.bounces.imap_server import ImapServer, stopped

pytestmark = pytest.mark.django_db


@pytest.fixture
def serve(settings, tmp_path):
    servers = []

    def with_mails(*mails):
        server = ImapServer(*mails)
        servers.append(server)
        settings.DATA_DIR, settings.BOUNCE_MAILBOX = tmp_path / "data", server.address
        return server

    yield with_mails
    for server in servers:
        stopped(server)


def test_what_waits_on_the_server_is_read_and_deleted_there(sent, sample, serve):
    message, other = sent(), sent("carol@missions.example")
    server = serve(sample("postfix", message), sample("exim", other))
    assert read_bounces().kept == {BounceKind.CAME_BACK: 2}
    assert server.mails == {}
    assert server.heard[-1] == "LOGOUT"
    assert read_bounces().kept == {}


@pytest.mark.parametrize("word", ["STORE", "EXPUNGE"])
def test_whoever_dies_before_the_server_has_deleted_it_reads_it_once(sent, sample, serve, word):
    message = sent()
    server = serve(sample("postfix", message))
    server.hangs_up_at = word
    with pytest.raises(MailboxError):
        read_bounces()
    server.hangs_up_at, server.deleted = "", set()
    outcome = read_bounces()
    assert (outcome.kept, outcome.read_before) == ({BounceKind.CAME_BACK: 1}, 1)
    assert (message.bounces.count(), server.mails) == (1, {})


def test_what_cannot_be_written_here_stays_there(sent, sample, serve, monkeypatch):
    server = serve(sample("postfix", sent()))

    def full(self, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Maildir, "add", full)
    with pytest.raises(MailboxError):
        read_bounces()
    assert (len(server.mails), server.deleted) == (1, set())


def test_a_server_that_refuses_is_told_without_the_password(serve, settings):
    serve()
    settings.BOUNCE_MAILBOX = settings.BOUNCE_MAILBOX.replace("s%2Fcret", "wr0ng")
    with pytest.raises(MailboxError) as refused:
        read_bounces()
    assert "wr0ng" not in str(refused.value)


@pytest.mark.parametrize("place", ["imaps://host/INBOX", "imaps://user@host/INBOX", "imaps://u:p@:99999/", "imaps://"])
def test_an_address_that_lacks_something_is_refused_without_repeating_it(place):
    with pytest.raises(MailboxError, match="write imaps://user:password@host/INBOX"):
        account_at(place)


def test_an_address_says_all_that_there_is():
    account = account_at("imaps://bounces%40conference.example:p%3A%2F@mail.example/Folder/Sub")
    assert (account.is_secure, account.host, account.port) == (True, "mail.example", 993)
    assert (account.user, account.password, account.folder) == ("bounces@conference.example", "p:/", "Folder/Sub")
