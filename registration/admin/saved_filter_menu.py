"""Saved filters on the list itself: which one is in force, whether it was changed, and how many each leaves."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.cache import cache
from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.admin.current import officer, required_conference, sees_protected
from conference.queries.kept_figures import FRESH
from registration.admin.desk_counting import is_large, key_of
from registration.admin.list_columns import kept_in_force, saved_filters_of
from registration.admin.registration_changelist import EVERYTHING, changelist_at
from registration.admin.work_filters import furniture
from registration.models import SavedFilter
from registration.permissions import can_change_saved_filter
from registration.queries.marks import assigned_to

#: What an address says besides what it cuts by.
NO_FILTERS = frozenset({"p", "e", "all", "kept"})
SHOWN_AS_CHIPS = 4
MINE = "mine"


def list_address(query: str = "") -> str:
    url = reverse("admin:registration_registration_changelist")
    return f"{url}?{query}" if query else url


def address_of(kept: SavedFilter) -> str:
    """What one shares: whoever opens it is led to the list by their own rights."""
    return list_address(urlencode({"kept": kept.pk}))


def canonical(query: QueryDict) -> str:
    """The filters, the words and the order of an address, in one order, each once."""
    said = [
        (key, value) for key in sorted(query) if key not in NO_FILTERS for value in dict.fromkeys(query.getlist(key))
    ]
    return urlencode([(key, value) for key, value in said if value])


def led_to_a_saved_filter(request: HttpRequest) -> HttpResponse | None:
    """Where an address names a saved filter and nothing else, or nothing at all and the list opens with one."""
    if request.method != "GET" or set(request.GET) - {"kept"}:
        return None
    kept = kept_in_force(request)
    if not request.GET:
        chosen = furniture(request).opens_with
        kept = next((each for each in saved_filters_of(request) if each.pk == chosen), None)
    elif kept is None and request.GET.get("kept") != EVERYTHING:
        messages.info(request, _("That saved filter is not there any more, or is not shared with you."))
        return HttpResponseRedirect(list_address(urlencode({"kept": EVERYTHING})))
    if kept is None or not (kept.query or not request.GET):
        return None
    named = urlencode({"kept": kept.pk})
    return HttpResponseRedirect(list_address(f"{kept.query}&{named}" if kept.query else named))


def saved_filter_menu(model_admin: ModelAdmin[Any], request: HttpRequest) -> dict[str, Any]:
    """For ``saved_filters.html``: the one in force, all that this officer may open, and where they are kept."""
    kept, query = kept_in_force(request), canonical(request.GET)
    entries = [_entry(model_admin, request, each) for each in saved_filters_of(request)]
    is_changed = kept is not None and query != canonical(QueryDict(kept.query))
    new = {"query": query, **({"kept": kept.pk} if kept else {})}
    return {
        "kept": kept,
        "is_changed": is_changed,
        "may_change": kept is not None and can_change_saved_filter(officer(request), kept),
        "chips": entries[:SHOWN_AS_CHIPS],
        "more": entries[SHOWN_AS_CHIPS:],
        "entries": entries,
        "query": query,
        "keep_url": f"{reverse('admin:registration_savedfilter_add')}?{urlencode(new)}" if query else "",
        "all_url": reverse("admin:registration_savedfilter_changelist"),
        "columns_url": f"{reverse('admin:registration_registration_columns')}?{request.GET.urlencode()}",
    }


def _entry(model_admin: ModelAdmin[Any], request: HttpRequest, kept: SavedFilter) -> dict[str, Any]:
    is_own = kept.owner_id == officer(request).pk
    return {
        "label": kept.name,
        "url": address_of(kept),
        "count": counts_of_lists(model_admin, request).get(str(kept.pk)),
        "current": kept == kept_in_force(request),
        "detail": "" if is_own else str(kept.owner),
    }


def counts_of_lists(model_admin: ModelAdmin[Any], request: HttpRequest) -> Mapping[str, int | None]:
    """How many registrations each saved filter leaves to this officer, and how many are assigned to them; one query.

    In a large conference they are counted once a minute; nothing for an address that is no list any more.
    """
    cached: Mapping[str, int | None] | None = getattr(request, "_counts_of_lists", None)
    if cached is None:
        lists = {str(kept.pk): kept.query for kept in saved_filters_of(request)}
        cached = _counts(model_admin, request, lists)
        request._counts_of_lists = cached  # type: ignore[attr-defined]  # noqa: SLF001
    return cached


def _counts(model_admin: ModelAdmin[Any], request: HttpRequest, lists: Mapping[str, str]) -> Mapping[str, int | None]:
    if not is_large(request):
        return _counted(model_admin, request, lists)
    key = key_of(request, sorted(lists.items()))
    found: Mapping[str, int | None] | None = cache.get(key)
    if found is None:
        found = _counted(model_admin, request, lists)
        cache.set(key, found, FRESH.total_seconds())
    return found


def _counted(model_admin: ModelAdmin[Any], request: HttpRequest, lists: Mapping[str, str]) -> Mapping[str, int | None]:
    user, conference = officer(request), required_conference(request)
    found = {MINE: assigned_to(conference, user, with_protected=sees_protected(request))}
    for name, query in lists.items():
        with suppress(IncorrectLookupParameters, DisallowedModelAdminLookup):
            found[name] = changelist_at(model_admin, request, query).queryset
    first, *others = (_number_in(rows, name) for name, rows in found.items())
    counted = {each["list"]: each["count"] for each in first.union(*others, all=True)}
    return {name: counted.get(name, 0) if name in found else None for name in (MINE, *lists)}


def _number_in(rows: QuerySet[Any], name: str) -> Any:
    listed = rows.order_by().values(list=Value(name))
    return listed.annotate(count=Count("pk")).values("list", "count")
