"""What the typefaces on paper can show. A document to be kept may hold no character that its typefaces lack."""

import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "templates" / "typst" / "fonts"
#: What stands for one or more characters that cannot be shown.
UNSHOWN = "⁇"
#: Spaces, ends of lines, what joins and what marks the direction: nothing is drawn for them.
UNDRAWN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
SEGMENTED = 12


def showable(value: Any) -> Any:
    """The same data, with every text such as the typefaces can show it.

    What they lack is written in simpler characters where that says the same (a ligature, a full-width digit); pictures
    (emoji) are left out; of any other script a sign stands that something is missing.
    """
    match value:
        case str():
            return showable_text(value)
        case Mapping():
            return {key: showable(item) for key, item in value.items()}
        case Sequence():
            return [showable(item) for item in value]
    return value


def showable_text(text: str) -> str:
    if characters().issuperset(text):
        return text
    shown = "".join(_shown(one) for one in unicodedata.normalize("NFC", text))
    return re.sub(f"{UNSHOWN}{{2,}}", UNSHOWN, shown)


@cache
def _shown(one: str) -> str:
    known, category = characters(), unicodedata.category(one)
    if one in known:
        return one
    if category in UNDRAWN:
        return " " if category.startswith("Z") or one in "\t\r\n\v\f" else ""
    simpler = unicodedata.normalize("NFKC", one)
    if simpler != one and known.issuperset(simpler):
        return simpler
    return "" if category in {"So", "Sk", "Mn", "Me"} else UNSHOWN


@cache
def characters() -> frozenset[str]:
    """Every character that all the typefaces have."""
    faces = [frozenset(_characters_of(file.read_bytes())) for file in sorted(FOLDER.glob("*.ttf"))]
    return frozenset.intersection(*faces) | {"\n"}


def _characters_of(font: bytes) -> Iterator[str]:
    """By the segmented table of the font, which has all of Unicode (OpenType, “cmap”, format 12)."""
    for place in _tables(font):
        kind, _reserved, _length, _language, groups = struct.unpack_from(">HHLLL", font, place)
        if kind == SEGMENTED:
            for group in range(groups):
                first, last, _glyph = struct.unpack_from(">LLL", font, place + 16 + 12 * group)
                yield from map(chr, range(first, last + 1))
            return


def _tables(font: bytes) -> Iterator[int]:
    """Where in the file its tables of characters stand."""
    (count,) = struct.unpack_from(">H", font, 4)
    directory = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(count))
    start = next(offset for tag, _sum, offset, _length in directory if tag == b"cmap")
    (tables,) = struct.unpack_from(">H", font, start + 2)
    for number in range(tables):
        _platform, _encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * number)
        yield start + offset
