"""The list of proposed side events, what may be ticked by proposers, and when proposals are taken."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin import ModelAdmin, ShowFacets
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.admin.session_filters import SessionFilter
from agenda.admin.side_event_call import call_view
from agenda.admin.side_event_decisions import decide_view
from agenda.admin.side_event_page import show
from agenda.forms.side_event_desk import EquipmentForm
from agenda.models import SideEventEquipment, SideEventProposal
from agenda.states import SIDE_EVENT_UNDECIDED, SideEventState
from agenda.views.side_event_page import TONES
from conference.admin.chips import Chip, ChippedList
from conference.admin.current import required_conference, sees_protected
from conference.admin.markup import at_text, lines, shortened, tag
from conference.admin.scoped import ScopedAdmin
from conference.formats import language_name, moment_text
from conference.permissions import ROLES_THAT_SCHEDULE
from registration.models import Visibility

NAME = "agenda_sideeventproposal"
UNDECIDED = "undecided"
STATUSES = ((UNDECIDED, gettext_lazy("undecided")), *SideEventState.choices)
#: What a cell of the list has room for.
LONGEST_SHOWN = 140


def of_status(value: str) -> Q:
    return Q(state__in=sorted(SIDE_EVENT_UNDECIDED)) if value == UNDECIDED else Q(state=value)


class StatusFilter(SessionFilter):
    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return STATUSES

    def condition(self, request: HttpRequest) -> Q | None:
        value = self.value()
        return of_status(value) if value in dict(STATUSES) else None


class LanguageFilter(SessionFilter):
    """Of who may not be named no language is told either."""

    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [(code, language_name(code)) for code in required_conference(request).languages]

    def condition(self, request: HttpRequest) -> Q | None:
        value = self.value()
        if value not in required_conference(request).languages:
            return None
        spoken = Q(languages__contains=[value])
        return spoken if sees_protected(request) else spoken & ~Q(participant__visibility=Visibility.HIDDEN)


@admin.register(SideEventProposal)
class SideEventProposalAdmin(ChippedList, ScopedAdmin):
    """Made by those who propose, decided by acts."""

    roles_that_change = ROLES_THAT_SCHEDULE
    may_be_added = may_be_deleted = False
    actions = None
    show_facets = ShowFacets.NEVER
    list_display = ("title_and_organisation", "languages_and_length", "proposed", "status", "on_the_agenda")
    list_display_links = ("title_and_organisation",)
    list_filter = (StatusFilter, LanguageFilter)
    search_fields = ("title", "organisation")
    search_help_text = gettext_lazy("Title in any language, organisation")
    change_list_template = "admin/agenda/side_events.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SideEventProposal]:
        found: QuerySet[SideEventProposal] = SideEventProposal.objects.visible_to(
            request.user, required_conference(request)
        )
        hidden = When(participant__visibility=Visibility.HIDDEN, then=Value(not sees_protected(request)))
        marked = found.annotate(is_withheld=Case(hidden, default=Value(value=False)))
        waiting = When(state__in=sorted(SIDE_EVENT_UNDECIDED), then=Value(0))
        marked = marked.annotate(is_decided=Case(waiting, default=Value(1), output_field=IntegerField()))
        return marked.select_related("conference", "participant", "session").order_by(*self.get_ordering(request))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("is_decided", "proposed_at", "pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Nothing is found by a text that is not shown."""
        if search_term.strip() and not sees_protected(request):
            queryset = queryset.exclude(participant__visibility=Visibility.HIDDEN)
        return super().get_search_results(request, queryset, search_term)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("call/", wrap(call_view(self)), name=f"{NAME}_call"),
            path("<uuid:pk>/decide/<slug:key>/", wrap(decide_view(self)), name=f"{NAME}_decide"),
            *super().get_urls(),
        ]

    def chips_for(self, request: HttpRequest) -> Iterable[Chip]:
        """Counted in one aggregate."""
        own = SideEventProposal.objects.filter(conference=required_conference(request))
        counts = own.aggregate(**{value: Count("pk", filter=of_status(value)) for value, _label in STATUSES})
        for value, label in STATUSES:
            yield Chip("status", value, label, counts[value])

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        call_url = reverse(f"admin:{NAME}_call") if self.has_change_permission(request) else ""
        return super().changelist_view(request, {"call_url": call_url, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return show(self, request, object_id)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """It stands on the proposal's page, which withholds what this officer may not read."""
        return HttpResponseRedirect(reverse(f"admin:{NAME}_change", args=[object_id]))

    @admin.display(description=gettext_lazy("side event"))
    def title_and_organisation(self, proposal: Any) -> SafeString | str:
        if proposal.is_withheld:
            return _("Protected participant")
        return lines(shortened(str(proposal.title), LONGEST_SHOWN), shortened(proposal.organisation, LONGEST_SHOWN))

    @admin.display(description=gettext_lazy("languages"))
    def languages_and_length(self, proposal: Any) -> SafeString | str:
        if proposal.is_withheld:
            return "–"
        minutes = _("%(minutes)d min") % {"minutes": proposal.minutes}
        return lines(" · ".join(proposal.languages).upper(), minutes)

    @admin.display(description=gettext_lazy("proposed"))
    def proposed(self, proposal: Any) -> str:
        return at_text(proposal.conference, proposal.proposed_at)

    @admin.display(description=gettext_lazy("status"))
    def status(self, proposal: Any) -> SafeString:
        until = proposal.changes_until
        said = _("until %(moment)s") % {"moment": moment_text(until, proposal.conference.zone)} if until else ""
        return lines(tag(TONES[SideEventState(proposal.state)], proposal.get_state_display()), said)

    @admin.display(description=gettext_lazy("on the agenda"))
    def on_the_agenda(self, proposal: Any) -> SafeString | str:
        session = proposal.session
        if session is None or proposal.is_withheld:
            return "–"
        url = reverse("admin:agenda_session_change", args=[session.pk])
        if session.starts_at is None:
            return format_html('<a href="{}">{}</a>', url, _("not scheduled"))
        return format_html('<a href="{}">{}</a>', url, moment_text(session.starts_at, proposal.conference.zone))


@admin.register(SideEventEquipment)
class SideEventEquipmentAdmin(ScopedAdmin):
    """What the venue can provide, in the order in which it is offered."""

    form = EquipmentForm
    roles_that_change = ROLES_THAT_SCHEDULE
    list_display = ("named", "position")
    list_display_links = ("named",)
    actions = None
    change_list_template = "admin/agenda/side_event_equipment.html"
    fieldsets: ClassVar[Any] = ((None, {"fields": ("seen_version", "name", "position")}),)

    @admin.display(description=gettext_lazy("equipment"))
    def named(self, equipment: SideEventEquipment) -> str:
        return str(equipment.name)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What somebody asked for stays; those who did are counted, not named."""
        asking = SideEventProposal.objects.filter(equipment__in=list(objs)).distinct().count()
        if asking:
            kind = capfirst(str(SideEventProposal._meta.verbose_name_plural))
            return [], {}, set(), [f"{kind}: {asking}"]
        return super().get_deleted_objects(objs, request)
