"""What a cell of a table holds: facts as text that imports read back, and nothing that is taken for a formula."""

import datetime
import re

from django.utils.translation import gettext as _

from conference.columns import Value

# A spreadsheet takes what begins so for a formula, which could send the table to a stranger: at the start of a cell,
# and after whatever it may take for the end of one (a semicolon where decimals have a comma). Apostrophes that stand
# there already count, so that the one which the guard adds can be taken off again.
_START = r"(^|[;|,])([\s\ufeff\u200b-\u200f\u2060]*)"
_SIGNS = r"(?='*[=+\-@＝＋－＠])"
FORMULA = re.compile(_START + _SIGNS)
GUARDED = re.compile(f"{_START}'{_SIGNS}")
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
# Most cells have none of these, which is told faster than where a sign stands.
SUSPICIOUS = re.compile(r"[;|,\x00-\x1f\x7f]|^[\s'=+\-@＝＋－＠\ufeff\u200b-\u200f\u2060]")


def text_of(value: Value | object) -> str:
    """A fact as text: days and moments sort by their text, yes and no are in the active language."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return str(value)


def guarded(text: str) -> str:
    """The text on one line; before what a spreadsheet would take for a formula stands an apostrophe."""
    if not SUSPICIOUS.search(text):
        return text
    return FORMULA.sub(r"\1\2'", CONTROL.sub(" ", text))


def unguarded(text: str) -> str:
    """The text as it was before ``guarded``, but for its lines. Texts that were never guarded stay as they are."""
    return GUARDED.sub(r"\1\2", text)


def reads_as(text: str, value: Value | object) -> bool:
    """Whether the cell of an import says what an export wrote for this value: then nothing is to be changed.

    Lines and blanks at the ends do not count: a table on paper, a mail program and a spreadsheet each change those.
    """
    told = _on_one_line(text_of(value))
    return told in {_on_one_line(text), _on_one_line(unguarded(text))}


def _on_one_line(text: str) -> str:
    return " ".join(CONTROL.sub(" ", text).split())
