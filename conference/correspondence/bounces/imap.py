"""Notices that wait on an IMAP server: fetched into the site's own Maildir, then taken off the server.

Copied first, deleted afterwards: whoever dies between leaves mails that are fetched again, and read once.
"""

import contextlib
import imaplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from conference.correspondence.bounces.mailbox import MailboxError, Maildir
from conference.correspondence.bounces.opening import LARGEST

SCHEMES = {"imaps": 993, "imap": 143}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ANSWERS_WITHIN = 30.0
#: More wait for the next minute.
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Account:
    """What ``imaps://user:password@host:993/INBOX`` says; what is special in a name or password is written as %40."""

    is_secure: bool
    host: str
    port: int
    user: str
    password: str
    folder: str


def account_at(place: str) -> Account:
    """Raises ``MailboxError`` for an address without a host, a name or a password; it never repeats them."""
    try:
        parts = urlsplit(place)
        port = parts.port or SCHEMES[parts.scheme]
    except (ValueError, KeyError) as error:
        message = "BOUNCE_MAILBOX is no address of IMAP: write imaps://user:password@host/INBOX."
        raise MailboxError(message) from error
    if not parts.hostname or not parts.username or not parts.password:
        message = "BOUNCE_MAILBOX lacks a host, a name or a password: write imaps://user:password@host/INBOX."
        raise MailboxError(message)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    user, password = unquote(parts.username), unquote(parts.password)
    return Account(parts.scheme == "imaps", parts.hostname, port, user, password, folder)


def empty_imap(place: str, into: Maildir) -> int:
    """Moves what waits on the server into the Maildir; gives how many mails it was.

    Raises ``MailboxError`` where the server cannot be reached, or refuses.
    """
    account = account_at(place)
    try:
        with _opened(account) as box:
            return _emptied(box, account, into)
    except (imaplib.IMAP4.error, OSError) as error:
        message = f"The mailbox at {account.host} cannot be read: {type(error).__name__}."
        raise MailboxError(message) from error


@contextlib.contextmanager
def _opened(account: Account) -> Iterator[imaplib.IMAP4]:
    """Signed in. What is not secure from the beginning becomes so, but on this machine itself."""
    context = ssl.create_default_context()
    box: imaplib.IMAP4
    if account.is_secure:
        box = imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=ANSWERS_WITHIN)
    else:
        box = imaplib.IMAP4(account.host, account.port, timeout=ANSWERS_WITHIN)
    try:
        if not account.is_secure and account.host not in LOOPBACK:
            box.starttls(ssl_context=context)
        box.login(account.user, account.password)
        yield box
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            box.logout()
        with contextlib.suppress(OSError):
            box.shutdown()


def _emptied(box: imaplib.IMAP4, account: Account, into: Maildir) -> int:
    _said(box.select(_quoted(account.folder)))
    found = _said(box.uid("SEARCH", "UNDELETED"))
    uids = found[0].split()[:MOST_AT_ONCE] if found and isinstance(found[0], bytes) else []
    fetched = []
    for uid in uids:
        content = _content(box, uid.decode("ascii"))
        if content is not None:
            into.add(content)
            fetched.append(uid.decode("ascii"))
    if fetched:
        _said(box.uid("STORE", ",".join(fetched), "+FLAGS.SILENT", r"(\Deleted)"))
        _said(box.uid("EXPUNGE", ",".join(fetched)) if "UIDPLUS" in box.capabilities else box.expunge())
    return len(fetched)


def _content(box: imaplib.IMAP4, uid: str) -> bytes | None:
    """As much of it as a notice needs; nothing where another reader has taken it away."""
    for part in _said(box.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)")):
        if isinstance(part, tuple):
            content: bytes = part[1]
            return content
    return None


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _said(answer: tuple[str, list[Any]]) -> list[Any]:
    """What the server answered. Raises ``imaplib.IMAP4.error`` where it refused."""
    state, data = answer
    if state != "OK":
        raise imaplib.IMAP4.error(state)
    return data
