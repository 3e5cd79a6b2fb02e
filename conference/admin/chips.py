"""Ways to cut a list, each with how many rows are behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.text import capfirst


@dataclass(frozen=True)
class Chip:
    """The filter's parameter and value, what it shows, how many rows it leaves; a lesser one waits in a menu."""

    parameter: str
    value: str
    label: str | Promise
    count: int
    in_menu: bool = False


def chips_shown(request: HttpRequest, chips: Iterable[Chip]) -> list[dict[str, Any]]:
    """As ``components/chips.html`` wants them; an empty one is left out unless it is in force.

    A chip stands alone: its count is of the whole list, so it takes other filters away; once more takes it off.
    """
    shown = []
    for chip in chips:
        current = request.GET.getlist(chip.parameter) == [chip.value]
        if chip.count or current:
            url = "?" if current else "?" + urlencode({chip.parameter: chip.value})
            line = {"label": capfirst(str(chip.label)), "count": chip.count, "url": url, "current": current}
            group = "category" if chip.parameter == "category" else ""
            shown.append(line | {"group": group, "in_menu": chip.in_menu})
    return shown
