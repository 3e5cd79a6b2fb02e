"""The lines of which an iCalendar file is made (RFC 5545, 3.1 and 3.3.11): escaped, and folded by octets."""

import datetime
import re
from urllib.parse import quote

#: Octets of a line, without its end; the lines after the first begin with a space.
LONGEST = 75
# What some program takes for the end of a line, or what no text may hold.
LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
#: Of UTF-8 the octets with which no character begins.
WITHIN_A_CHARACTER = range(0x80, 0xC0)


def in_lines(text: str) -> str:
    """The text with each end of a line as a line feed, and without what is no character of a text."""
    return CONTROLS.sub("", LINE_ENDS.sub("\n", text)).strip()


def on_one_line(text: str) -> str:
    return " ".join(in_lines(text).split("\n"))


def text_line(name: str, text: str) -> str:
    """A property whose value is a text, as it was typed."""
    return f"{name}:{in_lines(text).translate(ESCAPES)}"


def title_line(name: str, text: str) -> str:
    """As :func:`text_line`, for what stands on one line wherever it is shown."""
    return text_line(name, on_one_line(text))


def organiser_line(name: str, address: str) -> str:
    """Whose entry it is; a quotation mark cannot stand in a name (RFC 5545, 3.2)."""
    shown = on_one_line(name).replace('"', "’")
    return f'ORGANIZER;CN="{shown}":mailto:{quote(address, safe="@+")}'


def moment_line(name: str, moment: datetime.datetime) -> str:
    """A moment in UTC."""
    return f"{name}:{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def written(lines: list[str]) -> bytes:
    """The file."""
    return b"".join(folded(line) for line in lines)


def folded(line: str) -> bytes:
    """The line with its end; a long one goes on in further lines, and no character or escape is parted."""
    octets = line.encode()
    if len(octets) <= LONGEST:
        return octets + b"\r\n"
    pieces, start, room = [], 0, LONGEST
    while len(octets) - start > room:
        end = start + room
        while octets[end] in WITHIN_A_CHARACTER:
            end -= 1
        # Some programs unfold after they have read the escapes: of an odd number of backslashes the last begins one.
        piece = octets[start:end]
        end -= (len(piece) - len(piece.rstrip(b"\\"))) % 2
        pieces.append(octets[start:end])
        start, room = end, LONGEST - 1
    return b"\r\n ".join([*pieces, octets[start:]]) + b"\r\n"
