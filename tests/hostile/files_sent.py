"""Files that people send by mistake, and those that others send on purpose."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field
from functools import cache

from PIL import Image

JPEG_OF_A_PROGRAM = b"MZ\x90\x00" + b"\x00" * 200 + b"This program cannot be run in DOS mode."
A_PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class SentFile:
    """``said`` is part of the sentence that answers it; fields that take pictures or tables alone have their own."""

    kind: str
    name: str
    content: bytes = field(repr=False)
    said: str
    said_of_picture: str = ""

    @property
    def said_of_table(self) -> str:
        """By what the file begins with, whatever it is called."""
        if self.said in {"is empty", "megabytes", "may have 12 megabytes"}:
            return self.said
        known = {
            b"%PDF": "no table can be read",
            b"\x89PNG": "This is a picture",
            b"\xff\xd8": "This is a picture",
            b"GIF8": "This is a picture",
            b"<": "This is a web page",
            b"PK": "damaged or incomplete",
        }
        found = (said for begins, said in known.items() if self.content.startswith(begins))
        return next(found, "no table that can be read")

    def sentence(self, *, pictures_alone: bool, tables: bool = False) -> str:
        if tables:
            return self.said_of_table
        return self.said_of_picture if pictures_alone and self.said_of_picture else self.said


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 50), **extra: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (29, 107, 65)).save(written, kind, **extra)
    return written.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def bomb(side: int) -> bytes:
    """A small file that says it unpacks into so many points a side."""
    header = side.to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def jpeg_bomb(side: int = 60_000) -> bytes:
    """A JPEG whose header promises more than it has."""
    content = bytearray(picture("JPEG"))
    frame = content.index(b"\xff\xc0")
    content[frame + 5 : frame + 9] = side.to_bytes(2, "big") * 2
    return bytes(content)


def jpeg_of_many_passes(passes: int = 2_000) -> bytes:
    """Each pass is some bytes of the file and a walk through the whole picture."""
    content = picture("JPEG", size=(64, 64), progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * passes + content[-2:]


def pdf_with(*entries: bytes) -> bytes:
    return A_PDF.replace(b"<<>> endobj", b"<< " + b" ".join(entries) + b" >> endobj")


def pdf_with_table(entry: bytes) -> bytes:
    """What newer programs write: the objects stand in a packed table."""
    table = zlib.compress(b"2 0 << /Type /Action " + entry + b" >>")
    body = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >> stream\n" + table + b"\nendstream endobj"
    return A_PDF.replace(b"<<>> endobj", body)


@cache
def sent_files() -> tuple[SentFile, ...]:
    """Each is refused by every page that takes a file."""
    svg = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    html = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"
    neither, no_picture = "neither a PDF nor a picture", "no picture that can be used"
    damaged, more, points = "damaged or incomplete", "a program or another file", "more points than can be taken"
    no_pdf = "here a picture is asked for"
    jpeg = picture("JPEG", size=(300, 200))
    return (
        SentFile("a program called a picture", "face.jpg", JPEG_OF_A_PROGRAM, neither, no_picture),
        SentFile("a page called a PDF", "letter.pdf", html, neither, no_picture),
        SentFile("a drawing with a program", "crest.svg", svg, "(SVG)"),
        SentFile("a drawing called a picture", "crest.png", svg, "(SVG)"),
        SentFile("an archive", "letter.docx", b"PK\x03\x04" + b"\0" * 50, "archive or an office document"),
        SentFile("a moving picture", "face.gif", picture("GIF") + A_PDF, neither, no_picture),
        SentFile("a telephone's picture", "face.heic", b"\x00\x00\x00\x18ftypheic" + b"\0" * 50, "(HEIC)"),
        SentFile("nothing", "letter.pdf", b"", "is empty"),
        SentFile("bytes of nothing", "letter.pdf", b"\0" * 5_000, neither, no_picture),
        SentFile("a picture cut off", "face.png", picture(size=(300, 200))[:90], damaged),
        SentFile("a photograph cut off", "face.jpg", jpeg[: len(jpeg) // 3], damaged),
        SentFile("a PDF cut off", "letter.pdf", A_PDF[:30], "This PDF is damaged", no_pdf),
        SentFile("a bomb of 50,000 points a side", "face.png", bomb(50_000), points),
        SentFile("a small bomb", "face.png", bomb(5_000), points),
        SentFile("a bomb called JPEG", "face.jpg", jpeg_bomb(), points),
        SentFile("a photograph of two thousand passes", "face.jpg", jpeg_of_many_passes(), damaged),
        SentFile("a PDF with a program", "letter.pdf", pdf_with(b"/OpenAction << /S /JavaScript >>"), more, no_pdf),
        SentFile("a PDF with a hidden program", "letter.pdf", pdf_with(b"/S /Java#53cript"), more, no_pdf),
        SentFile("a PDF with a packed program", "letter.pdf", pdf_with_table(b"/S /JavaScript"), more, no_pdf),
        SentFile("a PDF that starts programs", "letter.pdf", pdf_with(b"/S /Launch /F (cmd.exe)"), more, no_pdf),
        SentFile("a PDF with a file inside", "letter.pdf", pdf_with(b"/Type /EmbeddedFile"), more, no_pdf),
        SentFile("a PDF that is an archive", "a.pdf", A_PDF + b"PK\x05\x06" + b"\0" * 18, more, no_pdf),
        SentFile("one too large", "letter.pdf", A_PDF + b" " * (10 * MEGABYTE) + b"%%EOF", "megabytes"),
        SentFile("one beyond the request", "letter.pdf", A_PDF + b" " * (12 * MEGABYTE), "may have 12 megabytes"),
    )


#: Of a file that is good: what is stored of the name is text that deceives nobody.
NAMES = (
    "../../../etc/passwd.png",
    "face\u202egnp.exe",
    "x" * 300 + ".png",
    "nul\x00byte.png",
    "<script>alert(1)</script>.png",
    "....",
)
