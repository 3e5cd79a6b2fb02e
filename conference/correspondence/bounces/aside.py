"""Mail that was put aside, kept in excerpt, so that an officer can look at it."""

import hashlib
import logging
from collections.abc import Iterable

from django.db import DataError, IntegrityError, transaction

from conference.correspondence.bounces import plain
from conference.correspondence.bounces.notice import NoNoticeError, PutAsideError, Said, Why
from conference.correspondence.bounces.opening import Mail, header, opened, text_in
from conference.correspondence.bounces.understanding import understand
from conference.correspondence.compose import clean, one_line
from conference.correspondence.envelope import is_of_returns
from conference.correspondence.models import MailAside, OutgoingMessage, WhyAside
from conference.correspondence.models.bounce import WORDS_LENGTH
from conference.correspondence.models.mail_aside import MOST_ADDRESSES
from conference.logs import without_tokens
from conference.models import Conference, normalise_email

logger = logging.getLogger(__name__)

#: More than anybody looks at: somebody fills the mailbox, and the files stay where they are.
MOST_UNDECIDED = 1000


def keep_aside(content: bytes, why: Why) -> None:
    """Keeps what a person has to look at; once, however often it is put aside. What cannot be kept is logged."""
    if MailAside.objects.undecided().count() >= MOST_UNDECIDED:
        logger.warning("Mail was put aside and is not listed: %s wait to be looked at.", MOST_UNDECIDED)
        return
    digest = hashlib.sha256(content).hexdigest()
    try:
        with transaction.atomic():
            MailAside.objects.get_or_create(digest=digest, defaults={"why": WhyAside[why.name], **_excerpt(content)})
    except (DataError, IntegrityError, ValueError):
        logger.exception("Mail that was put aside could not be listed.")


def _excerpt(content: bytes) -> dict[str, object]:
    """What can be told of it without trusting it; of what cannot be opened, nothing."""
    try:
        mail = opened(content)
        sender, subject, text = header(mail, "From"), header(mail, "Subject"), _words(mail)
    except Exception:  # noqa: BLE001  whatever it is, it is the mail's fault
        return {}
    said = _said(content)
    words = said.words if said else text
    found = _addresses(said.address if said else "", sender, words)
    return {
        "sender": sender[:320],
        "subject": without_tokens(subject)[:300],
        "words": without_tokens(one_line(clean(words)))[:WORDS_LENGTH],
        "addresses": found,
        "conference": _conference_of(found),
        "kind": said.kind if said else "",
        "address": one_line(clean(said.address))[:320] if said else "",
        "status": said.status if said else "",
    }


def _words(mail: Mail) -> str:
    """What stands before the letter that it returns."""
    return plain.before_the_message(text_in(mail))


def _said(content: bytes) -> Said | None:
    try:
        return understand(content).said
    except (NoNoticeError, PutAsideError):
        return None
    except Exception:  # noqa: BLE001  whatever it is, it is the mail's fault
        return None


def _addresses(*texts: str) -> list[str]:
    """Those that are named, but for our own addresses of return."""
    found = (normalise_email(each) for text in texts for each in plain.ADDRESS.findall(text))
    return list(dict.fromkeys(each.rstrip(".") for each in found if not is_of_returns(each)))[:MOST_ADDRESSES]


def _conference_of(addresses: Iterable[str]) -> Conference | None:
    """The one conference that has written to these addresses, or the only one there is; else nothing."""
    rows = OutgoingMessage.objects.filter(recipient__in=list(addresses)).order_by().values("conference").distinct()
    found = list(Conference.objects.filter(pk__in=rows)[:2]) or list(Conference.objects.all()[:2])
    return found[0] if len(found) == 1 else None
