"""Releases: published after a look at what changes and who is told, read afterwards, returned to, compared."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Func, IntegerField, QuerySet
from django.db.models.fields.json import KeyTransform
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from agenda.actions.notices import send_letters_after_all, send_letters_now
from agenda.actions.release import release_agenda, restore_release
from agenda.admin.release_letters import told_lines
from agenda.admin.release_preview import offered, preview_context
from agenda.errors import AgendaError
from agenda.forms.release import CompareForm, ReleaseForm
from agenda.models import Release
from agenda.queries.diff import changes_between_releases, release_preview
from agenda.queries.restoring import restore_preview
from conference.admin.current import is_of_current_conference, officer, required_conference, sees_protected
from conference.admin.scoped import ScopedAdmin
from conference.formats import moment_text
from conference.permissions import ROLES_THAT_SCHEDULE


class ListOfReleases(ChangeList):
    """Counts the sessions where they are: a snapshot of a large conference is half a megabyte."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        held = Func(KeyTransform("sessions", "snapshot"), function="jsonb_array_length", output_field=IntegerField())
        releases: QuerySet[Any] = super().get_queryset(request, exclude_parameters).annotate(session_count=held)
        return releases


@admin.register(Release)
class ReleaseAdmin(ScopedAdmin):
    """Releases are immutable: they are published and read, never changed."""

    roles_that_change = ROLES_THAT_SCHEDULE
    may_be_deleted = False
    list_display = ("name", "published", "published_by", "sessions", "letters", "public_note")
    list_display_links = ("name",)
    actions = None
    change_list_template = "admin/agenda/releases.html"
    fields: ClassVar[Any] = ()
    ordering = ("-number",)
    change_form_template = "admin/agenda/release.html"
    object_history_template = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        """Without the snapshots, which two pages need of two releases."""
        return super().get_queryset(request).select_related("conference", "published_by").defer("snapshot")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ListOfReleases

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("compare/", wrap(require_safe(self.compare)), name="agenda_release_compare"),
            path("<uuid:pk>/restore/", wrap(self.restore), name="agenda_release_restore"),
            path("<uuid:pk>/letters/", wrap(require_POST(self.send_letters)), name="agenda_release_letters"),
            path("<uuid:pk>/letters/now/", wrap(require_POST(self.send_now)), name="agenda_release_now"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The preview and the publish button."""
        conference = required_conference(request)

        def publish(**wishes: Any) -> Release:
            return release_agenda(conference.pk, by=officer(request), **wishes)

        return self._publishing(request, publish, lambda: {"preview": release_preview(conference, actor=request.user)})

    def restore(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The same for the content of an older release."""
        release = get_object_or_404(self.get_queryset(request), pk=pk)

        def publish(**wishes: Any) -> Release:
            return restore_release(release.pk, by=officer(request), **wishes)

        def context() -> dict[str, Any]:
            found = restore_preview(release, actor=request.user)
            title = _("Return to release %(number)s") % {"number": release.number}
            return {"preview": found.preview, "restored": found, "old": release, "title": title}

        return self._publishing(request, publish, context)

    def _publishing(
        self, request: HttpRequest, publish: Callable[..., Release], look: Callable[[], dict[str, Any]]
    ) -> HttpResponse:
        """Publishes what the officer saw; when it has changed since, the page comes again with what it is now."""
        if not self.has_add_permission(request):
            return self._refused(request)
        if request.method == "POST" and not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
            return HttpResponseRedirect(request.path)
        conference = required_conference(request)
        form = ReleaseForm(request.POST or None, languages=tuple(conference.languages))
        if form.is_valid() and (release := self._published(request, form, publish)):
            return HttpResponseRedirect(reverse("admin:agenda_release_change", args=[release.pk]))
        found = look()
        context = self.admin_site.each_context(request) | {"opts": self.opts, "title": _("Publish the agenda")} | found
        context |= preview_context(conference, found["preview"], sees_protected=sees_protected(request))
        context["form"] = offered(form, found["preview"], conference)
        return TemplateResponse(request, "admin/agenda/publish.html", context)

    def _published(self, request: HttpRequest, form: ReleaseForm, publish: Callable[..., Release]) -> Release | None:
        try:
            release = publish(**form.cleaned_data)
        except AgendaError as error:
            messages.error(request, str(error))
            return None
        messages.success(request, _("Release %(number)s is public.") % {"number": release.number})
        return release

    def _refused(self, request: HttpRequest) -> HttpResponse:
        messages.error(request, _("Your role in this conference does not permit that."))
        return HttpResponseRedirect(reverse("admin:agenda_release_changelist"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        release = self.get_object(request, object_id)
        extra = dict(extra_context or {})
        if release is not None:
            releases = self.get_queryset(request)
            before = releases.filter(number__lt=release.number).order_by("-number").first()
            told = told_lines(release, sees_protected=sees_protected(request))
            extra |= {
                "release": release,
                "before": before,
                "changes": changes_between_releases(before, release, actor=request.user),
                "published_text": self.published(release),
                "told": told,
                "waiting": sum(line["is_waiting"] for line in told),
                "is_last": not releases.filter(number__gt=release.number).exists(),
                "may_publish": self.has_add_permission(request),
                "letters_sent_text": self._letters_sent(release),
            }
        return super().change_view(request, object_id, form_url, extra)

    def _letters_sent(self, release: Release) -> str:
        sent_at = release.letters_sent_at
        return moment_text(sent_at, release.conference.zone) if sent_at else ""

    def compare(self, request: HttpRequest) -> HttpResponse:
        """What is different between any two releases."""
        releases = self.get_queryset(request).order_by("-number")
        form = CompareForm(request.GET or None, releases=releases, initial=_last_two(releases))
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Compare two releases"),
            "form": form,
        }
        if form.is_valid():
            old, new = sorted((form.cleaned_data["old"], form.cleaned_data["new"]), key=lambda one: one.number)
            context |= {"old": old, "new": new, "changes": changes_between_releases(old, new, actor=request.user)}
        return TemplateResponse(request, "admin/agenda/compare.html", context)

    def send_letters(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Writes the letters of a release that was published without."""
        return self._act(request, pk, send_letters_after_all, _("The letters are written and on their way."))

    def send_now(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Lets the letters go that wait for a further release."""
        return self._act(request, pk, send_letters_now, _("The letters are on their way."))

    def _act(self, request: HttpRequest, pk: UUID, act: Callable[..., object], done: str) -> HttpResponse:
        release = get_object_or_404(self.get_queryset(request), pk=pk)
        if not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        else:
            try:
                act(release.pk, by=officer(request))
                messages.success(request, done)
            except AgendaError as error:
                messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:agenda_release_change", args=[release.pk]))

    @admin.display(description=gettext_lazy("release"))
    def name(self, release: Release) -> str:
        return str(release)

    @admin.display(description=gettext_lazy("published"))
    def published(self, release: Release) -> str:
        return moment_text(release.published_at, release.conference.zone)

    @admin.display(description=gettext_lazy("sessions"))
    def sessions(self, release: Any) -> int:
        return int(release.session_count)

    @admin.display(description=gettext_lazy("letters"))
    def letters(self, release: Release) -> str:
        if release.is_without_letters:
            return _("sent after all") if release.letters_sent_at else _("without letters")
        return "–"

    @admin.display(description=gettext_lazy("public note"))
    def public_note(self, release: Release) -> str:
        return format_html('<span class="pre-line">{}</span>', release.note) if release.note else "–"


def _last_two(releases: QuerySet[Release]) -> dict[str, UUID]:
    """What is asked most: what the last release changed."""
    newest = list(releases.values_list("pk", flat=True)[:2])
    return {"old": newest[-1], "new": newest[0]} if newest else {}
