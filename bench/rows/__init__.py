"""The rows, one idea a file: a module here with ``ROWS`` is found by itself, in the order of the files' names."""

import pkgutil
from importlib import import_module

from bench.row import Row, Worked

HEALTHZ = "healthz"


def all_rows() -> list[Row]:
    """Every row: the measure of the others first, last what needs the pages no more."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    rows = [row for module in modules for row in module.ROWS]
    return sorted(rows, key=lambda row: (row.name != HEALTHZ, isinstance(row, Worked)))


def chosen_rows(only: str) -> list[Row]:
    """Those whose name one of the words of ``only`` begins, or all; the measure of the others always."""
    words = only.replace(",", " ").split()
    return [row for row in all_rows() if not words or row.name == HEALTHZ or row.name.startswith(tuple(words))]
