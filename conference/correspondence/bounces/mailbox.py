"""Where notices arrive: a Maildir, or an mbox that is emptied into one. A mail leaves its place once it is dealt with.

What was read lies in the Maildir's folder ``.Read``, what was put aside in ``.Aside``; mail programs show both.
"""

import contextlib
import hashlib
import mailbox
import os
import socket
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from conference.correspondence.bounces.opening import LARGEST

READ, ASIDE = ".Read", ".Aside"
ARRIVING = ("new", "cur")
SECONDS_OF_A_DAY = 86_400


IMAP = ("imaps://", "imap://")


class MailboxError(Exception):
    """The mailbox is not there, or somebody else has it."""


class Maildir:
    """A Maildir; two readers at once are harmless, since a mail can be taken away only once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mails(self) -> Iterator[Path]:
        """What has arrived, the eldest first."""
        found = [path for name in ARRIVING for path in _files(self.folder / name)]
        return iter(sorted(found, key=lambda path: path.name))

    def content(self, mail: Path) -> bytes:
        """As much of it as a notice needs. Raises ``FileNotFoundError`` where another reader has taken it away.

        And another ``OSError`` where it may not be read.
        """
        with os.fdopen(os.open(mail, os.O_RDONLY | os.O_NOFOLLOW), "rb") as opened:
            return opened.read(LARGEST)

    def file(self, mail: Path, folder: str) -> None:
        """Takes a mail out of what has arrived, once what it says is committed."""
        place = self.folder / folder
        _make(place)
        with contextlib.suppress(FileNotFoundError):
            mail.rename(place / "cur" / f"{mail.name.partition(':')[0]}:2,S")

    def add(self, content: bytes) -> None:
        """Writes a mail as deliverers do: whole or not at all."""
        _make(self.folder)
        host = socket.gethostname().replace("/", "_").replace(":", "_")
        name = f"{time.time_ns()}.{hashlib.sha256(content).hexdigest()[:20]}.{host}"
        written = self.folder / "tmp" / name
        with written.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        written.rename(self.folder / "new" / name)

    def forget_filed(self, days: int) -> int:
        """Deletes what was filed so long ago; gives how many. Notices quote the letters that they return."""
        limit, gone = time.time() - days * SECONDS_OF_A_DAY, 0
        for path in [path for folder in (READ, ASIDE) for path in _files(self.folder / folder / "cur")]:
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_ctime < limit:
                    path.unlink()
                    gone += 1
        return gone


def configured() -> Maildir | None:
    """The Maildir from which notices are read; nothing where none is configured."""
    return found_at(settings.BOUNCE_MAILBOX) if settings.BOUNCE_MAILBOX else None


def found_at(place: str) -> Maildir:
    """The Maildir at a path; of an mbox, and of an address of IMAP, the site's own one.

    Raises ``MailboxError`` where there is none of these.
    """
    path = Path(place)
    if is_imap(place) or path.is_file():
        return Maildir(Path(settings.DATA_DIR) / "bounces")
    if path.is_dir():
        if not all((path / name).is_dir() for name in (*ARRIVING, "tmp")):
            message = f"{path} is no Maildir: it has no folders new, cur and tmp."
            raise MailboxError(message)
        return Maildir(path)
    message = f"There is no mailbox at {path}."
    raise MailboxError(message)


def is_imap(place: str) -> bool:
    """Whether a place is an address of IMAP, not a path."""
    return place.lower().startswith(IMAP)


def empty_mbox(place: str, into: Maildir) -> int:
    """Moves what an mbox holds into the Maildir, under the locks of deliverers; gives how many mails it was.

    Copied first, emptied afterwards: whoever dies between leaves mails that are copied again, and read once. Raises
    ``MailboxError`` where a deliverer has it, for the next time.
    """
    path = Path(place)
    if not path.is_file() or not path.stat().st_size:
        return 0
    box = mailbox.mbox(place, create=False)
    try:
        box.lock()
    except (mailbox.ExternalClashError, OSError) as error:
        box.close()
        message = f"Another program has {path} at the moment."
        raise MailboxError(message) from error
    try:
        size, keys = path.stat().st_size, box.keys()
        for key in keys:
            into.add(box.get_bytes(key))
        if path.stat().st_size == size:
            os.truncate(path, 0)
    finally:
        with contextlib.suppress(OSError):
            box.unlock()
        box.close()
    return len(keys)


def _files(folder: Path) -> Iterable[Path]:
    """Plain files alone: whatever else lies there is nobody's mail."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return []
    return [Path(entry.path) for entry in entries if stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)]


def _make(folder: Path) -> None:
    for name in (*ARRIVING, "tmp"):
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
