"""The list of what was asked for after the deadline: about whom, old and new, who asked, since when."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from conference.admin.chips import Chip
from conference.admin.current import required_conference
from conference.admin.markup import lines, tag
from conference.permissions import ROLES_THAT_REGISTER
from registration.admin import request_decision, request_page
from registration.admin.desk_list import DelegationFilter, DeskAdmin, DeskFilter
from registration.admin.naming import delegations_by_name
from registration.admin.request_naming import asker_name, shown_lines, subject_line
from registration.admin.tones import CHANGE_TONES, time_since
from registration.models import ChangeKind, PendingChange
from registration.queries.desk_changes import change_counts
from registration.states import ChangeState

LINES_SHOWN = 4


class ChangeStateFilter(DeskFilter):
    title = _("status")
    parameter_name = "status"
    field = "state"
    offered = ChangeState.choices


class ChangeKindFilter(DeskFilter):
    title = _("what is asked")
    parameter_name = "kind"
    field = "kind"
    offered = ChangeKind.choices


@admin.register(PendingChange)
class PendingChangeAdmin(DeskAdmin):
    """Rows are made by those who ask, and decided by acts."""

    roles_that_change = ROLES_THAT_REGISTER
    may_be_added = False
    list_display = ("who", "kind_asked", "old_and_new", "asked", "status")
    list_display_links = ("who",)
    list_filter = (ChangeStateFilter, ChangeKindFilter, DelegationFilter)
    actions = (request_decision.accept, request_decision.refuse)
    list_select_related: ClassVar[Any] = (
        "registration__participant",
        "registration__category",
        "delegation__category",
        "asked_by",
        "decided_by",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        decided = Case(When(state=ChangeState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
        of_conference = PendingChange.objects.filter(conference=required_conference(request))
        return of_conference.annotate(is_decided=decided).order_by(*self.get_ordering(request))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("is_decided", "asked_at", "pk")

    def chips(self, request: HttpRequest) -> Iterable[Chip]:
        counts = change_counts(required_conference(request))
        for state in ChangeState:
            yield Chip("status", state.value, state.label, counts.by_state[state])
        for kind in ChangeKind:
            yield Chip("kind", kind.value, kind.label, counts.by_kind[kind])

    def prepare(self, request: HttpRequest, rows: list[Any]) -> None:
        names = delegations_by_name(request)
        for row in rows:
            row.subject = subject_line(request, row)
            row.delegation_name = names[row.delegation_id].text if row.delegation_id else ""
            row.shown_lines = shown_lines(request, row)
            row.asker = asker_name(request, row)

    @admin.display(description=_("about"))
    def who(self, change: Any) -> SafeString:
        return lines(change.subject, change.delegation_name)

    @admin.display(description=_("what is asked"))
    def kind_asked(self, change: Any) -> SafeString:
        return lines(capfirst(change.get_kind_display()), change.get_role_display())

    @admin.display(description=_("old → new"))
    def old_and_new(self, change: Any) -> SafeString | str:
        found = change.shown_lines
        shown = format_html_join(
            "",
            '<small class="change-line"><b>{}</b> {} <span aria-hidden="true">→</span> {}</small>',
            ((line.label, line.old or "–", line.new or "–") for line in found[:LINES_SHOWN]),
        )
        more = len(found) - LINES_SHOWN
        return format_html("{}{}", shown, f"+ {more}" if more > 0 else "") if found else "–"

    @admin.display(description=_("asked"))
    def asked(self, change: Any) -> SafeString:
        return lines(time_since(change.asked_at), change.asker)

    @admin.display(description=_("status"))
    def status(self, change: Any) -> SafeString:
        stale = change.is_open and any(line.is_stale for line in change.shown_lines)
        return lines(
            tag(CHANGE_TONES[change.state], change.get_state_display()),
            _("changed meanwhile") if stale else "",
            str(change.decided_by or "") if change.decided_at else "",
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        decide = view(request_decision.decide_view(self))
        return [
            path("decide/<slug:key>/", decide, name="registration_pendingchange_decide"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return request_page.show(self, request, object_id)
