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
from registration.admin.naming import delegations_by_name


class PreparedChangeList(ChangeList):
    """Lets the page's admin load in one go what the rows of one page show."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
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
    """A filter whose lookups are the conference's own."""

    field: ClassVar[str] = ""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(**{self.field: value}) if value and self.is_known(value) else queryset

    def is_known(self, value: str) -> bool:
        """Whether the value is one of those offered; a made-up one filters nothing away and raises nothing."""
        return any(str(known) == value for known, _label in self.lookup_choices)


class GroupFilter(DeskFilter):
    """The group of the State whose delegation it is; the groups that occur, from the names that are loaded anyway."""

    title = _("group of State")
    parameter_name = "group"
    field = "delegation__in"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        present = {name.group for name in delegations_by_name(request).values()}
        return [(group.value, group.label) for group in StateGroup if group.value in present]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value or not self.is_known(value):
            return queryset
        of_group = [pk for pk, name in delegations_by_name(request).items() if name.group == value]
        return queryset.filter(**{self.field: of_group})


class DelegationFilter(DeskFilter):
    """Sixty names do not fit a list of links: a select, sent with a button."""

    title = _("delegation")
    parameter_name = "delegation"
    field = "delegation"
    template = "admin/registration/select_filter.html"
    kept: tuple[tuple[str, str], ...] = ()

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, str]]:
        return [(str(pk), name.text) for pk, name in delegations_by_name(request).items()]

    def choices(self, changelist: ChangeList) -> Any:
        self.kept = tuple((key, value) for key, value in changelist.params.items() if key != self.parameter_name)
        yield {"selected": self.value() is None, "value": "", "display": _("All")}
        for pk, text in self.lookup_choices:
            yield {"selected": self.value() == pk, "value": pk, "display": text}
