"""Notices as the standard has them (RFC 3464, 6533): Postfix, Exchange, Gmail, newer Exim, Yandex."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping

from conference.correspondence.bounces.notice import NoNoticeError, PutAsideError, Said, Why
from conference.correspondence.bounces.opening import Mail, header, headers_in, parts_of, text_in
from conference.correspondence.models import BounceKind

REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
KINDS: Mapping[str, BounceKind | None] = {
    "failed": BounceKind.CAME_BACK,
    "delayed": BounceKind.DELAYED,
    "delivered": None,
    "relayed": None,
    "expanded": None,
}
# Where a server says no more than a code: the first number says whether it is for good.
CLASSES: Mapping[str, str] = {"5": "failed", "4": "delayed", "2": "delivered"}
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
TYPED = re.compile(r"^\s*[\w.-]+\s*;\s*")
ENCODED = frozenset({"base64", "quoted-printable"})
EXCERPT = 400


def said_in_report(mail: Mail) -> Said | None:
    """What the report says, the gravest of it; nothing where there is none.

    Raises ``NoNoticeError`` where it says that the message arrived, and ``PutAsideError`` where it says nothing.
    """
    report = next((part for part in parts_of(mail) if part.get_content_type() in REPORTS), None)
    if report is None:
        return None
    of_addresses = [block for block in _blocks(report) if _action(block)]
    for action in KINDS:
        for block in of_addresses:
            if _action(block) == action:
                return _said(action, block, mail)
    raise PutAsideError(Why.NOTHING_SAID)


def _said(action: str, block: Mail, mail: Mail) -> Said:
    kind = KINDS[action]
    if kind is None:
        raise NoNoticeError(Why.ARRIVED)
    words = _value(block, "Diagnostic-Code") or header(block, "X-Supplementary-Info")
    status = STATUS.search(header(block, "Status")) or STATUS.search(words)
    return Said(
        kind,
        address=_value(block, "Original-Recipient") or _value(block, "Final-Recipient"),
        status=status[1] if status else "",
        words=words or " ".join(text_in(mail).split())[:EXCERPT],
    )


def _action(block: Mail) -> str:
    """What was done, as the server says; else what its code means."""
    words = header(block, "Action").lower().split()
    if words and words[0] in KINDS:
        return words[0]
    names_an_address = header(block, "Final-Recipient") or header(block, "Original-Recipient")
    return CLASSES.get(header(block, "Status")[:1], "") if names_an_address else ""


def _value(block: Mail, name: str) -> str:
    """What stands behind the type: “rfc822; bob@example.org”."""
    return TYPED.sub("", header(block, name), count=1).strip()


def _blocks(report: Mail) -> Iterator[Mail]:
    """The groups of fields. Some servers encode what should be plain, and some write all of them as one."""
    payload = report.get_payload()
    blocks = [each for each in payload if isinstance(each, Mail)] if isinstance(payload, list) else []
    encoding = header(report, "Content-Transfer-Encoding").lower()
    if encoding in ENCODED:
        yield from _fields_in(_plain("".join(map(_body, blocks)), encoding))
        return
    for block in blocks:
        yield block
        yield from _fields_in(_body(block))


def _body(block: Mail) -> str:
    body = block.get_payload()
    return body if isinstance(body, str) else ""


def _fields_in(text: str) -> Iterator[Mail]:
    return (headers_in(group) for group in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if group.strip())


def _plain(text: str, encoding: str) -> str:
    content = text.encode("utf-8", "surrogateescape")
    try:
        found = base64.b64decode(content) if encoding == "base64" else quopri.decodestring(content)
    except (binascii.Error, ValueError):
        return ""
    return found.decode("utf-8", "replace")
