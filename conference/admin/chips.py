"""Ways to cut a list, each with how many rows are behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.text import capfirst

from conference.admin.current import required_conference
from conference.models import Conference

#: The parameters whose chips begin a line.
LINES_OF_THEIR_OWN = frozenset({"category", "lacks"})


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
            group = chip.parameter if chip.parameter in LINES_OF_THEIR_OWN else ""
            shown.append(line | {"group": group, "in_menu": chip.in_menu})
    return shown


class ChippedList(ModelAdmin[Any]):
    """A list of one conference's rows with chips over it."""

    def chips_of(self, conference: Conference) -> Iterable[Chip]:
        """What the list offers to be cut by."""
        raise NotImplementedError

    def chips_for(self, request: HttpRequest) -> Iterable[Chip]:
        """The same for a list that does not offer everybody the same."""
        return self.chips_of(required_conference(request))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        chips = chips_shown(request, self.chips_for(request))
        return super().changelist_view(request, {"chips": chips, **(extra_context or {})})
