"""A letter of text and HTML as the bytes that go over the line.

The library makes some forty objects for such a letter and folds what needs no folding: a millisecond, where a tenth of
that will do. What has more parts (a calendar entry, enclosures) is rare, and the library writes it.
"""

import re
from binascii import b2a_qp
from collections.abc import Iterator
from email.header import Header
from email.utils import formatdate
from functools import lru_cache
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import forbid_multi_line_headers

#: No line of a header need be longer, and no line of a body may be.
LINE, LONGEST_LINE = 78, 998
LINE_END = re.compile("\r\n|\r|\n")
HTML = "text/html"
#: A campaign's letters share subject, sender and address for replies.
REMEMBERED = 512


def written(email: EmailMultiAlternatives) -> bytes:
    """The message, its lines ended as mail servers want them. Raises what the library raises: ``BadHeaderError``."""
    texts = [content for content, kind in email.alternatives if kind == HTML]
    if len(texts) != 1 or len(email.alternatives) != 1 or email.attachments or not email.body:
        message: Any = email.message()
        return bytes(message.as_bytes(linesep="\r\n"))
    boundary = f"=_{token_hex(16)}"
    headers = [f'Content-Type: multipart/alternative; boundary="{boundary}"', "MIME-Version: 1.0"]
    headers += [header(name, value) for name, value in _headers_of(email)]
    lines = ["\r\n".join(headers).encode("ascii"), b""]
    for subtype, content in (("plain", email.body), ("html", texts[0])):
        lines += [f"--{boundary}".encode(), *_part(subtype, str(content))]
    return b"\r\n".join([*lines, f"--{boundary}--".encode(), b""])


def _headers_of(email: EmailMultiAlternatives) -> Iterator[tuple[str, str]]:
    own = dict(email.extra_headers)
    yield "Subject", str(email.subject)
    yield "From", own.pop("From", email.from_email)
    yield "To", ", ".join(email.to)
    if email.reply_to:
        yield "Reply-To", ", ".join(email.reply_to)
    yield "Date", formatdate(localtime=settings.EMAIL_USE_LOCALTIME)
    yield from own.items()


def header(name: str, value: str) -> str:
    """One header, folded where it must be. Raises ``BadHeaderError`` where the value has several lines."""
    if value.isascii() and len(name) + len(value) + 2 <= LINE and value.isprintable():
        return f"{name}: {value}"
    return _folded(name, value)


@lru_cache(REMEMBERED)
def _folded(name: str, value: str) -> str:
    _name, safe = forbid_multi_line_headers(name, value, "utf-8")
    folded = Header(safe, header_name=name, maxlinelen=LINE).encode(linesep="\r\n")
    return f"{name}: {folded}"


def _part(subtype: str, content: str) -> tuple[bytes, ...]:
    """As the library writes them: as it is, unless a line is longer than servers take."""
    lines = LINE_END.sub("\r\n", content).encode()
    way = "7bit" if lines.isascii() else "8bit"
    if max(map(len, lines.split(b"\r\n"))) > LONGEST_LINE:
        lines, way = b2a_qp(lines, istext=True), "quoted-printable"
    head = f'Content-Type: text/{subtype}; charset="utf-8"', "MIME-Version: 1.0", f"Content-Transfer-Encoding: {way}"
    return (*(line.encode() for line in head), b"", lines)
