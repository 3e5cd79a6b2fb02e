"""From the bytes of a mail to what it says; pure, and nothing in the mail can make it do more."""

import hashlib
import re
from collections.abc import Iterator

from conference.correspondence.bounces import plain, replies
from conference.correspondence.bounces.notice import NoNoticeError, Notice, PutAsideError, Returned, Said, Why
from conference.correspondence.bounces.opening import (
    Mail,
    header,
    headers,
    headers_in,
    opened,
    parts_of,
    text_in,
    text_of,
)
from conference.correspondence.bounces.standard import said_in_report

# Where a server that delivers into a mailbox writes for whom it was; the last two stand in what is returned.
ADDRESSED = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "Apparently-To")
RETURNS_HEADERS = frozenset({"text/rfc822-headers", "message/rfc822-headers"})
MESSAGE_ID = re.compile(r"<[^\s<>@]{1,200}@[^\s<>@]{1,200}>")
MOST_NAMED = 20


def understand(raw: bytes) -> Notice:
    """What a mail says of a message of ours.

    Raises ``NoNoticeError`` for what is filed as it is, ``PutAsideError`` for what a person must look at. Whatever else
    it raises is the mail's fault, too.
    """
    mail = opened(raw)
    said = _said(mail)
    return Notice(said, _returned(mail), _digest(mail, raw))


def _said(mail: Mail) -> Said:
    said = said_in_report(mail)
    if said is not None:
        return said
    if replies.is_receipt(mail):
        raise NoNoticeError(Why.RECEIPT)
    if replies.is_complaint(mail):
        raise PutAsideError(Why.COMPLAINT)
    if not plain.is_from_a_server(mail):
        _turn_away(mail)
    said = plain.said_in_words(mail)
    if said is None:
        raise PutAsideError(Why.UNCERTAIN)
    return said


def _turn_away(mail: Mail) -> None:
    if replies.asks_back(mail):
        raise PutAsideError(Why.ASKS_BACK)
    if replies.answers_by_itself(mail):
        raise NoNoticeError(Why.AWAY)
    raise PutAsideError(Why.NO_NOTICE)


def _digest(mail: Mail, raw: bytes) -> str:
    """By its own name; what has none, by all of it."""
    own = header(mail, "Message-ID")
    return hashlib.sha256(own.encode() if own else raw).hexdigest()


def _returned(mail: Mail) -> Returned:
    inside = list(_inside(mail))
    addresses = [value for name in ADDRESSED for value in headers(mail, name)]
    addresses += [value for each in inside for value in headers(each, "Return-Path")]
    ids = [header(each, "Message-ID") for each in inside]
    ids += [header(mail, name) for name in ("In-Reply-To", "References", "X-Original-Message-ID")]
    return Returned(
        tuple(dict.fromkeys(found for value in addresses for found in plain.ADDRESS.findall(value)))[:MOST_NAMED],
        tuple(dict.fromkeys(found for value in ids for found in MESSAGE_ID.findall(value)))[:MOST_NAMED],
    )


def _inside(mail: Mail) -> Iterator[Mail]:
    """The headers of what is returned: as a message, as headers alone, or beneath a line of a plain text."""
    for part in parts_of(mail):
        if part.get_content_type() in RETURNS_HEADERS:
            yield headers_in(text_of(part) or _body(part))
        elif part.get_content_maintype() == "message" and isinstance(part.get_payload(), list):
            yield from (each for each in part.get_payload() if isinstance(each, Mail))
    beneath = plain.returned_in(text_in(mail))
    yield from (headers_in(group) for group in re.split(r"\n\s*\n", beneath.strip())[:3] if group.strip())


def _body(part: Mail) -> str:
    body = part.get_payload()
    return body if isinstance(body, str) else ""
