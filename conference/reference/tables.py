"""The tables of names as they stand in the files beside this one."""

import csv
import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from conference.reference.sort_keys import sort_key

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("en", "fr", "ru", "mn")
Texts = dict[str, str]


@dataclass(frozen=True)
class StateRow:
    """One name of a State, in force from its first day to before another."""

    code: str
    group: str
    name: Texts
    formal_name: Texts
    genitive: Texts
    dative: Texts
    sort_key: Texts
    verified: Texts
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    note: str


@dataclass(frozen=True)
class OrganisationRow:
    abbreviation: str
    family: str
    name: Texts
    sort_key: Texts
    verified: Texts


def state_rows() -> Iterator[StateRow]:
    """The register of States, in the order of the file."""
    for row in _rows("state_names.csv"):
        yield StateRow(
            code=row["code"],
            group=row["group"],
            name=_texts(row, "name"),
            formal_name=_texts(row, "formal"),
            genitive=_texts(row, "genitive"),
            dative=_texts(row, "dative"),
            sort_key=_sort_keys(row),
            verified=_texts(row, "verified"),
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            note=row["note"],
        )


def organisation_rows() -> Iterator[OrganisationRow]:
    """The register of international organisations, in the order of the file."""
    for row in _rows("organisation_names.csv"):
        yield OrganisationRow(
            abbreviation=row["abbreviation"],
            family=row["family"],
            name=_texts(row, "name"),
            sort_key=_sort_keys(row),
            verified=_texts(row, "verified"),
        )


def other_nationality_rows() -> Iterator[tuple[str, Texts]]:
    """Code and name of the States that the register lacks and that persons are nationals of."""
    for row in _rows("nationality_names.csv"):
        yield row["code"], _texts(row, "name")


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _texts(row: Mapping[str, str], column: str) -> Texts:
    return {language: row[f"{column}_{language}"] for language in LANGUAGES if row.get(f"{column}_{language}")}


def _sort_keys(row: Mapping[str, str]) -> Texts:
    """By the words under which a name is filed where the table gives them, else by the name."""
    return {language: sort_key(text) for language, text in (_texts(row, "name") | _texts(row, "sort")).items()}


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
