"""The one picture that the public is served: known by its content, drawn anew, under a name that nobody chose."""

import io
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 5_000_000
LARGEST_SIDE = 6_000
DRAWN_SIDE = 1_200
# What an SVG can do (scripts, links, other files) no emblem needs.
FORMATS = ("PNG", "JPEG")
QUALITY = 90
UNUSABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    ValueError,
)


class EmblemField(forms.FileField):
    """Takes PNG and JPEG, whatever they are called; gives the picture alone, without what the file said beside it."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"})

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The picture is too large: please give one of at most five megabytes."))
        return _drawn_anew(file)


def _drawn_anew(file: Any) -> InMemoryUploadedFile:
    picture = _opened(file)
    has_transparency = picture.has_transparency_data
    drawn = ImageOps.exif_transpose(picture).convert("RGBA" if has_transparency else "RGB")
    drawn.thumbnail((DRAWN_SIDE, DRAWN_SIDE))
    clean = Image.new(drawn.mode, drawn.size)
    clean.paste(drawn)
    is_photograph = picture.format == "JPEG"
    kind, ending = ("JPEG", "jpg") if is_photograph else ("PNG", "png")
    written = io.BytesIO()
    clean.save(written, kind, optimize=True, **({"quality": QUALITY} if is_photograph else {}))
    size = written.tell()
    written.seek(0)
    return InMemoryUploadedFile(written, None, f"{uuid4().hex}.{ending}", f"image/{kind.lower()}", size, None)


def _opened(file: Any) -> Image.Image:
    """The picture in memory; its size is looked at before any of it is unpacked."""
    try:
        picture = Image.open(file, formats=FORMATS)
        if max(picture.size) > LARGEST_SIDE:
            raise ValidationError(
                _("The picture is too large: please give one of at most %(side)s points a side."),
                params={"side": LARGEST_SIDE},
            )
        picture.load()
    except UNUSABLE as error:
        raise ValidationError(_("This is no picture that can be used: please give a PNG or a JPEG.")) from error
    return picture
