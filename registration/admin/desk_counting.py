"""How many rows the list of registrations has, from what its chips count anyway."""

from django.http import HttpRequest

from conference.admin.current import required_conference
from registration.admin.registration_filters import WAITING
from registration.queries.desk_registrations import DeskCounts, desk_counts

LONGEST_PAGE = 7
#: What in an address cuts nothing away: the page, the order, and how the list came to be shown.
CUTS_NOTHING = frozenset({"p", "o", "all", "e", "kept", "_changelist_filters", "_facets"})


def counts_of(request: HttpRequest) -> DeskCounts:
    """What the chips count; asked once a request."""
    cached: DeskCounts | None = getattr(request, "_desk_counts", None)
    if cached is None:
        cached = desk_counts(required_conference(request))
        request._desk_counts = cached  # type: ignore[attr-defined]  # noqa: SLF001
    return cached


def known_total(request: HttpRequest) -> int | None:
    """How many rows a list has that is cut by nothing, or by one chip; None where they are to be counted."""
    cuts = [
        (key, value) for key, values in request.GET.lists() for value in values if key not in CUTS_NOTHING and value
    ]
    counts = counts_of(request)
    if not cuts:
        return counts.total
    if len(cuts) > 1:
        return None
    ((key, value),) = cuts
    if key == "status":
        return counts.waiting if value == WAITING else counts.by_state.get(value)
    if key == "category":
        known = {str(pk): total for pk, total in counts.by_category.items()}
        return known.get(value)
    return counts.outstanding if (key, value) == ("outstanding", "yes") else None


def page_asked(request: HttpRequest) -> int:
    """Which page the address asks for; the first where it is no number."""
    text = request.GET.get("p", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < LONGEST_PAGE else 1
