"""The approved emblem of a conference, as documents on paper show it."""

import io

from PIL import Image, UnidentifiedImageError

from conference.models import Conference

PIXELS = 1200


def emblem_for_paper(conference: Conference) -> bytes:
    """A picture (PNG) drawn anew, so that the typesetter reads it; nothing where there is none to be read."""
    if not conference.emblem:
        return b""
    try:
        with conference.emblem.open("rb") as file, Image.open(file) as picture:
            drawn = picture.convert("RGBA")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return b""
    drawn.thumbnail((PIXELS, PIXELS))
    written = io.BytesIO()
    drawn.save(written, "PNG")
    return written.getvalue()
