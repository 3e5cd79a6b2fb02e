"""Photographs as pages show them: small, within the page, and in the parts that a badge leaves to choose from."""

import base64
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from conference.uploads import JPEG, Upload, UploadRefusedError, cropped, thumbnail
from registration.models import Document

# As a badge has it: four to five.
RATIO = 0.8
PLACES = {"start": 0.0, "middle": 0.5, "end": 1.0}
THUMBNAIL = 220
# What the parts to choose from are cut out of: the photograph itself would be unpacked for each.
DRAWN = 2 * THUMBNAIL


@dataclass(frozen=True)
class Crop:
    """A part of the photograph that may be chosen."""

    value: str
    label: str
    url: str


@dataclass(frozen=True)
class Portrait:
    """A photograph that was sent, and what may be done with it."""

    pk: str
    url: str
    crops: list[Crop]
    why_it_stays: str = ""


def portrait_of(document: Document, *, why_it_stays: str = "") -> Portrait:
    """Of one that is lost or damaged nothing is shown."""
    try:
        return drawn_portrait(stored(document), str(document.pk), why_it_stays=why_it_stays)
    except UploadRefusedError:
        return Portrait(str(document.pk), "", [], why_it_stays)


def drawn_portrait(upload: Upload, pk: str, *, why_it_stays: str = "") -> Portrait:
    """The file is unpacked once for all that is shown of it. Raises ``UploadRefusedError`` for a damaged one."""
    small = thumbnail(upload.content, upload.content_type, side=DRAWN)
    upload = replace(upload, content=small, content_type=JPEG)
    return Portrait(pk, _drawn(upload), _crops(upload), why_it_stays)


def stored(document: Document) -> Upload:
    """The file, as it could have been sent. Raises ``UploadRefusedError`` where the disk has lost it."""
    try:
        with document.file.open("rb") as file:
            return Upload(file.read(), document.content_type, document.name)
    except FileNotFoundError as error:
        raise UploadRefusedError(_("This file cannot be opened any more. Please send it again.")) from error


def cut(upload: Upload, place: str) -> Upload:
    """The chosen part in a badge's format; ``place`` is one of ``PLACES``."""
    return replace(upload, content=cropped(upload.content, upload.content_type, ratio=RATIO, place=PLACES[place]))


def _crops(upload: Upload) -> list[Crop]:
    """The three parts that a badge's format leaves to choose from; nothing where it fits already."""
    labels = {"start": _("left or upper part"), "middle": _("middle"), "end": _("right or lower part")}
    parts = {place: cut(upload, place) for place in PLACES}
    if parts["start"].content == parts["end"].content:
        return []
    return [Crop(place, labels[place], _drawn(part)) for place, part in parts.items()]


def _drawn(upload: Upload) -> str:
    """A small picture within the page: no address leads to a file that nobody has submitted."""
    small = thumbnail(upload.content, upload.content_type, side=THUMBNAIL)
    return f"data:{JPEG};base64,{base64.b64encode(small).decode()}"
