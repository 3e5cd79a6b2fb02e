"""What an ordinary PDF does not bring: programs, and other files inside it.

The file is never opened: its bytes are searched, and so are the tables in which newer PDFs keep their objects. Whoever
means to hide something from this can; it keeps out what comes from forms, portfolios and ready-made traps.
"""

import re
import zlib

FORBIDDEN = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)\b")
# A name may be written with some of its letters as numbers: /Java#53cript.
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
OBJECT_STREAM = re.compile(rb"/ObjStm\b")
BODY = re.compile(rb"\bstream\r?\n")
# Those of a file of ten megabytes are a hundred at most; whoever sends more wants us to search for long.
MOST_TABLES = 500
TABLE_SEARCHED = 512 * 1024
TABLES_SEARCHED = 20 * 1024 * 1024
PIECE = 64 * 1024
# An archive ends with its list of contents; some files are a PDF and an archive at once.
END_OF_ARCHIVE = b"PK\x05\x06"
TAIL = 66_000


def brings_more_than_pages(content: bytes) -> bool:
    """Whether a PDF contains a program or another file, or is made so that one cannot tell."""
    plain = _plain(content)
    if END_OF_ARCHIVE in content[-TAIL:] or FORBIDDEN.search(plain):
        return True
    tables = [match.end() for match in OBJECT_STREAM.finditer(content)]
    is_disguised = len(tables) != len(OBJECT_STREAM.findall(plain))
    return is_disguised or len(tables) > MOST_TABLES or _is_in_tables(content, tables)


def _plain(content: bytes) -> bytes:
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _is_in_tables(content: bytes, tables: list[int]) -> bool:
    """Whether one of the packed tables names what is forbidden; true of more than is searched, too."""
    left = TABLES_SEARCHED
    for start in tables:
        body = BODY.search(content, start, start + TABLE_SEARCHED)
        if body is None:
            continue
        table = _unpacked(content[body.end() : body.end() + TABLE_SEARCHED], left)
        left -= len(table)
        if left <= 0 or FORBIDDEN.search(_plain(table)):
            return True
    return False


def _unpacked(packed: bytes, most: int) -> bytes:
    """What a table holds, up to where it ends, is no more of that packing (or encrypted), or is more than ``most``.

    By pieces, so that what was unpacked before a fault counts: a table may be made to fail at its very end.
    """
    unpacker, pieces, size = zlib.decompressobj(), list[bytes](), 0
    while packed and size <= most and not unpacker.eof:
        try:
            pieces.append(unpacker.decompress(packed, PIECE))
        except zlib.error:
            break
        packed, size = unpacker.unconsumed_tail, size + len(pieces[-1])
    return b"".join(pieces)
