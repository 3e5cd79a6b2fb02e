"""What no log may keep: whoever holds the link of an invitation or of a calendar can open it.

Also the web server's own process reads this, before there is a Django: it imports nothing.
"""

import logging
import re

MASK = "•••"
# What follows these words in an address is a key.
KEYED = re.compile(r"(/(?:invitation|calendar)/)(?!regretted/)[^/\s\"'?.<>]+")
# A person's own calendar is read by whoever has its address.
OWN_CALENDAR = re.compile(r"(/me/)[^/\s\"'?<>]+(?=\.ics)")
# A random token, wherever it stands: long, and unlike a slug or an identifier it has capitals.
TOKEN = re.compile(r"(?<=/)(?=[\w-]*[A-Z])[\w-]{20,}(?=[/\s\"'?.<>]|$)", re.ASCII)
# What is searched for names persons; where one goes after signing in can be the address of an invitation.
QUERY = re.compile(r"(?<=[\w/.-])\?[^\s\"'<>]+")

# PostgreSQL repeats the values of a row that it refuses: “Key (email)=(a@b.example) already exists.”
DETAIL = re.compile(r"^(\s*DETAIL:\s*).*$", re.MULTILINE)


def without_tokens(text: str) -> str:
    """A text whose addresses open nothing."""
    return TOKEN.sub(MASK, OWN_CALENDAR.sub(rf"\g<1>{MASK}", KEYED.sub(rf"\g<1>{MASK}", text)))


def masked(text: str) -> str:
    """A text without tokens, queries and what PostgreSQL quotes of rows."""
    text = DETAIL.sub(rf"\g<1>{MASK}", text)
    return QUERY.sub(f"?{MASK}", without_tokens(text)) if "/" in text else text


class MaskingFormatter(logging.Formatter):
    """Covers the finished text: also what a traceback, or the words of a library, would give away."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class MaskTokens(logging.Filter):
    """Covers tokens and queries in what is logged, whoever logs it."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if "/" in text:
            record.msg, record.args = masked(text), None
        return True
