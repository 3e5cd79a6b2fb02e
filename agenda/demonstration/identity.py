"""Which conferences the demonstration has, where their tables lie, and by what identifiers their rows are known."""

import csv
import json
import uuid
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data"
PASSWORD = "whole-of-society-2019"  # noqa: S105  shown to everybody who runs the demonstration
Row = dict[str, str]


@dataclass(frozen=True)
class Demonstration:
    """One conference of the demonstration: the folder of its name in ``data`` holds all that tells it from another."""

    slug: str

    @property
    def folder(self) -> Path:
        return FOLDER / self.slug

    def rows(self, name: str) -> list[Row]:
        """The rows of a table, each by the names of its columns."""
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def texts(self, name: str) -> Any:
        """What a file holds that has texts in several languages."""
        return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))

    @cached_property
    def outline(self) -> dict[str, Any]:
        """Its clock, the days on which things were done, and what else the loader has to know of it."""
        outline: dict[str, Any] = self.texts("outline")
        return outline

    def id_of(self, kind: str, *key: str) -> uuid.UUID:
        """The identifier of a row by what it is and by its key in the tables: the same in every installation."""
        return uuid.uuid5(uuid.UUID(self.outline["namespace"]), ":".join((kind, *key)))


WHOLE_OF_SOCIETY = Demonstration("ulaanbaatar-2019")
SEMINAR = Demonstration("seminar-2017")
DEMONSTRATIONS = (WHOLE_OF_SOCIETY, SEMINAR)
