"""What is wrong with rows, in words: of one row, and what many have in common, said once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from conference.imports.rows import Fault

#: So many kinds of fault are told apart, and so many are told.
MOST_KINDS = 1000
MOST_TOLD = 8


@dataclass
class FaultTally:
    """How many rows have which fault; the same column in which the same is expected is one fault."""

    found: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def add(self, faults: Iterable[Fault]) -> None:
        for key, fault in {(each.column, each.expected): each for each in faults}.items():
            known = self.found.get(key)
            if known is not None:
                known["count"] += 1
                if known["found"] != fault.found:
                    known |= {"differs": True, "suggestion": ""}
            elif len(self.found) < MOST_KINDS:
                self.found[key] = {**as_kept(fault), "count": 1, "differs": False}

    def commonest(self) -> list[dict[str, Any]]:
        """Those of several rows, the most frequent first."""
        several = [fault for fault in self.found.values() if fault["count"] > 1]
        return sorted(several, key=lambda fault: -fault["count"])[:MOST_TOLD]


def as_kept(fault: Fault) -> dict[str, Any]:
    """As the file of a preview keeps it."""
    return {
        "column": fault.column,
        "found": fault.found,
        "expected": fault.expected,
        "suggestion": fault.suggestion,
    }


def fault_text(fault: dict[str, Any]) -> str:
    """“Delegation: “Mongolai”; expected: one of the 61 names of the list”."""
    if not fault["column"]:
        return str(fault["expected"])
    found = _("“%(text)s”") % {"text": fault["found"]} if fault["found"] else _("empty")
    if fault.get("differs"):
        found = _("various")
    return _("%(column)s: %(found)s; expected: %(expected)s") % {**fault, "found": found}


def problem_text(fault: dict[str, Any]) -> str:
    """As a page says it: where it is known what is meant, that alone."""
    if fault["suggestion"] and fault["column"]:
        return _("%(column)s: “%(found)s”. Did you mean “%(suggestion)s”?") % fault
    return f"{fault_text(fault)}."


def of_all(common: Sequence[dict[str, Any]], rows: int) -> set[tuple[str, str]]:
    """Which faults every one of so many rows has: said once, they are not said row by row."""
    return {_key(fault) for fault in common if fault["count"] == rows}


def problems_of(faults: Iterable[dict[str, Any]], without: set[tuple[str, str]]) -> list[str]:
    """What is wrong with one row, besides what is wrong with every one."""
    return [problem_text(fault) for fault in faults if _key(fault) not in without]


def _key(fault: dict[str, Any]) -> tuple[str, str]:
    return fault["column"], fault["expected"]
