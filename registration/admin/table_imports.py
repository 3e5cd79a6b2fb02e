"""Imports of a kind: the list of them, and the pages on which a table is brought, mapped, previewed, done, undone."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin.current import officer, required_conference
from conference.admin.markup import at_text, lines, tag
from conference.columns import Column
from conference.jobs.asking import cancel_job
from conference.jobs.errors import JobError
from conference.jobs.running import run_at_once
from conference.models import Conference, User
from registration.actions.import_table import ask_for_work, drop_import
from registration.actions.undo_import import ask_for_undo
from registration.admin.desk_list import DeskAdmin
from registration.admin.import_bringing import bring, columns_view, template_workbook
from registration.admin.import_page import errors_view, import_context, standing_view
from registration.admin.import_words import ImportWords
from registration.admin.row_page import posted, read_page
from registration.errors import RegistrationError
from registration.imports.headings import Headings
from registration.models import BroughtTable
from registration.states import ImportState

TONES = {
    ImportState.BROUGHT: "waiting",
    ImportState.PREVIEWED: "waiting",
    ImportState.IMPORTED: "good",
    ImportState.UNDONE: "neutral",
    ImportState.DROPPED: "neutral",
}


class TableImportAdmin(DeskAdmin):
    """Tables are brought and imported by acts; what stands in them only who brought one reads.

    What kind of table it is, whoever inherits says: its model, columns, forms and words.
    """

    model: type[BroughtTable]
    words: ClassVar[ImportWords]
    file_form: ClassVar[type[forms.Form]]
    list_display = ("what", "when", "status", "result")
    list_display_links = ("what",)
    list_select_related: ClassVar[Any] = ("by", "conference")
    actions = None
    change_list_template = "admin/imports/change_list.html"

    def columns_of(self, conference: Conference, by: User) -> list[Column]:
        """The columns that the officer sees and an import may write."""
        raise NotImplementedError

    def headings_of(self, columns: list[Column], conference: Conference) -> Headings:
        """By what these are known in a table."""
        raise NotImplementedError

    def columns_form(self, request: HttpRequest, data: Any, brought: Any, columns: list[Column]) -> Any:
        """Which column is which: ``columns``, ``fixed``, ``column_fields()`` and ``fixed_fields()``."""
        raise NotImplementedError

    def go_form(self, brought: Any) -> forms.Form:
        """What is decided with the import itself."""
        raise NotImplementedError

    def blank_workbook(self, request: HttpRequest) -> bytes:
        """An empty workbook to be filled in."""
        raise NotImplementedError

    def complete_lines(self, request: HttpRequest, lines: list[dict[str, Any]]) -> None:
        """Adds to the lines of a preview what it does not keep."""

    def touched(self, request: HttpRequest, brought: Any) -> list[dict[str, str]]:
        """With what something was done since, so that an import was not undone: ``name`` and ``url``."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        visible: QuerySet[Any] = self.model.objects.visible_to(request.user, required_conference(request))
        return visible.select_related("conference", "job", "by", "undone_by")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer: HttpResponse = super().changelist_view(
            request, {"title": self.words.list_title, "words": self.words, **(extra_context or {})}
        )
        return answer

    @admin.display(description=gettext_lazy("file"))
    def what(self, brought: BroughtTable) -> SafeString:
        return lines(brought.file_name or _("(without a name)"), str(brought.by or ""))

    @admin.display(description=gettext_lazy("brought"), ordering="created_at")
    def when(self, brought: BroughtTable) -> str:
        return at_text(brought.conference, brought.created_at)

    @admin.display(description=gettext_lazy("status"), ordering="state")
    def status(self, brought: BroughtTable) -> SafeString:
        return tag(TONES[ImportState(brought.state)], brought.get_state_display())

    @admin.display(description=gettext_lazy("rows"))
    def result(self, brought: BroughtTable) -> str:
        if not brought.rows:
            return "–"
        return _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(refused)s with errors") % {
            "new": brought.new,
            "changed": brought.changed,
            "unchanged": brought.unchanged,
            "refused": brought.refused,
        }

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
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
        return read_page(self, request, object_id, "admin/imports/detail.html", import_context)


def _preview(request: HttpRequest, brought: BroughtTable) -> None:
    ask_for_work(brought.pk, "preview", of=type(brought), by=officer(request))


def _import(request: HttpRequest, brought: BroughtTable) -> None:
    ask_for_work(
        brought.pk,
        "import",
        of=type(brought),
        by=officer(request),
        leaves_out="leaves_out" in request.POST,
        writes_letters="writes_letters" in request.POST,
    )


def _stop(request: HttpRequest, brought: BroughtTable) -> None:
    if brought.job is None or brought.job.asked_by_id != request.user.pk:
        raise RegistrationError(_("There is nothing to stop."))
    try:
        cancel_job(brought.job.pk, by=officer(request))
    except JobError as error:
        raise RegistrationError(str(error)) from error


def _drop(request: HttpRequest, brought: BroughtTable) -> None:
    drop_import(brought.pk, of=type(brought), by=officer(request))
    messages.success(request, _("The file is deleted; nothing was imported from it."))


def _undo(request: HttpRequest, brought: BroughtTable) -> None:
    """A short one at once, a long one by a worker; the page of the import says in either case what came of it."""
    job = ask_for_undo(brought.pk, of=type(brought), by=officer(request))
    if job is not None and job.claim is not None:
        run_at_once(job)
