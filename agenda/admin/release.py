"""Publishing the agenda: the officer sees what changes before everybody does."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from agenda.actions.release import release_agenda
from agenda.errors import AgendaError
from agenda.forms.release import ReleaseForm
from agenda.models import Release
from agenda.queries.diff import Change, ReleasePreview, changes_between_releases, release_preview
from agenda.queries.note import proposed_note
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.scoped import ScopedAdmin
from conference.formats import moment_text
from conference.models import Conference
from conference.permissions import ROLES_THAT_SCHEDULE


@admin.register(Release)
class ReleaseAdmin(ScopedAdmin):
    """Releases are immutable: they are published and read, never changed."""

    roles_that_change = ROLES_THAT_SCHEDULE
    may_be_deleted = False
    list_display = ("name", "published", "published_by", "sessions", "public_note")
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
        return super().get_queryset(request).select_related("conference", "published_by")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The preview and the publish button."""
        conference = required_conference(request)
        if not self.has_add_permission(request):
            return self._refused(request)
        if request.method == "POST" and not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
            return HttpResponseRedirect(request.path)
        form = ReleaseForm(request.POST or None, languages=tuple(conference.languages))
        if form.is_valid() and (release := self._publish(request, form)):
            return HttpResponseRedirect(reverse("admin:agenda_release_change", args=[release.pk]))
        preview = release_preview(conference, actor=request.user)
        context = self.admin_site.each_context(request) | {
            "title": _("Publish the agenda"),
            "opts": self.opts,
            "preview": preview,
            "form": _offered(form, preview, conference),
        }
        return TemplateResponse(request, "admin/agenda/publish.html", context)

    def _publish(self, request: HttpRequest, form: ReleaseForm) -> Release | None:
        """Publishes what the officer saw; when it has changed since, the page comes again with what it is now."""
        try:
            release = release_agenda(
                required_conference(request).pk,
                note=form.cleaned_data["note"],
                fingerprint=form.cleaned_data["fingerprint"],
                by=officer(request),
            )
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
            before = self.get_queryset(request).filter(number__lt=release.number).order_by("-number").first()
            extra |= {
                "release": release,
                "changes": changes_between_releases(before, release, actor=request.user),
                "published_text": self.published(release),
            }
        return super().change_view(request, object_id, form_url, extra)

    @admin.display(description=gettext_lazy("release"))
    def name(self, release: Release) -> str:
        return str(release)

    @admin.display(description=gettext_lazy("published"))
    def published(self, release: Release) -> str:
        return moment_text(release.published_at, release.conference.zone)

    @admin.display(description=gettext_lazy("sessions"))
    def sessions(self, release: Release) -> int:
        return len(release.snapshot["sessions"])

    @admin.display(description=gettext_lazy("public note"))
    def public_note(self, release: Release) -> str:
        return format_html('<span class="pre-line">{}</span>', release.note) if release.note else "–"


def _offered(form: Any, preview: ReleasePreview, conference: Conference) -> Any:
    """The form for this preview: with a first wording of the note, or with the words that were typed."""
    if form.is_bound:
        form.data = {**form.data.dict(), "fingerprint": preview.fingerprint}
    else:
        note = {language: _proposed(preview.changes, conference, language) for language in conference.languages}
        form.initial = {"note": note, "fingerprint": preview.fingerprint}
    return form


def _proposed(changes: Iterable[Change], conference: Conference, language: str) -> str:
    with override(language):
        return proposed_note(changes, conference.zone)
