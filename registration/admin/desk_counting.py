"""How many rows the list of registrations has: from what its chips count anyway, or as it was counted last."""

import uuid

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language

from conference.admin.current import current_roles, officer, required_conference
from conference.queries.kept_figures import FRESH, LARGE
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
    """How many rows a list has; None where they are to be counted, for ``keep_total`` then."""
    cuts, counts = _cuts(request), counts_of(request)
    if not cuts:
        return counts.total
    known = _behind_a_chip(counts, *cuts[0]) if len(cuts) == 1 else None
    if known is None and is_large(request):
        known = cache.get(key_of(request, cuts))
    return known


def keep_total(request: HttpRequest, total: int) -> None:
    """So that who turns the pages of a large conference's list, or opens it again, has nothing counted for a while."""
    if is_large(request):
        cache.set(key_of(request, _cuts(request)), total, FRESH.total_seconds())


def is_large(request: HttpRequest) -> bool:
    """Whether what is counted beside the list may be a minute old."""
    return counts_of(request).total > LARGE


def key_of(request: HttpRequest, what: object) -> str:
    """Under which a count is kept for this officer.

    With the roles: whoever lost one counts anew, and is not told a minute longer of whom they may not know.
    """
    said = repr((what, sorted(current_roles(request)), get_language()))
    return f"desk-count:{required_conference(request).pk}:{officer(request).pk}:{uuid.uuid5(uuid.NAMESPACE_URL, said)}"


def _cuts(request: HttpRequest) -> list[tuple[str, str]]:
    given = ((key, value) for key, values in request.GET.lists() for value in values)
    return sorted((key, value) for key, value in given if key not in CUTS_NOTHING and value)


def _behind_a_chip(counts: DeskCounts, key: str, value: str) -> int | None:
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
