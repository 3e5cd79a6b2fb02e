"""One letter, as a person reads it; whatever a program has sent, reading it does not fail."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import EmailMessage

# A line that holds nothing but a code, in groups or in one.
CODE = re.compile(r"^[ \t]*(\d{3,4}[ -]?\d{3,4}|[A-Z0-9]{3,5}(?:-[A-Z0-9]{3,5}){1,4})[ \t]*$", re.MULTILINE)
CONTENT_ID = re.compile(r"cid:([^\"'\s)>]+)")
HEAD_TAG = re.compile(r"<head[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Attachment:
    """A part that is neither the text nor the HTML."""

    name: str
    content_type: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)


class Letter:
    """The parts of one message."""

    def __init__(self, message: EmailMessage) -> None:
        self.message = message

    def header(self, name: str) -> str:
        """A header as text, empty when there is none."""
        return header(self.message, name)

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Every header in its order; repeated ones too."""
        return [(name, header_text(value)) for name, value in self.message.raw_items()]

    @property
    def text(self) -> str:
        """The plain part."""
        part = self._body("plain")
        return _text_of(part) if part is not None else ""

    @property
    def html(self) -> str:
        """The HTML part with its pictures inside; links open beside the mailbox, not in it."""
        part = self._body("html")
        if part is None:
            return ""
        pictures = {str(leaf["Content-ID"]).strip("<> "): leaf for leaf in self._leaves() if leaf["Content-ID"]}

        def picture(found: re.Match[str]) -> str:
            leaf = pictures.get(found.group(1))
            return _data_address(leaf) if leaf is not None else found.group(0)

        page = CONTENT_ID.sub(picture, _text_of(part))
        return HEAD_TAG.sub(lambda found: f'{found.group(0)}<base target="_blank">', page, count=1)

    @property
    def codes(self) -> list[str]:
        """Codes that stand on a line of their own, for copying."""
        return CODE.findall(self.text)

    @property
    def attachments(self) -> list[Attachment]:
        """What can be downloaded."""
        bodies = [self._body("plain"), self._body("html")]
        leaves = [leaf for leaf in self._leaves() if not any(leaf is body for body in bodies)]
        return [
            Attachment(_name(leaf, number), leaf.get_content_type(), _bytes_of(leaf))
            for number, leaf in enumerate(leaves, start=1)
        ]

    def _body(self, kind: str) -> EmailMessage | None:
        for leaf in self._leaves():
            if leaf.get_content_type() == f"text/{kind}" and not leaf.is_attachment():
                return leaf
        return None

    def _leaves(self) -> Iterator[EmailMessage]:
        for part in self.message.walk():
            if not part.is_multipart():
                yield part


def header(message: EmailMessage, name: str) -> str:
    """A header as text, empty when there is none."""
    values = [header_text(value) for key, value in message.raw_items() if key.lower() == name.lower()]
    return ", ".join(values)


def header_text(value: str) -> str:
    """A header's value decoded and on one line; as it stands when it cannot be decoded."""
    line = " ".join(str(value).split())
    try:
        return str(make_header(decode_header(line)))
    except (LookupError, ValueError):
        return line


def _bytes_of(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text_of(part: EmailMessage) -> str:
    content = _bytes_of(part)
    try:
        return content.decode(part.get_content_charset("utf-8"))
    except (LookupError, ValueError):
        return content.decode("utf-8", errors="replace")


def _name(part: EmailMessage, number: int) -> str:
    return part.get_filename() or f"{number}.{part.get_content_subtype()}"


def _data_address(part: EmailMessage) -> str:
    return f"data:{part.get_content_type()};base64,{base64.b64encode(_bytes_of(part)).decode()}"
