"""The columns of the officer's list: those the desk draws itself, and any other fact of a registration."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.current import officer, required_conference, sees_protected
from conference.columns import Column
from conference.formats import date_text
from registration.admin.registration_changelist import EVERYTHING
from registration.admin.work_filters import furniture
from registration.models import Registration, SavedFilter
from registration.queries.columns import columns_of, rows_for

#: Drawn by methods of the list's admin, in their usual order; what has no place of its own stands beside another.
DRAWN: dict[str, tuple[str, str | Promise]] = {
    "delegation": ("of_which_delegation", gettext_lazy("Delegation")),
    "function": ("function", gettext_lazy("Function")),
    "status": ("status", gettext_lazy("Status")),
    "outstanding": ("missing", gettext_lazy("Outstanding")),
    "since": ("since", gettext_lazy("Since")),
    "tags": ("tags_shown", gettext_lazy("Tags")),
    "officer": ("officer_shown", gettext_lazy("Assigned to")),
    "notes": ("notes_shown", gettext_lazy("Notes")),
}
USUAL = ("delegation", "function", "status", "outstanding", "since")
#: The first column says who it is already.
ALWAYS_SHOWN = frozenset({"name"})
MOST_COLUMNS = 20
LONGEST_CELL = 80


def kept_in_force(request: HttpRequest) -> SavedFilter | None:
    """The saved filter that the address names, if this officer may see it."""
    wanted = request.GET.get("kept", "")
    cached: dict[str, SavedFilter | None] = vars(request).setdefault("_kept", {})
    if wanted not in cached:
        cached[wanted] = _found(request, wanted)
    return cached[wanted]


def _found(request: HttpRequest, wanted: str) -> SavedFilter | None:
    if not wanted or wanted == EVERYTHING:
        return None
    visible = {str(kept.pk): kept for kept in saved_filters_of(request)}
    return visible.get(wanted)


def saved_filters_of(request: HttpRequest) -> list[SavedFilter]:
    """Own ones first, then those of colleagues; one query a request."""
    cached: list[SavedFilter] | None = getattr(request, "_saved_filters", None)
    if cached is None:
        # Who works in a conference is of its team: ``visible_to`` would ask for that again.
        open_to = SavedFilter.objects.open_to(officer(request)).filter(conference=required_conference(request))
        found = list(open_to.select_related("owner"))
        cached = sorted(found, key=lambda kept: kept.owner_id != officer(request).pk)
        request._saved_filters = cached  # type: ignore[attr-defined]  # noqa: SLF001
    return cached


def keys_in_force(request: HttpRequest) -> list[str]:
    """The columns of the saved filter in force, else the officer's own, else the usual ones."""
    kept = kept_in_force(request)
    chosen = (kept.columns if kept else []) or furniture(request).columns
    return list(chosen) or list(USUAL)


def offered(request: HttpRequest) -> dict[str, tuple[str | Promise, str | Promise]]:
    """Every column that may be chosen, by key: its group and its heading."""
    desk = {key: (gettext_lazy("Desk"), label) for key, (_cell, label) in DRAWN.items()}
    others = {column.key: (column.group, column.label) for column in _others(request)}
    return desk | others


def _others(request: HttpRequest) -> list[Column]:
    cached: list[Column] | None = getattr(request, "_columns", None)
    if cached is None:
        found = columns_of(required_conference(request), officer(request), sees_protected=sees_protected(request))
        cached = [column for column in found if column.key not in DRAWN and column.key not in ALWAYS_SHOWN]
        request._columns = cached  # type: ignore[attr-defined]  # noqa: SLF001
    return cached


def cells_of(request: HttpRequest) -> list[str | Callable[[Any], str | bool]]:
    """What the change list shows after the name: methods by name, other columns as functions of their own.

    A column that this officer may not see, or that is no more, is left out.
    """
    keys = keys_in_force(request)
    others = {column.key: column for column in _others(request)} if set(keys) - set(DRAWN) else {}
    cells: list[str | Callable[[Any], str | bool]] = []
    for key in keys[:MOST_COLUMNS]:
        if key in DRAWN:
            cells.append(DRAWN[key][0])
        elif key in others:
            cells.append(_cell(others[key]))
    return cells


def _cell(column: Column) -> Callable[[Any], str]:
    def cell(registration: Any) -> str:
        return str(registration.other_cells.get(column.key, "")) or "–"

    cell.__name__ = column.key.replace(":", "-")
    cell.short_description = column.label  # type: ignore[attr-defined]
    return cell


def load_other_cells(request: HttpRequest, rows: Sequence[Any]) -> None:
    """Hangs on each row of a page the texts of the columns that the desk does not draw; one query for them all."""
    wanted = set(keys_in_force(request)) - set(DRAWN)
    columns = [column for column in _others(request) if column.key in wanted] if wanted else []
    texts: dict[Any, dict[str, str]] = {}
    if columns:
        loaded = rows_for(Registration.objects.filter(pk__in=[row.pk for row in rows]), columns)
        texts = {each["pk"]: {column.key: cell_text(column.value(each)) for column in columns} for each in loaded}
    for row in rows:
        row.other_cells = texts.get(row.pk, {})


def cell_text(value: Any) -> str:
    """A fact as a narrow column shows it."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime.datetime():
            return date_format(value, "SHORT_DATETIME_FORMAT")
        case datetime.date():
            return date_text(value)
    return str(Truncator(str(value)).chars(LONGEST_CELL))


def known_keys(request: HttpRequest, keys: Iterable[str]) -> list[str]:
    """Those of the keys that may be chosen, each once."""
    available = offered(request)
    return [key for key in dict.fromkeys(keys) if key in available][:MOST_COLUMNS]
