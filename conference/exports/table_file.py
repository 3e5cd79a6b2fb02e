"""A table in the form that somebody chose: as a workbook, or as CSV."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from conference.exports.csv_file import Writer, csv_file
from conference.exports.formats import TableFormat


def table_file(
    path: Path,
    form: TableFormat,
    *,
    title: str,
    stamp: str,
    about: Iterable[tuple[str, object]],
    headings: Iterable[object],
) -> AbstractContextManager[Writer]:
    """Opens the file and gives what writes its rows. Where there is room for it, ``about`` says more than the stamp."""
    if form == TableFormat.CSV:
        return csv_file(path, stamp=stamp, headings=headings)
    from conference.exports.xlsx_file import xlsx_file  # a library that few processes need

    return xlsx_file(path, title=title, stamp=stamp, about=about, headings=headings)
