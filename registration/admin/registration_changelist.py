"""The list of registrations as Django's change list reads it; in its addresses columns go by name."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.admin.views.main import ORDER_VAR
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from registration.admin.desk_list import DeskFilter, PreparedChangeList

#: Says in an address that nothing is cut away, for whoever's list opens with a saved filter.
EVERYTHING = "all"
NOT_READ = "_list_is_not_read"
#: What a request reads once, whatever asks for it.
READ_ONCE = frozenset({"_admin_roles", "_delegation_names", "_categories", "_furniture", "_saved_filters"})


class RegistrationChangeList(PreparedChangeList):
    """Columns are chosen, so their numbers mean something else to each reader: in addresses they go by name."""

    everything_qs = f"?kept={EVERYTHING}"

    @property
    def kept_names(self) -> list[dict[str, Any]]:
        """What the form of filters carries along besides them: the order, and the saved filter one began with."""
        kept = ((key, self.filter_params.get(key)) for key in (ORDER_VAR, KeptFilter.parameter_name))
        return [{"key": key, "values": values} for key, values in kept if values]

    def get_queryset(self, request: HttpRequest, exclude_parameters: list[str | None] | None = None) -> Any:
        if order := self.params.get(ORDER_VAR):
            self.params[ORDER_VAR] = ".".join(filter(None, map(self._number_of, order.split("."))))
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request: HttpRequest) -> None:
        """Nothing is read for whoever wants the queryset alone."""
        if not_read(request):
            self.result_count, self.result_list = 0, []
            return
        super().get_results(request)

    def get_query_string(self, new_params: Mapping[str, Any] | None = None, remove: Iterable[str] | None = None) -> str:
        changes = dict(new_params or {})
        if order := changes.get(ORDER_VAR):
            changes[ORDER_VAR] = ".".join(map(self._name_of, str(order).split(".")))
        return str(super().get_query_string(changes, remove))

    def _number_of(self, part: str) -> str:
        """“-since” as the “-6” that Django counts in; nothing for a column that is not shown."""
        sign, name = _signed(part)
        if name.isdecimal():
            return part
        names = [_key_of(cell) for cell in self.list_display]
        return f"{sign}{names.index(name)}" if name in names else ""

    def _name_of(self, part: str) -> str:
        sign, number = _signed(part)
        if not number.isdecimal() or int(number) >= len(self.list_display):
            return part
        return f"{sign}{_key_of(self.list_display[int(number)])}"


def not_read(request: HttpRequest) -> bool:
    """Whether the list is asked for its queryset alone, which then has to be in order by itself."""
    return bool(getattr(request, NOT_READ, False))


def _signed(part: str) -> tuple[str, str]:
    return ("-", part[1:]) if part.startswith("-") else ("", part)


def _key_of(cell: Any) -> str:
    return str(cell if isinstance(cell, str) else cell.__name__)


class KeptFilter(DeskFilter):
    """The saved filter that the list was opened with; what it cuts by stands in the address itself."""

    title = _("saved filter")
    parameter_name = "kept"
    control = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        return [("", "")]


def changelist_at(model_admin: Any, request: HttpRequest, query: str) -> Any:
    """The list at an address, for this officer; its filters are there, its rows are not read.

    Raises what the change list raises for an address that is none of a list.
    """
    request.POST  # noqa: B018  it can be read once, and the copy must find it read
    listing = copy.copy(request)
    vars(listing).pop("_act_in_force", None)
    listing.GET = QueryDict(query)
    setattr(listing, NOT_READ, True)
    found = model_admin.get_changelist_instance(listing)
    for name in READ_ONCE & set(vars(listing)):
        setattr(request, name, vars(listing)[name])
    return found
