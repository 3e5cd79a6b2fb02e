"""An officer's own files: how far each is, and where to take it."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from conference.admin.current import FORM_FIELD, current_roles, is_of_current_conference, officer, required_conference
from conference.admin.markup import at_text, lines, tag
from conference.admin.scoped import ScopedAdmin
from conference.health.heartbeats import silent, worker_of
from conference.jobs.admin.taking import taken
from conference.jobs.asking import QUEUE, cancel_job
from conference.jobs.errors import JobError
from conference.jobs.models import Job
from conference.jobs.states import JobState
from conference.permissions import ROLES_THAT_ARRANGE
from conference.registry import registry

TONES = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "accent",
    JobState.DONE: "good",
    JobState.FAILED: "trouble",
    JobState.CANCELLED: "neutral",
    JobState.EXPIRED: "neutral",
}


@admin.register(Job)
class JobAdmin(ScopedAdmin):
    """Made by asking on a list; nobody sees another officer's."""

    may_be_added = False
    may_be_deleted = False
    actions = None
    list_display = ("what", "asked", "status", "file_of", "kept")
    list_display_links = ("what",)
    ordering = ("-asked_at",)
    change_list_template = "admin/jobs/list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        own: QuerySet[Any] = Job.objects.visible_to(request.user, required_conference(request)).with_files()
        return own.select_related("conference")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may_see_all = bool(current_roles(request) & ROLES_THAT_ARRANGE)
        context = {"title": _("Files made for you"), "may_see_all": may_see_all}
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        job = self.get_object(request, object_id)
        if job is None:
            raise Http404
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        context = self.admin_site.each_context(request) | page_of(job) | {"opts": self.opts}
        return TemplateResponse(request, "admin/jobs/job.html", context)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<uuid:pk>/standing/", view(self.standing), name="jobs_job_standing"),
            path("<uuid:pk>/take/", view(require_POST(self.take)), name="jobs_job_take"),
            path("<uuid:pk>/cancel/", view(require_POST(self.cancel)), name="jobs_job_cancel"),
            *super().get_urls(),
        ]

    def standing(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The part of the page that changes while the file is made, for the script that asks each second."""
        job = get_object_or_404(self.get_queryset(request), pk=pk)
        context = {"current_conference": job.conference, "conference_field": FORM_FIELD, **page_of(job)}
        return TemplateResponse(request, "admin/jobs/_standing.html", context)

    def take(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """The file, to whom it was made for and who may still read what it holds; that it was taken is recorded."""
        job = get_object_or_404(self.get_queryset(request), pk=pk)
        found = taken(job, by=officer(request))
        if found is None:
            messages.error(request, _("The file is not there any longer. Please ask for it again."))
            return _back_to(job)
        return found

    def cancel(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Stops the making of a file."""
        job = get_object_or_404(self.get_queryset(request), pk=pk)
        if not is_of_current_conference(request):
            messages.error(request, _("This page belongs to another conference. Nothing was changed."))
            return _back_to(job)
        try:
            cancel_job(job.pk, by=officer(request))
            messages.success(request, _("The file is not made any further."))
        except JobError as error:
            messages.error(request, str(error))
        return _back_to(job)

    @admin.display(description=gettext_lazy("file"))
    def what(self, job: Job) -> SafeString:
        return lines(label_of(job), job.about)

    @admin.display(description=gettext_lazy("asked"), ordering="asked_at")
    def asked(self, job: Job) -> str:
        return at_text(job.conference, job.asked_at)

    @admin.display(description=gettext_lazy("status"), ordering="state")
    def status(self, job: Job) -> SafeString:
        percent = "" if job.percent is None or job.state != JobState.RUNNING else f"{job.percent} %"
        return lines(tag(TONES[JobState(job.state)], job.get_state_display()), percent)

    @admin.display(description=gettext_lazy("size"))
    def file_of(self, job: Job) -> str:
        return filesizeformat(job.size or 0) if job.state == JobState.DONE else "–"

    @admin.display(description=gettext_lazy("kept until"), ordering="expires_at")
    def kept(self, job: Job) -> str:
        return at_text(job.conference, job.expires_at) or "–"


def label_of(job: Job) -> str:
    kind = registry.job_kinds.get(job.kind)
    return capfirst(str(kind.label)) if kind else job.kind


def page_of(job: Job) -> dict[str, Any]:
    """What the page of one file shows."""
    state = JobState(job.state)
    rows = (
        {"term": _("Of the list"), "text": job.about or _("all of it")},
        {"term": _("What it is for"), "text": job.reason},
        {"term": _("Asked"), "text": at_text(job.conference, job.asked_at)},
        {"term": _("File"), "text": job.file_name and f"{job.file_name} · {filesizeformat(job.size or 0)}"},
        {"term": _("Kept until"), "text": at_text(job.conference, job.expires_at)},
        {"term": _("Taken"), "text": ", ".join(at_text(job.conference, one.at) for one in job.downloads.all())},
    )
    return {
        "title": label_of(job),
        "job": job,
        "state_tone": TONES[state],
        "state_text": capfirst(job.get_state_display()),
        "is_done": state == JobState.DONE,
        "is_left_alone": state == JobState.QUEUED and worker_of(QUEUE) in silent(),
        "rows": [row for row in rows if row["text"]],
    }


def _back_to(job: Job) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:jobs_job_change", args=[job.pk]))
