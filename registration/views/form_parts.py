"""The parts of a category's registration form, in their order."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from registration.models import ParticipantCategory, Particular, Question
from registration.queries.asked import asked_of, asks_a_file, marks_of

FILES = frozenset({Particular.PHOTOGRAPH, Particular.DOCUMENTS})


def parts_of(category: ParticipantCategory) -> dict[str, str]:
    """Those that the category asks, each with what it is called."""
    asks = set(category.asks)
    takes_files = bool(FILES & asks) or asks_a_file(category)
    parts = {
        "details": _("Your details"),
        "travel": _("Travel and visa") if Particular.TRAVEL in asks else "",
        "files": _files_label(asks) if takes_files else "",
        "check": _("Check and submit"),
    }
    return {part: label for part, label in parts.items() if label}


def _files_label(asks: set[str]) -> str:
    return _("Photograph and documents") if FILES & asks else _("Files")


def questions_once(category: ParticipantCategory) -> Callable[[], list[Question]]:
    """The questions of the category, read when the first form is made, and not at all where there are none."""
    kept: list[list[Question]] = []

    def asked() -> list[Question]:
        if not kept:
            kept.append(asked_of(category) if marks_of(category) else [])
        return kept[0]

    return asked


def steps_of(category: ParticipantCategory, current: str, part_url: Callable[[str], str]) -> list[dict[str, str]]:
    """Where one is; done ones may be opened again."""
    parts = parts_of(category)
    at, steps = list(parts).index(current), []
    for number, (part, label) in enumerate(parts.items()):
        state = "done" if number < at else "current" if number == at else "todo"
        url = part_url("" if part == "details" else part) if state == "done" else ""
        steps.append({"label": label, "state": state, "url": url})
    return steps
