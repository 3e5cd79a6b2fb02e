"""The preview of an import: every row with what it would do, kept in a private file that is read page by page."""

import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from conference.imports import files
from conference.imports.faults import FaultTally, as_kept, fault_text
from conference.imports.rows import Fault, RowKind

PER_PAGE = 50
DOUBTFUL = "doubtful"
COMMON = "common.json"
WIDTH_OF_TEXT = 24


@dataclass
class Written:
    """How many rows there are of each kind."""

    counts: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.counts[kind] for kind in RowKind)


class PreviewWriter:
    """Writes lines as they come; a page is written once it is full, so that no table is held in memory."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._tally = FaultTally()
        self.written = Written()

    def add(self, kind: RowKind, line: dict[str, Any], *, faults: Sequence[Fault], cells: Sequence[str]) -> None:
        """``line`` says in words what the row would do; one that is doubtful has ``doubts`` and stands twice."""
        if kind == RowKind.REFUSED:
            line = {**line, "faults": [as_kept(fault) for fault in faults], "cells": cells}
        self._keep(kind.value, line)
        self._tally.add(faults)
        if line["doubts"]:
            self._keep(DOUBTFUL, line)

    def finish(self) -> None:
        for kind in self._waiting:
            self._flush(kind)
        self._archive.writestr(COMMON, json.dumps(self._tally.commonest(), ensure_ascii=False))

    def _keep(self, kind: str, line: dict[str, Any]) -> None:
        lines = self._waiting.setdefault(kind, [])
        lines.append(line)
        self.written.counts[kind] += 1
        if len(lines) == PER_PAGE:
            self._flush(kind)

    def _flush(self, kind: str) -> None:
        lines = self._waiting[kind]
        if lines:
            number = (self.written.counts[kind] - 1) // PER_PAGE + 1
            self._archive.writestr(f"{kind}/{number}.json", json.dumps(lines, ensure_ascii=False))
            self._waiting[kind] = []


@contextmanager
def writing_preview(name: str) -> Iterator[PreviewWriter]:
    """The file is there when all of it is."""
    with files.writing(name) as path, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        writer = PreviewWriter(archive)
        yield writer
        writer.finish()


def page_of(name: str, kind: str, number: int) -> list[dict[str, Any]]:
    """Some rows of a kind; none where there is no such page. Raises ``UnreadableTableError`` once the file is gone."""
    return _read(name, f"{kind}/{number}.json")


def common_faults(name: str) -> list[dict[str, Any]]:
    """What is wrong with several rows, the most frequent first; as ``page_of`` otherwise."""
    return _read(name, COMMON)


def _read(name: str, part: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(files.path_of(name)) as archive:
        try:
            found: list[dict[str, Any]] = json.loads(archive.read(part))
        except KeyError:
            return []
    return found


def pages_of(name: str, kind: str) -> Iterator[dict[str, Any]]:
    """Every row of a kind."""
    number = 1
    while lines := page_of(name, kind, number):
        yield from lines
        number += 1


def write_errors(path: Path, name: str, headings: Sequence[str]) -> None:
    """The rows with errors as they came, each with what is to be corrected: to be corrected and brought again."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold, sheet = book.add_format({"bold": True}), book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) + 1, WIDTH_OF_TEXT)
        for place, heading in enumerate((*headings, _("Row"), _("To be corrected"))):
            sheet.write_string(0, place, heading, bold)
        for number, line in enumerate(pages_of(name, RowKind.REFUSED), start=1):
            for place, cell in enumerate(line["cells"]):
                sheet.write_string(number, place, cell)
            sheet.write_number(number, len(headings), line["row"])
            sheet.write_string(number, len(headings) + 1, "; ".join(map(fault_text, line["faults"])))
