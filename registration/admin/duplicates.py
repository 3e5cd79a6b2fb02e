"""The list of persons who may be there twice: the two, what speaks for it, how likely it is."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from conference.admin.chips import Chip
from conference.admin.current import officer, required_conference
from conference.admin.markup import lines, tag
from conference.permissions import ROLES_THAT_REGISTER
from registration.admin import duplicate_page, merging
from registration.admin.desk_list import DeskAdmin, DeskFilter
from registration.admin.duplicate_words import STATE_TONES, signals_in_words, whereabouts
from registration.admin.naming import delegations_by_name, person_line
from registration.admin.row_page import posted
from registration.admin.tones import time_since
from registration.models import DuplicateCandidate, DuplicateState, Signal
from registration.queries.duplicates import current_registrations, duplicate_counts, likelihood


class DuplicateStateFilter(DeskFilter):
    title = _("status")
    parameter_name = "status"
    field = "state"
    offered = DuplicateState.choices


class SignalFilter(DeskFilter):
    title = _("what speaks for it")
    parameter_name = "signal"
    offered = Signal.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(signals__overlap=self.values) if self.values else queryset


@admin.register(DuplicateCandidate)
class DuplicateCandidateAdmin(DeskAdmin):
    """Pairs are found by the sweep, and dismissed or merged by acts."""

    roles_that_read = ROLES_THAT_REGISTER
    roles_that_change = ROLES_THAT_REGISTER
    may_be_added = False
    list_display = ("who", "speaks_for_it", "likely", "found", "status")
    list_display_links = ("who",)
    list_filter = (DuplicateStateFilter, SignalFilter)
    search_fields = ("first__search_text", "second__search_text")
    search_help_text = _("Name, institution, e-mail")
    actions = None
    list_select_related: ClassVar[Any] = ("first", "second", "decided_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        decided = Case(When(state=DuplicateState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
        visible = DuplicateCandidate.objects.visible_to(officer(request), required_conference(request))
        return visible.annotate(is_decided=decided).order_by(*self.get_ordering(request))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("is_decided", "-score", "found_at", "pk")

    def chips(self, request: HttpRequest) -> Iterable[Chip]:
        counts = duplicate_counts(required_conference(request), officer(request))
        for state in DuplicateState:
            yield Chip("status", state.value, state.label, counts.get(state, 0))

    def prepare(self, request: HttpRequest, rows: list[Any]) -> None:
        names = delegations_by_name(request)
        registrations = current_registrations({pk for row in rows for pk in (row.first_id, row.second_id)})
        for row in rows:
            row.two = [
                lines(person_line(request, person).name, whereabouts(registrations.get(person.pk), names))
                for person in (row.first, row.second)
            ]

    @admin.display(description=_("the two"))
    def who(self, pair: Any) -> SafeString:
        return format_html("{}<br>{}", *pair.two)

    @admin.display(description=_("what speaks for it"))
    def speaks_for_it(self, pair: DuplicateCandidate) -> str:
        return capfirst(signals_in_words(pair.signals))

    @admin.display(description=_("likelihood"))
    def likely(self, pair: DuplicateCandidate) -> str:
        return capfirst(str(likelihood(pair.score)))

    @admin.display(description=_("found"))
    def found(self, pair: DuplicateCandidate) -> str:
        return time_since(pair.found_at)

    @admin.display(description=_("status"))
    def status(self, pair: DuplicateCandidate) -> SafeString:
        by = str(pair.decided_by or "") if pair.state != DuplicateState.OPEN else ""
        return lines(tag(STATE_TONES[pair.state], pair.get_state_display()), by)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        prefix = "registration_duplicatecandidate"
        return [
            path("<uuid:pk>/dismiss/", view(posted(self, duplicate_page.dismiss)), name=f"{prefix}_dismiss"),
            path("<uuid:pk>/reopen/", view(posted(self, duplicate_page.reopen)), name=f"{prefix}_reopen"),
            path("<uuid:pk>/undo/", view(posted(self, merging.undo)), name=f"{prefix}_undo"),
            path("<uuid:pk>/merge/", view(merging.merge_view(self)), name=f"{prefix}_merge"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return duplicate_page.show(self, request, object_id)
