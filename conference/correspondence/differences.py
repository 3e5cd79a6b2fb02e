"""What two wordings of a letter differ in, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from conference.correspondence.wordings import Words

#: Longer texts are shown as one in place of the other: to compare them line by line would take too long.
MOST_LINES = 300


@dataclass(frozen=True)
class Line:
    """``kind``: same, gone or new."""

    kind: str
    text: str


def differences(old: Words, new: Words) -> list[Line]:
    """Subject first, then the lines of the body; empty lines that are the same are left out."""
    before, after = _lines(old), _lines(new)
    if max(len(before), len(after)) > MOST_LINES:
        return [*(Line("gone", line) for line in before), *(Line("new", line) for line in after)]
    return [line for line in _compared(before, after) if line.text or line.kind != "same"]


def _lines(words: Words) -> list[str]:
    return [words.subject, *words.body.split("\n")] if words.subject or words.body else []


def _compared(before: list[str], after: list[str]) -> Iterator[Line]:
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Line("same", line) for line in before[i:j])
            continue
        yield from (Line("gone", line) for line in before[i:j])
        yield from (Line("new", line) for line in after[k:m])
