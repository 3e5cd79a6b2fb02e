"""A mailbox is read mail by mail; whatever is wrong with one stops no other, and is named."""

import datetime
import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import DataError, IntegrityError
from django.utils import timezone

from conference.correspondence.bounces.aside import keep_aside
from conference.correspondence.bounces.imap import empty_imap
from conference.correspondence.bounces.keeping import keep
from conference.correspondence.bounces.mailbox import ASIDE, READ, Maildir, configured, empty_mbox, found_at, is_imap
from conference.correspondence.bounces.notice import NoNoticeError, PutAsideError, Why
from conference.correspondence.bounces.understanding import understand
from conference.correspondence.models import MailAside

logger = logging.getLogger(__name__)

BUSY_SECONDS = 20.0


@dataclass
class Reading:
    """What came of a mailbox: how many of each kind were kept, filed and put aside; the last with file and reason."""

    kept: Counter[str] = field(default_factory=Counter)
    read_before: int = 0
    filed: int = 0
    aside: list[tuple[str, str]] = field(default_factory=list)


def read_bounces(place: str = "", *, seconds: float = BUSY_SECONDS) -> Reading:
    """Reads what has arrived, for some seconds; ``place`` instead of the configured mailbox.

    A mail is taken away once what it says is committed: whoever dies between reads it again and keeps nothing twice.
    Raises ``MailboxError`` where there is no mailbox, and whatever the database raises.
    """
    reading, where = Reading(), place or settings.BOUNCE_MAILBOX
    if not where:
        return reading
    maildir, until = found_at(where), time.monotonic() + seconds
    _fetch(where, maildir)
    for mail in maildir.mails():
        if time.monotonic() > until:
            break
        _read(maildir, mail, reading)
    return reading


def _fetch(where: str, maildir: Maildir) -> None:
    """What is on a server, or in an mbox."""
    if is_imap(where):
        empty_imap(where, maildir)
    else:
        empty_mbox(where, maildir)


def forget_filed() -> int:
    """Deletes what was filed, or listed, so many days ago as the site keeps such mails; gives how many."""
    limit = timezone.now() - datetime.timedelta(days=settings.BOUNCES_KEPT_DAYS)
    listed, _kinds = MailAside.objects.filter(read_at__lt=limit).delete()
    maildir = configured()
    return listed + (maildir.forget_filed(settings.BOUNCES_KEPT_DAYS) if maildir else 0)


def _read(maildir: Maildir, mail: Path, reading: Reading) -> None:
    try:
        content = maildir.content(mail)
    except FileNotFoundError:
        return
    except OSError:
        _put_aside(maildir, mail, reading, Why.UNREADABLE, b"")
        return
    try:
        _keep(content, reading)
    except NoNoticeError:
        reading.filed += 1
    except PutAsideError as why:
        _put_aside(maildir, mail, reading, Why(str(why)), content)
        return
    maildir.file(mail, READ)


def _keep(content: bytes, reading: Reading) -> None:
    """Raises ``NoNoticeError`` and ``PutAsideError``; what the database says of itself is not the mail's fault."""
    try:
        notice = understand(content)
    except (NoNoticeError, PutAsideError):
        raise
    except Exception as error:
        raise PutAsideError(Why.UNREADABLE) from error
    try:
        bounce = keep(notice)
    except (DataError, IntegrityError, ValueError) as error:
        raise PutAsideError(Why.UNKEEPABLE) from error
    if bounce is None:
        reading.read_before += 1
    else:
        reading.kept[bounce.kind] += 1


def _put_aside(maildir: Maildir, mail: Path, reading: Reading, why: Why, content: bytes) -> None:
    keep_aside(content or mail.name.encode(), why)
    maildir.file(mail, ASIDE)
    reading.aside.append((mail.name, why))
    logger.warning("The mail %s was put aside: %s", mail.name, why)
