"""Imports: the list of them, and the pages on which a table is brought, mapped, previewed, imported and undone."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.current import officer, required_conference
from conference.admin.markup import at_text, lines, tag
from conference.jobs.asking import cancel_job
from conference.jobs.errors import JobError
from conference.jobs.running import run_at_once
from conference.permissions import ROLES_THAT_REGISTER
from registration.actions.import_table import ask_for_work, drop_import
from registration.actions.undo_import import ask_for_undo
from registration.admin.desk_list import DeskAdmin
from registration.admin.import_bringing import bring, columns_view, template_workbook
from registration.admin.import_page import errors_view, import_context, standing_view
from registration.admin.row_page import posted, read_page
from registration.errors import RegistrationError
from registration.models import RegistrationImport
from registration.states import ImportState

TONES = {
    ImportState.BROUGHT: "waiting",
    ImportState.PREVIEWED: "waiting",
    ImportState.IMPORTED: "good",
    ImportState.UNDONE: "neutral",
    ImportState.DROPPED: "neutral",
}


@admin.register(RegistrationImport)
class RegistrationImportAdmin(DeskAdmin):
    """Tables are brought and imported by acts; what stands in them only who brought one reads."""

    roles_that_change = ROLES_THAT_REGISTER
    roles_that_read = ROLES_THAT_REGISTER
    list_display = ("what", "when", "status", "result")
    list_display_links = ("what",)
    list_select_related: ClassVar[Any] = ("by", "conference")
    actions = None
    change_list_template = "admin/registration/registrationimport/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        visible: QuerySet[Any] = RegistrationImport.objects.visible_to(request.user, required_conference(request))
        return visible.select_related("conference", "job", "by", "undone_by")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer: HttpResponse = super().changelist_view(request, {"title": _("Imports"), **(extra_context or {})})
        return answer

    @admin.display(description=gettext_lazy("file"))
    def what(self, brought: RegistrationImport) -> SafeString:
        return lines(brought.file_name or _("(without a name)"), str(brought.by or ""))

    @admin.display(description=gettext_lazy("brought"), ordering="created_at")
    def when(self, brought: RegistrationImport) -> str:
        return at_text(brought.conference, brought.created_at)

    @admin.display(description=gettext_lazy("status"), ordering="state")
    def status(self, brought: RegistrationImport) -> SafeString:
        return tag(TONES[ImportState(brought.state)], brought.get_state_display())

    @admin.display(description=gettext_lazy("rows"))
    def result(self, brought: RegistrationImport) -> str:
        if not brought.rows:
            return "–"
        return _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(refused)s with errors") % {
            "new": brought.new,
            "changed": brought.changed,
            "unchanged": brought.unchanged,
            "refused": brought.refused,
        }

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "registration_registrationimport"
        return [
            path("template/", view(template_workbook(self)), name=f"{name}_template"),
            path("<uuid:pk>/columns/", view(columns_view(self)), name=f"{name}_columns"),
            path("<uuid:pk>/standing/", view(standing_view(self)), name=f"{name}_standing"),
            path("<uuid:pk>/errors/", view(errors_view(self)), name=f"{name}_errors"),
            path("<uuid:pk>/preview/", view(posted(self, _preview)), name=f"{name}_preview"),
            path("<uuid:pk>/import/", view(posted(self, _import)), name=f"{name}_import"),
            path("<uuid:pk>/stop/", view(posted(self, _stop)), name=f"{name}_stop"),
            path("<uuid:pk>/drop/", view(posted(self, _drop)), name=f"{name}_drop"),
            path("<uuid:pk>/undo/", view(posted(self, _undo)), name=f"{name}_undo"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return bring(self, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return read_page(self, request, object_id, "admin/registration/registrationimport/detail.html", import_context)


def _preview(request: HttpRequest, brought: RegistrationImport) -> None:
    ask_for_work(brought.pk, "preview", by=officer(request))


def _import(request: HttpRequest, brought: RegistrationImport) -> None:
    ask_for_work(
        brought.pk,
        "import",
        by=officer(request),
        leaves_out="leaves_out" in request.POST,
        writes_letters="writes_letters" in request.POST,
    )


def _stop(request: HttpRequest, brought: RegistrationImport) -> None:
    if brought.job is None or brought.job.asked_by_id != request.user.pk:
        raise RegistrationError(_("There is nothing to stop."))
    try:
        cancel_job(brought.job.pk, by=officer(request))
    except JobError as error:
        raise RegistrationError(str(error)) from error


def _drop(request: HttpRequest, brought: RegistrationImport) -> None:
    drop_import(brought.pk, by=officer(request))
    messages.success(request, _("The file is deleted; nothing was imported from it."))


def _undo(request: HttpRequest, brought: RegistrationImport) -> None:
    """A short one at once, a long one by a worker; the page of the import says in either case what came of it."""
    job = ask_for_undo(brought.pk, by=officer(request))
    if job is not None and job.claim is not None:
        run_at_once(job)
