"""The rows that an officer has ticked, as a page sends them; and by name, those with whom it could not be done."""

import uuid
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

T = TypeVar("T")

# Each is rehearsed and then done under the locks of its category: others wait for about two seconds.
MOST_AT_ONCE = 100
NAMED_IN_THE_MESSAGE = 10


def chosen_ids(request: HttpRequest, name: str) -> list[uuid.UUID]:
    """The identifiers of the ticked rows; what is none is passed over."""
    found = []
    for text in request.POST.getlist(name):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def seen_versions(sent: Sequence[str]) -> dict[uuid.UUID, int]:
    """Identifier and version of each row as the page carried them; what is neither is passed over."""
    seen = {}
    for pair in sent[:MOST_AT_ONCE]:
        pk, _colon, version = pair.partition(":")
        try:
            seen[uuid.UUID(pk)] = int(version)
        except ValueError:
            continue
    return seen


def name_those_left(request: HttpRequest, left: Sequence[tuple[T, str]], *, name: Callable[[T], str]) -> int:
    """The first ten by name, each with the reason; gives how many more there are."""
    for row, why in left[:NAMED_IN_THE_MESSAGE]:
        messages.warning(request, _("%(name)s: %(why)s") % {"name": name(row), "why": why})
    return max(0, len(left) - NAMED_IN_THE_MESSAGE)


def name_the_refused(request: HttpRequest, refused: Sequence[tuple[T, str]], *, name: Callable[[T], str]) -> None:
    """Those with whom a decision could not be made."""
    rest = name_those_left(request, refused, name=name)
    if rest:
        sentence = ngettext("And %(count)d more was refused.", "And %(count)d more were refused.", rest)
        messages.warning(request, sentence % {"count": rest})
