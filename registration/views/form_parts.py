"""The parts of a category's registration form, in their order."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from registration.models import ParticipantCategory, Particular

FILES = frozenset({Particular.PHOTOGRAPH, Particular.DOCUMENTS})


def parts_of(category: ParticipantCategory) -> dict[str, str]:
    """Those that the category asks, each with what it is called."""
    asks = set(category.asks)
    parts = {
        "details": _("Your details"),
        "travel": _("Travel and visa") if Particular.TRAVEL in asks else "",
        "files": _("Photograph and documents") if FILES & asks else "",
        "check": _("Check and submit"),
    }
    return {part: label for part, label in parts.items() if label}


def steps_of(category: ParticipantCategory, current: str, part_url: Callable[[str], str]) -> list[dict[str, str]]:
    """Where one is; done ones may be opened again."""
    parts = parts_of(category)
    at, steps = list(parts).index(current), []
    for number, (part, label) in enumerate(parts.items()):
        state = "done" if number < at else "current" if number == at else "todo"
        url = part_url("" if part == "details" else part) if state == "done" else ""
        steps.append({"label": label, "state": state, "url": url})
    return steps
