"""The page on which the columns of the list are chosen and put in order; each button saves at once."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from conference.admin.current import officer, required_conference
from conference.admin.scoped import ScopedAdmin
from registration.actions.saved_filters import change_filter, choose_columns
from registration.admin.guard import is_of_another_conference
from registration.admin.list_columns import (
    MOST_COLUMNS,
    USUAL,
    kept_in_force,
    known_keys,
    offered,
)
from registration.admin.row_page import seen_version
from registration.admin.saved_filter_menu import list_address
from registration.admin.work_filters import furniture
from registration.errors import RegistrationError
from registration.models import SavedFilter
from registration.permissions import can_change_saved_filter


def columns_view(model_admin: ScopedAdmin) -> Callable[[HttpRequest], HttpResponse]:
    """Of the saved filter in force where this officer may change it and it has columns; else the officer's own."""

    def view(request: HttpRequest) -> HttpResponse:
        if not model_admin.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            if not is_of_another_conference(request):
                _save(request)
            return HttpResponseRedirect(request.get_full_path())
        return TemplateResponse(request, "admin/registration/registration/columns.html", _context(model_admin, request))

    return view


def _target(request: HttpRequest) -> SavedFilter | None:
    kept = kept_in_force(request)
    return kept if kept and kept.columns and can_change_saved_filter(officer(request), kept) else None


def _now(request: HttpRequest) -> list[str]:
    """The columns that are rearranged: of the saved filter, or the officer's own."""
    kept = _target(request)
    return known_keys(request, kept.columns if kept else furniture(request).columns or USUAL)


def _save(request: HttpRequest) -> None:
    act, _colon, key = request.POST.get("act", "").partition(":")
    now = _now(request)
    wanted = [] if act == "usual" else _rearranged(now, act, key, request.POST.getlist("add"))
    kept, by = _target(request), officer(request)
    try:
        if kept is not None:
            change_filter(kept, by=by, version=seen_version(request), columns=known_keys(request, wanted) or now)
        else:
            conference = required_conference(request)
            choose_columns(conference, known_keys(request, wanted), by=by, version=seen_version(request))
    except RegistrationError as error:
        messages.error(request, str(error))


def _rearranged(now: list[str], act: str, key: str, added: list[str]) -> list[str]:
    """The columns after a button was pressed; one that means nothing leaves them as they are."""
    if act == "add":
        return [*now, *added]
    if key not in now:
        return now
    here = now.index(key)
    if act == "away" and len(now) > 1:
        return [other for other in now if other != key]
    there = {"up": here - 1, "down": here + 1}.get(act, here)
    if 0 <= there < len(now):
        now[here], now[there] = now[there], now[here]
    return now


def _context(model_admin: ScopedAdmin, request: HttpRequest) -> dict[str, Any]:
    available, kept = offered(request), _target(request)
    shown, in_force = _now(request), kept_in_force(request)
    others = [(str(group), key, label) for key, (group, label) in available.items() if key not in shown]
    return {
        **model_admin.admin_site.each_context(request),
        "title": _("Columns of the list"),
        "opts": model_admin.opts,
        "kept": kept,
        "overridden_by": in_force if in_force and in_force.columns and kept is None else None,
        "shown": [{"key": key, "label": available[key][1]} for key in shown],
        "groups": [
            {"label": group, "columns": [{"key": key, "label": label} for _group, key, label in rows]}
            for group, rows in groupby(others, key=lambda row: row[0])
        ],
        "is_alone": len(shown) == 1,
        "is_full": len(shown) >= MOST_COLUMNS,
        "most": MOST_COLUMNS,
        "version": (kept or furniture(request)).version,
        "list_url": list_address(request.GET.urlencode()),
    }
