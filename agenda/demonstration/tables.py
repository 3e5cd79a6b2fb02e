"""The tables of the demonstration, in the folder ``data`` beside this file."""

import csv
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """The rows of a table, each by the names of its columns."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts(name: str) -> Any:
    """What a file holds that has texts in several languages."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
