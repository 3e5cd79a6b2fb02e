"""What is taken of an uploaded file: known by its content, drawn anew where it is a picture, refused in a sentence.

A picture keeps nothing but what it shows: no place, no device, no comment. A PDF is kept as it is, and is never
opened here; whoever serves one sends it as an attachment.
"""

import hashlib
import io
import threading
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

import puremagic
from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from conference.pdf_files import brings_more_than_pages

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
PICTURES = frozenset({JPEG, PNG})
DOCUMENTS = PICTURES | {PDF}
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
MEGABYTE = 1_000_000
LARGEST_FILE = 10 * MEGABYTE
# What has to be unpacked whole, a PNG and a JPEG in passes: a page of A3 at 300 points an inch has seventeen million.
LARGEST_WHOLE = 20_000_000
# Any other JPEG is made smaller while it is read; what a telephone takes has twelve to sixty-four million.
LARGEST_PIXELS = 70_000_000
# A JPEG in passes has ten; a small file may ask for thousands, each through the whole picture.
MOST_PASSES = 100
PASS = b"\xff\xda"
# The memory that pictures take in one process, however many are sent at once.
DRAWING = threading.BoundedSemaphore(2)
SCALED_AS_THEY_ARE = frozenset({"RGB", "RGBA", "L", "CMYK"})
# A page of A4 at three hundred points an inch.
DRAWN_SIDE = 3_600
QUALITY = 88
PACKED = 3  # of nine: twice as fast as what is usual, for a tenth more
LONGEST_NAME = 200
LOOKED_AT = 4_096
END_OF_PDF = b"%%EOF"
TAIL_OF_PDF = 2_048
UNUSABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, IndexError)
TOO_MANY_POINTS = _(
    "This picture has more points than can be taken. Please give a smaller one; a page is scanned well at 300 points "
    "an inch."
)
DAMAGED = _("This picture is damaged or incomplete. Please save it anew as JPEG or PNG, and choose it again.")
# What people try most often, and what to do instead.
INSTEAD: dict[str, Promise] = {
    "image/heif": _(
        "This is a picture as some telephones store it (HEIC), which not everybody can open. "
        "Please save it as JPEG, and choose it again."
    ),
    "image/svg+xml": _("This is a drawing (SVG), which may contain programs. Please save it as PNG."),
    "application/zip": _("This is an archive or an office document. Please save the document as PDF."),
    "application/msword": _("This is an office document. Please save the document as PDF."),
}
OFFICE = "application/vnd.openxmlformats"


class UploadRefusedError(Exception):
    """What cannot be taken, in a sentence that says what to do; nothing of it was stored."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True)
class Upload:
    """A file that was looked at and may be stored. ``name`` is what its sender called it: text, never a path."""

    content: bytes
    content_type: str
    name: str

    @property
    def size(self) -> int:
        return len(self.content)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def take_upload(
    file: File[Any], *, allowed: Collection[str] = DOCUMENTS, largest: int = LARGEST_FILE, drawn_side: int = DRAWN_SIDE
) -> Upload:
    """What is stored of an uploaded file; what its name or its sender says about its kind counts for nothing.

    Raises ``UploadRefusedError``.
    """
    size = file.size or 0
    if not size:
        raise UploadRefusedError(_("This file is empty. Please choose it again."))
    if size > largest:
        megabytes = {"largest": largest // MEGABYTE, "size": f"{size / MEGABYTE:.1f}"}
        sentence = _("This file has %(size)s megabytes; at most %(largest)s can be taken. Please choose a smaller one.")
        raise UploadRefusedError(sentence % megabytes)
    file.seek(0)
    content = file.read()
    content_type = kind_of(content)
    if content_type not in allowed:
        raise UploadRefusedError(_sentence_instead(content_type, allowed))
    if content_type == PDF:
        _refuse_unfit_pdf(content)
    else:
        with DRAWING:
            content = drawn_anew(content, content_type, side=drawn_side)
    return Upload(content, content_type, plain_name(file.name or "", content_type))


def kind_of(content: bytes) -> str:
    """The kind of a file by what stands in it; empty where it is none that is known."""
    start = content[:LOOKED_AT]
    if b"<svg" in start.lower():
        return "image/svg+xml"
    try:
        found = puremagic.magic_string(start)
    except (puremagic.PureError, ValueError):
        return ""
    kinds = [match.mime_type for match in found if not match.offset or match.mime_type not in DOCUMENTS]
    exact = {kind for kind in kinds if kind in DOCUMENTS}
    return exact.pop() if len(exact) == 1 else next(iter(kinds), "")


def plain_name(name: str, content_type: str) -> str:
    """A name as it may be shown: without folders, controls or marks that turn text around; with a true ending."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    stem = shown.rpartition(".")[0] or shown
    return f"{stem[: LONGEST_NAME - 8].strip()}.{ENDINGS[content_type]}" if stem else f"file.{ENDINGS[content_type]}"


def drawn_anew(content: bytes, content_type: str, *, side: int = DRAWN_SIDE) -> bytes:
    """The picture alone, upright and of at most ``side`` points a side. Raises ``UploadRefusedError``.

    Its size is looked at before any of it is unpacked: a small file can hold a picture that fills the memory.
    """
    picture = opened(content, content_type, side=side)
    mode = "RGBA" if picture.has_transparency_data and content_type == PNG else "RGB"
    # Made small before anything else, and nothing is copied twice: the largest takes eighty megabytes.
    if picture.mode not in SCALED_AS_THEY_ARE:
        picture = picture.convert(mode)
    picture.thumbnail((side, side))
    ImageOps.exif_transpose(picture, in_place=True)
    return written(picture if picture.mode == mode else picture.convert(mode), content_type)


def written(picture: Image.Image, content_type: str) -> bytes:
    """The file of a picture, with nothing beside what it shows."""
    if content_type == JPEG and picture.mode != "RGB":
        picture = picture.convert("RGB")
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    file = io.BytesIO()
    if content_type == JPEG:
        clean.save(file, "JPEG", quality=QUALITY)
    else:
        clean.save(file, "PNG", compress_level=PACKED)
    return file.getvalue()


def opened(content: bytes, content_type: str, *, side: int = DRAWN_SIDE) -> Image.Image:
    """The picture in memory, unpacked no larger than is needed. Raises ``UploadRefusedError``."""
    try:
        picture = Image.open(io.BytesIO(content), formats=("JPEG",) if content_type == JPEG else ("PNG",))
        _refuse_too_many_points(picture, content)
        _read_smaller(picture, side)
        picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UploadRefusedError(TOO_MANY_POINTS) from error
    except UNUSABLE as error:
        raise UploadRefusedError(DAMAGED) from error
    return picture


def _refuse_too_many_points(picture: Image.Image, content: bytes) -> None:
    is_whole = picture.format == "PNG" or "progressive" in picture.info
    if picture.width * picture.height > (LARGEST_WHOLE if is_whole else LARGEST_PIXELS):
        raise UploadRefusedError(TOO_MANY_POINTS)
    if "progressive" in picture.info and content.count(PASS) > MOST_PASSES:
        raise UploadRefusedError(DAMAGED)


def _read_smaller(picture: Image.Image, side: int) -> None:
    """Has a JPEG unpacked at a half, a quarter or an eighth where that is enough; of a PNG that is not possible."""
    width, height = picture.size
    times = max(max(width, height) // side, 1)
    if width * height > LARGEST_WHOLE:
        times = max(times, 2)
    picture.draft("RGB", (max(width // times, 1), max(height // times, 1)))


def _refuse_unfit_pdf(content: bytes) -> None:
    if END_OF_PDF not in content[-TAIL_OF_PDF:]:
        raise UploadRefusedError(_("This PDF is damaged or incomplete. Please save it anew, and choose it again."))
    if brings_more_than_pages(content):
        raise UploadRefusedError(
            _(
                "This PDF contains a program or another file beside its pages. Please print it into a new PDF, or scan "
                "it, and choose that one."
            )
        )


def _sentence_instead(content_type: str, allowed: Collection[str]) -> str | Promise:
    if content_type.startswith(OFFICE):
        content_type = "application/zip"
    if content_type == PDF:
        return _("This is a PDF; here a picture is asked for. Please choose a JPEG or PNG.")
    if content_type in INSTEAD:
        return INSTEAD[content_type]
    if PDF in allowed:
        return _("This is neither a PDF nor a picture that can be used, whatever its name says. Please choose a PDF, "
                 "JPEG or PNG.")  # fmt: skip
    return _("This is no picture that can be used, whatever its name says. Please choose a JPEG or PNG.")


def cropped(content: bytes, content_type: str, *, ratio: float, place: float) -> bytes:
    """The part of a picture that has this ratio of width to height; ``place`` from 0 (left, top) to 1 (right, bottom).

    Raises ``UploadRefusedError``.
    """
    picture = opened(content, content_type)
    width, height = picture.size
    wide, high = (round(height * ratio), height) if width > height * ratio else (width, round(width / ratio))
    left, top = round((width - wide) * place), round((height - high) * place)
    return written(picture.crop((left, top, left + max(wide, 1), top + max(high, 1))), content_type)


def thumbnail(content: bytes, content_type: str, *, side: int) -> bytes:
    """A small JPEG of a picture, for a page to show. Raises ``UploadRefusedError``."""
    picture = opened(content, content_type, side=side).convert("RGB")
    picture.thumbnail((side, side))
    return written(picture, JPEG)
