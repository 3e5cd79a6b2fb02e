"""The list of delegations: seats, head, who answers for it, whether its State has replied."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.chips import Chip
from conference.admin.current import required_conference
from conference.admin.markup import lines, tag
from conference.correspondence.admin.campaigns.lists import WrittenToList
from conference.jobs.admin.asking_page import asking_page, file_url_for
from conference.permissions import ROLES_THAT_INVITE, ROLES_THAT_REGISTER
from registration.admin import delegation_page, delegation_seats
from registration.admin.answering import answers_view
from registration.admin.desk_list import DeskAdmin, DeskFilter, GroupFilter
from registration.admin.naming import delegations_by_name, person_line
from registration.admin.registration_filters import CategoryFilter, categories_of
from registration.admin.tones import INVITATION_TONES
from registration.models import Delegation, searchable
from registration.queries.desk_delegations import delegations_for_desk, focal_points_of, manning_of
from registration.queries.desk_today import delegations_without_a_head
from registration.states import InvitationState


class HeadFilter(DeskFilter):
    title = gettext_lazy("head of delegation")
    parameter_name = "head"
    offered = (("none", gettext_lazy("without a head")),)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.values:
            return queryset
        return queryset.filter(pk__in=delegations_without_a_head(required_conference(request)).values("pk"))


class OwnGroupFilter(GroupFilter):
    field = "pk"


@admin.register(Delegation)
class DelegationAdmin(WrittenToList, DeskAdmin):
    """Delegations come into being by invitation; seats and focal points are changed by acts."""

    roles_that_change = ROLES_THAT_INVITE | ROLES_THAT_REGISTER
    audience = "delegations"
    may_be_added = False
    list_display = ("name", "seats_used", "head", "focal_point", "invitation")
    list_display_links = ("name",)
    list_filter = (OwnGroupFilter, CategoryFilter, HeadFilter)
    search_fields = ("state__code",)
    search_help_text = gettext_lazy("State or organisation")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return delegations_for_desk(required_conference(request))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("protocol_order", "pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = searchable(search_term).split()
        if not words:
            return queryset, False
        names = delegations_by_name(request).items()
        found = [pk for pk, name in names if all(word in searchable(name.text) for word in words)]
        return queryset.filter(pk__in=found), False

    def chips(self, request: HttpRequest) -> Iterable[Chip]:
        names = delegations_by_name(request).values()
        for group, label in {name.group: name.group_label for name in names if name.group}.items():
            yield Chip("group", group, label, sum(1 for name in names if name.group == group))
        without = delegations_without_a_head(required_conference(request)).count()
        yield Chip("head", "none", _("without a head"), without)

    def prepare(self, request: HttpRequest, rows: list[Any]) -> None:
        pks = [row.pk for row in rows]
        names, categories = delegations_by_name(request), categories_of(request)
        manning = manning_of(pks)
        focal_points = focal_points_of(pks)
        for row in rows:
            row.delegation_name = names[row.pk]
            row.category = categories[row.category_id]
            row.manning = manning[row.pk]
            row.head_line = person_line(request, row.manning.head) if row.manning.head else None
            row.focal_points_now = focal_points.get(row.pk, [])

    @admin.display(description=gettext_lazy("delegation"))
    def name(self, delegation: Any) -> SafeString:
        return lines(delegation.delegation_name.text, delegation.delegation_name.group_label or delegation.category)

    @admin.display(description=gettext_lazy("seats"))
    def seats_used(self, delegation: Any) -> SafeString:
        used, quota, outside = delegation.manning.used, delegation.quota, delegation.manning.outside
        text = str(used) if quota is None else _("%(used)d of %(quota)d") % {"used": used, "quota": quota}
        notes = []
        if quota is not None and used > quota:
            notes.append(_("%(over)s above quota") % {"over": used - quota})
        if outside:
            note = ngettext("%(count)d outside quota", "%(count)d outside quota", outside)
            notes.append(note % {"count": outside})
        return lines(text, ", ".join(notes))

    @admin.display(description=gettext_lazy("head of delegation"))
    def head(self, delegation: Any) -> SafeString | str:
        if delegation.head_line:
            return lines(delegation.head_line.name, delegation.head_line.beside, delegation.head_line.function)
        return tag("waiting", _("no head")) if delegation.manning.used else "–"

    @admin.display(description=gettext_lazy("focal point"))
    def focal_point(self, delegation: Any) -> SafeString | str:
        first = next(iter(delegation.focal_points_now), None)
        return lines(first.name, first.email) if first else "–"

    @admin.display(description=gettext_lazy("invitation"))
    def invitation(self, delegation: Any) -> SafeString | str:
        state = delegation.invitation_state
        return tag(INVITATION_TONES[state], str(InvitationState(state).label)) if state else "–"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        file_url = file_url_for(request, "delegations", "admin:registration_delegation_file")
        return super().changelist_view(request, {"file_url": file_url, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Any, name: str) -> URLPattern:
            pattern: URLPattern = path(route, self.admin_site.admin_view(view), name=f"registration_delegation_{name}")
            return pattern

        return [
            page("as-a-file/", lambda request: asking_page(self, request, "delegations"), "file"),
            page("<uuid:pk>/answers/", answers_view(self), "answers"),
            page("<uuid:pk>/seats/", delegation_page.seats_view(self), "seats"),
            page("<uuid:pk>/beyond/<uuid:registration>/", delegation_seats.beyond_view(self), "beyond"),
            page("<uuid:pk>/focal-point/<slug:rank>/", delegation_page.focal_point_view(self), "focal_point"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return delegation_page.show(self, request, object_id)
