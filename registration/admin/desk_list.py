"""What the lists of participation share: chips with counts, rows prepared a page at a time, filters that fit a page."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.contrib.admin import ModelAdmin, ShowFacets, SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conference.admin.chips import Chip, chips_shown
from conference.admin.scoped import ScopedAdmin
from conference.models import StateGroup
from registration.admin.desk_paging import RowPages
from registration.admin.naming import delegations_by_name
from registration.queries.desk_delegations import MANY

#: Stands for the row in an address.
ROW = "the-row"


class PreparedChangeList(ChangeList):
    """Lets the page's admin load in one go what the rows of one page show."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        # Django would look up the address of each row to see that the list's filters may be hung on it.
        kept, self.preserved_filters = self.preserved_filters, ""
        place = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[ROW])
        self._address_of_row = f"{place}?{kept}" if kept else place

    def url_for_result(self, result: Any) -> str:
        return self._address_of_row.replace(ROW, str(result.pk), 1)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if isinstance(self.paginator, RowPages) and not isinstance(self.result_list, list):
            # Of a list of one page the rows are taken as the query gives them; the pages know their order.
            self.result_list = self.paginator.rows(0, self.result_count)
        rows = list(self.result_list)
        if isinstance(self.model_admin, DeskAdmin):
            self.model_admin.prepare(request, rows)
        self.result_list = rows


class DeskAdmin(ScopedAdmin):
    """A list of the desk. Its rows are made, changed and ended by acts alone."""

    may_be_deleted = False
    show_facets = ShowFacets.NEVER

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PreparedChangeList

    def prepare(self, request: HttpRequest, rows: list[Any]) -> None:
        """Hangs on each row of one page what its cells show."""

    def chips(self, request: HttpRequest) -> Iterable[Chip]:
        """The chips of the list, in order."""
        return ()

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history stands on the page of the row, which withholds what this officer may not read."""
        opts = self.opts
        return HttpResponseRedirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[object_id]))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        chips = chips_shown(request, self.chips(request))
        in_force = any(chip["current"] for chip in chips)
        return super().changelist_view(request, {"chips": chips, "chip_in_force": in_force, **(extra_context or {})})


def leaves_rows(model_admin: ModelAdmin[Any], request: HttpRequest) -> bool:
    """Whether the list, cut as the request's address says, shows anything at all."""
    try:
        return bool(model_admin.get_changelist_instance(request).result_count)
    except IncorrectLookupParameters:
        return False


class DeskFilter(SimpleListFilter):
    """Cuts a list of the desk by values that it offers. Several values of one widen it; filters together narrow."""

    field: ClassVar[str] = ""
    #: The values and their words, where they are the same for every conference; else ``lookups`` gives them.
    offered: ClassVar[Sequence[tuple[str, Any]]] = ()
    #: What the list shows while it is in force, the values linked by “or” in place of ``%(values)s``.
    sentence: ClassVar[Any] = ""
    #: How the form of filters asks: ``ticks``, ``choice``, or ``day`` for a date.
    control: ClassVar[str] = "ticks"

    def __init__(self, request: HttpRequest, params: dict[str, list[str]], model: Any, model_admin: Any) -> None:
        self.asked = [value for value in dict.fromkeys(params.get(str(self.parameter_name), ())) if value]
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return self.offered

    @property
    def values(self) -> list[str]:
        """Those asked for that are known; a made-up one filters nothing away and raises nothing."""
        return [value for value in self.asked if self.is_known(value)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.field}__in": self.values}) if self.values else queryset

    def is_known(self, value: str) -> bool:
        """Whether the value is one of those offered."""
        return any(str(known) == value for known, _label in self.lookup_choices)

    @property
    def options(self) -> list[dict[str, Any]]:
        """What the form of filters offers."""
        chosen = self.values
        return [
            {"value": str(value), "label": label, "selected": str(value) in chosen}
            for value, label in self.lookup_choices
        ]

    def choices(self, changelist: ChangeList) -> Any:
        """All, then what is offered; each address leaves that one alone in force."""
        name, chosen = str(self.parameter_name), self.values
        yield {"selected": not chosen, "query_string": changelist.get_query_string({name: None}), "display": _("All")}
        for value, label in self.lookup_choices:
            query_string = changelist.get_query_string({name: value})
            yield {"selected": str(value) in chosen, "query_string": query_string, "display": label}

    def label_of(self, value: str) -> str:
        """A known value, in words."""
        return next((str(label) for known, label in self.lookup_choices if str(known) == value), value)


class GroupFilter(DeskFilter):
    """The group of the State whose delegation it is; the groups that occur, from the names that are loaded anyway."""

    title = _("group of State")
    parameter_name = "group"
    field = "delegation"
    sentence = _("The State is of the group %(values)s.")

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        present = {name.group for name in delegations_by_name(request).values()}
        return [(group.value, group.label) for group in StateGroup if group.value in present]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.values:
            return queryset
        of_group = [pk for pk, name in delegations_by_name(request).items() if name.group in self.values]
        return queryset.filter(**{f"{self.field}__in": of_group})


class DelegationFilter(DeskFilter):
    """Sixty names do not fit a list of links: a select, sent with a button.

    Two thousand do not fit a select either: it holds the States, and the search finds the organisations.
    """

    title = _("delegation")
    parameter_name = "delegation"
    field = "delegation"
    sentence = _("The delegation is %(values)s.")
    template = "admin/registration/select_filter.html"
    kept: tuple[tuple[str, str], ...] = ()
    is_shortened = False

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, str]]:
        names = delegations_by_name(request)
        self.is_shortened = len(names) > MANY
        return [
            (str(pk), name.text)
            for pk, name in names.items()
            if name.group or not self.is_shortened or str(pk) in self.asked
        ]

    def choices(self, changelist: ChangeList) -> Any:
        params = changelist.filter_params.items()
        self.kept = tuple((key, value) for key, values in params if key != self.parameter_name for value in values)
        chosen = self.values
        yield {"selected": not chosen, "value": "", "display": _("All")}
        for pk, text in self.lookup_choices:
            yield {"selected": pk in chosen, "value": pk, "display": text}
