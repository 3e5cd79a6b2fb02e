"""CSV, as spreadsheets of all countries write it: how its letters are stored, what parts its cells."""

import csv
import io
from collections.abc import Iterator
from itertools import pairwise

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.imports.errors import UnreadableTableError
from conference.imports.kinds import NOT_A_TABLE, START

SEPARATORS = ";\t,|"
LOOKED_AT = 20
LONGEST_CELL = 32_767  # as many characters as a spreadsheet takes
TOO_LONG = _("Row %(row)s holds a text longer than a spreadsheet takes; perhaps a quotation mark is not closed.")


class Encoding(models.TextChoices):
    UTF_8 = "utf-8-sig", _("Unicode (UTF-8)")
    UTF_16 = "utf-16", _("Unicode (UTF-16)")
    CYRILLIC = "cp1251", _("Windows, Cyrillic (1251)")
    WESTERN = "cp1252", _("Windows, Western European (1252)")
    CENTRAL = "cp1250", _("Windows, Central European (1250)")
    TURKISH = "cp1254", _("Windows, Turkish (1254)")
    MAC_CYRILLIC = "mac-cyrillic", _("Macintosh, Cyrillic")


def encoding_of(content: bytes) -> Encoding:
    """How the letters are stored: told by a mark at the beginning, or by which reading gives letters."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in content[:64]:
        return Encoding.UTF_16
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _of_bytes(content)
    return Encoding.UTF_8


def _of_bytes(content: bytes) -> Encoding:
    """Words in Cyrillic are nearly all of letters above the Latin ones; in other words these stand singly."""
    high = [byte >= 0x80 for byte in content[:200_000]]  # noqa: PLR2004
    pairs = sum(one and other for one, other in pairwise(high))
    if pairs * 2 < sum(high):
        return Encoding.WESTERN
    sample = content[:200_000]
    # “а–я” lie at E0–FF here and there; capitals at C0–DF on Windows, at 80–9F on old Macintoshes.
    windows, mac = sum(0xC0 <= b <= 0xDF for b in sample), sum(0x80 <= b <= 0x9F for b in sample)  # noqa: PLR2004
    return Encoding.MAC_CYRILLIC if mac > windows else Encoding.CYRILLIC


def text_in(content: bytes, encoding: str) -> str:
    """The text; raises ``UnreadableTableError`` where it is not stored so."""
    codec = encoding
    if encoding == Encoding.UTF_16 and content[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        # Commas and figures have a nought in front, or behind.
        codec = "utf-16-be" if content[:START:2].count(0) > content[1:START:2].count(0) else "utf-16-le"
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        sentence = _("The letters of this file are not stored as “%(encoding)s”. Please choose another.")
        raise UnreadableTableError(sentence % {"encoding": Encoding(encoding).label}) from error
    if "\0" in text:
        raise UnreadableTableError(NOT_A_TABLE)
    return text


def separator_of(text: str) -> str:
    """What parts the cells: what stands most evenly in the first lines."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:LOOKED_AT]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == len("sep=;"):
        return lines[0].strip()[-1]
    return max(SEPARATORS, key=lambda each: (_evenness(lines, each), -SEPARATORS.index(each)))


def _evenness(lines: list[str], separator: str) -> int:
    """How many cells there are by it in most lines; a line that stands in front of the table has others."""
    counts = sorted((len(row) for row in csv.reader(lines, delimiter=separator)), reverse=True)
    return counts[len(counts) // 2] if counts else 0


def rows_of_text(content: bytes, encoding: str, separator: str) -> Iterator[list[str]]:
    """Each row, the empty ones too. Raises ``UnreadableTableError``."""
    text = text_in(content, encoding)
    if text[:4].lower() == "sep=":
        _first, _end, text = text.partition("\n")
        yield []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise UnreadableTableError(TOO_LONG % {"row": reader.line_num}) from error
        if row is None:
            return
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise UnreadableTableError(TOO_LONG % {"row": reader.line_num})
        yield row
