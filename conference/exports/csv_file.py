"""Tables as CSV, row by row, in which what somebody typed stays text."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from conference.exports.cells import guarded, text_of


class Writer(Protocol):
    def __call__(self, cells: Sequence[object]) -> object: ...


def cell(value: object) -> str:
    """A cell's text on one line; what a spreadsheet would take for a formula begins with an apostrophe."""
    return guarded(text_of(value))


@contextmanager
def csv_file(path: Path, *, stamp: str, headings: Iterable[object]) -> Iterator[Writer]:
    """Opens a table whose first line says what it is, for whom and what for; then headings, then rows as written.

    Begins with the mark by which spreadsheets know that it is UTF-8.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([cell(stamp)])
        writer.writerow([cell(heading) for heading in headings])
        yield lambda cells: writer.writerow([guarded(v) if type(v) is str else cell(v) for v in cells])
