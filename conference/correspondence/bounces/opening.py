"""Mail of strangers, opened: nothing in it is trusted to be what it says, to be short, or to end."""

import codecs
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from conference.correspondence.bounces.notice import PutAsideError, Why
from conference.correspondence.compose import clean, one_line

# What is returned stands at the end: a notice that is larger is read as far as this.
LARGEST = 512 * 1024
MOST_NESTED, MOST_PARTS = 40, 1000
DEEPEST = 5
HEADER_LENGTH = 4000
MOST_OF_A_HEADER = 50
TEXT_LENGTH = 60_000
PARTS = re.compile(rb"[\r\n]--")  # the parser ends a line at either
NESTS = re.compile(rb"boundary\s*\*?\d*\*?\s*=|message/[a-z]", re.IGNORECASE)
WRITTEN_IN_HEADER = "utf-8"
# Of host names and of programs, not of mail; the time that they take grows with the square of the length.
NO_CHARSETS_OF_MAIL = frozenset({"idna", "punycode", "utf-7", "unicode_escape", "raw_unicode_escape"})

Mail = Message


def opened(raw: bytes) -> Mail:
    """The mail. Raises ``PutAsideError`` where its parts would keep the reader busy."""
    if len(NESTS.findall(raw)) > MOST_NESTED or len(PARTS.findall(raw)) > MOST_PARTS:
        raise PutAsideError(Why.NESTED)
    return message_from_bytes(raw, policy=policy.compat32)


def headers_in(text: str) -> Mail:
    """A block of header lines that stands as text."""
    return message_from_bytes(text.lstrip().encode("utf-8", "surrogateescape"), policy=policy.compat32)


def header(mail: Mail, name: str) -> str:
    """One line, decoded; empty where there is none."""
    return next(iter(headers(mail, name)), "")


def headers(mail: Mail, name: str) -> list[str]:
    values = mail.get_all(name, [])[:MOST_OF_A_HEADER]
    return [one_line(clean(_decoded(str(value)[:HEADER_LENGTH]))) for value in values]


def _decoded(value: str) -> str:
    try:
        pieces = decode_header(value)
    except (ValueError, HeaderParseError):  # base64 that is none, among others
        return _plain(value)
    return "".join(in_charset(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in pieces)


def _plain(value: str) -> str:
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def in_charset(content: bytes, charset: object) -> str:
    """As the sender says it is written, where that is so; else as well as can be."""
    name = str(charset or WRITTEN_IN_HEADER)
    try:
        if codecs.lookup(name).name not in NO_CHARSETS_OF_MAIL:
            return content.decode(name)
    except (LookupError, ValueError):
        pass
    return content.decode("utf-8", "replace")


def parts_of(mail: Mail, depth: int = 0) -> Iterator[Mail]:
    """The parts of the mail itself; what it returns or passes on is one part, and is not looked into."""
    payload = mail.get_payload()
    if mail.get_content_maintype() == "multipart" and isinstance(payload, list) and depth < DEEPEST:
        for part in payload:
            if isinstance(part, Message):
                yield from parts_of(part, depth + 1)
    else:
        yield mail


def text_of(part: Mail) -> str:
    """A part's text without its encoding, line by line; empty where it has none."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    text = in_charset(content, part.get_content_charset())
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))[:TEXT_LENGTH]


def text_in(mail: Mail) -> str:
    """What a person would read: the plain parts, one after the other."""
    plain = (text_of(part) for part in parts_of(mail) if part.get_content_type() == "text/plain")
    return "\n".join(filter(None, plain))[:TEXT_LENGTH]
