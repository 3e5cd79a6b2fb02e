"""Vetting: what each officer has to read and by when, and from there to readers, opinions and decisions."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from conference.admin.current import current_roles, officer, required_conference
from conference.formats import day_text
from conference.permissions import ROLES_THAT_ARRANGE, ROLES_THAT_DECIDE
from registration.admin import vetting_decide, vetting_list, vetting_objections, vetting_read, vetting_readers
from registration.admin.desk_list import DeskAdmin
from registration.admin.guard import row_to_show
from registration.models import Reading
from registration.queries.vetting import CategoryProgress, progress_of


@admin.register(Reading)
class ReadingAdmin(DeskAdmin):
    """Readings are made by giving applications to readers; what stands here are the pages of vetting."""

    conference_lookup = "registration__conference"
    roles_that_change = ROLES_THAT_DECIDE
    may_be_added = False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        name = "registration_reading"
        return [
            path("next/", view(vetting_read.next_view), name=f"{name}_next"),
            path("category/<uuid:pk>/readers/", view(vetting_readers.readers_view(self)), name=f"{name}_readers"),
            path("category/<uuid:pk>/decisions/", view(vetting_list.list_view(self)), name=f"{name}_decisions"),
            path("of/<uuid:pk>/", view(vetting_read.read_view(self)), name=f"{name}_read"),
            path("of/<uuid:pk>/conflict/", view(vetting_read.conflict_view), name=f"{name}_conflict"),
            path("of/<uuid:pk>/decide/", view(vetting_decide.decide_view(self)), name=f"{name}_decide"),
            path("of/<uuid:pk>/objection/", view(vetting_objections.record_view(self)), name=f"{name}_objection"),
            path("objection/<uuid:pk>/withdrawn/", view(vetting_objections.withdrawn_view), name=f"{name}_withdrawn"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return _desk(self, request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = Reading.objects.visible_to(officer(request), required_conference(request))
        return found

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A reading has no page of its own: the application has; who does not decide is led to what says so."""
        if not current_roles(request) & ROLES_THAT_DECIDE:
            return HttpResponseRedirect(reverse("admin:registration_reading_changelist"))
        found = row_to_show(self, request, object_id)
        return HttpResponseRedirect(reverse("admin:registration_reading_read", args=[found.registration_id]))


def _desk(model_admin: ReadingAdmin, request: HttpRequest) -> HttpResponse:
    roles, conference = current_roles(request), required_conference(request)
    may_know = bool(roles & ROLES_THAT_DECIDE)
    progress = progress_of(conference, officer(request)) if may_know else []
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Vetting"),
        "opts": model_admin.opts,
        "may_know": may_know,
        "may_assign": bool(roles & ROLES_THAT_ARRANGE),
        "lines": [_line(each) for each in progress],
        "mine_left": sum(each.mine_left for each in progress),
    }
    return TemplateResponse(request, "admin/registration/reading/desk.html", context)


def _line(each: CategoryProgress) -> dict[str, Any]:
    """One category of the desk of vetting, with the day by which it is decided."""
    category = each.category
    return {
        "progress": each,
        "category": category,
        "decide_by_text": day_text(category.decide_by) if category.decide_by else "",
        "readers_url": reverse("admin:registration_reading_readers", args=[category.pk]),
        "decisions_url": reverse("admin:registration_reading_decisions", args=[category.pk]),
    }
