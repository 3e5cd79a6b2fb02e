"""The approved emblem of a conference, as documents on paper show it."""

import io

from PIL import Image, UnidentifiedImageError

from conference.models import Conference

PIXELS = 1200


def emblem_for_paper(conference: Conference) -> bytes:
    """A picture (PNG) drawn anew, so that the typesetter reads it; nothing where there is none to be read."""
    content = emblem_file(conference)
    return drawn_for_paper(content) if content else b""


def emblem_file(conference: Conference) -> bytes:
    """The file as it was brought; nothing where there is none."""
    if not conference.emblem:
        return b""
    try:
        with conference.emblem.open("rb") as file:
            content: bytes = file.read()
    except OSError:
        return b""
    return content


def drawn_for_paper(content: bytes, *, pixels: int = PIXELS) -> bytes:
    """The picture of a file, as PNG of no more than so many points; nothing where it is none."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            drawn = picture.convert("RGBA")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return b""
    drawn.thumbnail((pixels, pixels))
    written = io.BytesIO()
    drawn.save(written, "PNG")
    return written.getvalue()
