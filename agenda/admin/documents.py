"""The officer's documents: entered with their files, issued, withdrawn, revised, corrected, added to."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin import ShowFacets
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from agenda.actions.document_versions import keep_version, name_original, remove_version
from agenda.actions.documents import (
    describe_document,
    discard_document,
    enter_document,
    follow_document,
    issue_document,
    withdraw_document,
)
from agenda.admin.document_beside import beside_form
from agenda.admin.document_filters import (
    DistributionFilter,
    DocumentStateFilter,
    MissingLanguageFilter,
    SessionOfDocumentFilter,
    chips_of,
)
from agenda.admin.document_words import TONES, languages_missing
from agenda.errors import AgendaError
from agenda.forms.document import DocumentForm, document_form, fields_of_files, file_line
from agenda.models import ConferenceDocument, DocumentVersion, Step
from agenda.states import DocumentState
from conference.admin.chips import Chip, ChippedList
from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.markup import lines, on_one_line, tag
from conference.admin.scoped import ScopedAdmin
from conference.clock import conference_now
from conference.formats import language_name, moment_text
from conference.models import Conference
from conference.permissions import ROLES_THAT_SCHEDULE
from registration.admin.row_page import seen_version

NAME = "agenda_conferencedocument"
ASKED_FOR = ("embargo_day", "embargo_time")


@admin.register(ConferenceDocument)
class ConferenceDocumentAdmin(ChippedList, ScopedAdmin):
    """Everything is done by the acts alone; what an act refuses is said on the form."""

    form = DocumentForm
    roles_that_change = ROLES_THAT_SCHEDULE
    may_be_deleted = False
    actions = None
    show_facets = ShowFacets.NEVER
    refusals = (AgendaError,)
    choices_within: ClassVar[dict[str, str]] = {"sessions": "conference"}
    long_fields = ("title",)
    list_display = ("title_and_kind", "for_whom", "texts", "where", "status")
    list_display_links = ("title_and_kind",)
    list_filter = (DocumentStateFilter, DistributionFilter, MissingLanguageFilter, SessionOfDocumentFilter)
    search_fields = ("symbol", "title", "issuing_body")
    search_help_text = gettext_lazy("Symbol, title in any language, who issues it")
    change_list_template = "admin/agenda/documents.html"
    change_form_template = "admin/agenda/document_change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConferenceDocument]:
        visible = ConferenceDocument.objects.visible_to(request.user, required_conference(request))
        current = DocumentVersion.objects.current().order_by("-is_original", "uploaded_at")
        documents: QuerySet[ConferenceDocument] = (
            visible.with_ancestors().in_order().prefetch_related(Prefetch("versions", current), "sessions")
        )
        return documents

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ()

    def get_fieldsets(self, request: HttpRequest, obj: ConferenceDocument | None = None) -> Any:
        """A symbol that is derived is not asked for; who only reads sees files and embargo in words."""
        is_read = obj is not None and not self.has_change_permission(request, obj)
        files = ["files"] if is_read else fields_of_files(required_conference(request), obj)
        first: tuple[Any, ...] = ("kind",) if obj and obj.follows_id else (("symbol", "kind"),)
        when = "embargo" if is_read else ASKED_FOR
        return (
            (None, {"fields": (*(() if is_read else ("seen_version",)), *first, "title", "issuing_body")}),
            (_("Files"), {"fields": files}),
            (_("For whom and from when"), {"fields": ("distribution", when)}),
            (_("Where it belongs"), {"fields": ("sessions", "position")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: ConferenceDocument | None = None) -> Any:
        return (*super().get_readonly_fields(request, obj), "files", "embargo")

    def get_form(
        self, request: HttpRequest, obj: ConferenceDocument | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["form"] = document_form(required_conference(request), obj)
        return super().get_form(request, obj, change, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        def wrapped(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
            return self.admin_site.admin_view(require_POST(view))

        return [
            path("<uuid:pk>/issue/", wrapped(self.issue), name=f"{NAME}_issue"),
            path("<uuid:pk>/withdraw/", wrapped(self.withdraw), name=f"{NAME}_withdraw"),
            path("<uuid:pk>/follow/<slug:step>/", wrapped(self.follow), name=f"{NAME}_follow"),
            path("<uuid:pk>/discard/", wrapped(self.discard), name=f"{NAME}_discard"),
            *super().get_urls(),
        ]

    def chips_of(self, conference: Conference) -> Iterable[Chip]:
        return chips_of(conference)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        document = self.get_object(request, object_id)
        extra = beside_form(document) if document else {}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: ConferenceDocument, form: DocumentForm, change: bool) -> None:
        """Texts first are kept, then taken away, then the original is named: so a document never lacks one between."""
        by, changed = officer(request), form.changes()
        obj.embargo_until = form.cleaned_data.get("embargo_until")
        sessions = form.cleaned_data["sessions"] if "sessions" in changed else None
        if not change:
            obj.conference = required_conference(request)
            enter_document(obj, sessions=sessions or (), by=by)
        elif changed:
            changes = {name: getattr(obj, name) for name in changed - {"sessions"}}
            version = form.cleaned_data["seen_version"]
            describe_document(obj.pk, changes=changes, sessions=sessions, by=by, version=version)
        for language, upload in form.uploads():
            keep_version(obj.pk, upload, language=language, by=by)
        for language in form.taken_away():
            remove_version(obj.pk, language=language, by=by)
        if original := form.new_original():
            name_original(obj.pk, language=original, by=by)

    def issue(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Lets those for whom it is read it, from its embargo on."""
        return self._act(request, pk, issue_document, _("“%s” is issued."))

    def withdraw(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Takes it out of everybody's reach at once."""
        return self._act(request, pk, withdraw_document, _("“%s” is withdrawn; its files can no longer be opened."))

    def follow(self, request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
        """Begins the next revision, corrigendum or addendum, and leads to it."""
        steps = {str(each.value).lower(): each for each in Step}
        if step not in steps:
            raise Http404
        sentence = _("“%s” is begun as a draft. Choose its files, then issue it.")
        return self._act(request, pk, lambda key, **by: follow_document(key, step=steps[step], **by), sentence)

    def discard(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Deletes a draft."""
        return self._act(request, pk, discard_document, _("The draft “%s” is deleted."))

    def _act(
        self, request: HttpRequest, pk: UUID, act: Callable[..., ConferenceDocument | None], sentence: str
    ) -> HttpResponse:
        document: ConferenceDocument = get_object_or_404(self.get_queryset(request), pk=pk)
        if not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
            return HttpResponseRedirect(self._url(pk))
        try:
            done = act(document.pk, by=officer(request), version=seen_version(request))
        except AgendaError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self._url(pk))
        told = sentence % (done or document)
        self.log_change(request, document, told)
        messages.success(request, told)
        return HttpResponseRedirect(self._url(done.pk) if done else reverse(f"admin:{NAME}_changelist"))

    def _url(self, pk: UUID) -> str:
        return reverse(f"admin:{NAME}_change", args=[pk])

    @admin.display(description=gettext_lazy("document"))
    def title_and_kind(self, document: ConferenceDocument) -> SafeString:
        kind = document.get_kind_display()
        return lines(document, on_one_line(kind, document.issuing_body))

    @admin.display(description=gettext_lazy("for whom"))
    def for_whom(self, document: ConferenceDocument) -> str:
        return document.get_distribution_display()

    @admin.display(description=gettext_lazy("languages"))
    def texts(self, document: ConferenceDocument) -> SafeString:
        there = [version.language.upper() for version in document.versions.all()]
        missing = [code.upper() for code in languages_missing(document, document.conference)]
        said = _("not yet %(languages)s") % {"languages": ", ".join(missing)} if missing else ""
        return lines(", ".join(there) or "–", said)

    @admin.display(description=gettext_lazy("sessions"))
    def where(self, document: ConferenceDocument) -> SafeString:
        first, *others = [str(session) for session in document.sessions.all()] or ["–"]
        return lines(first, _("and %(count)d more") % {"count": len(others)} if others else "")

    @admin.display(description=gettext_lazy("status"))
    def status(self, document: ConferenceDocument) -> SafeString:
        state = tag(TONES[DocumentState(document.state)], document.get_state_display())
        until, held = document.embargo_until, document.conference
        if until is None or until <= conference_now(held):
            return state
        return lines(state, _("embargo until %(moment)s") % {"moment": moment_text(until, held.zone)})

    @admin.display(description=gettext_lazy("files"))
    def files(self, document: ConferenceDocument) -> SafeString:
        rows = [
            (language_name(version.language), file_line(document.conference, version))
            for version in document.versions.all()
        ]
        return format_html_join("", "<span>{} {}</span> ", rows or [("–", "")])

    @admin.display(description=gettext_lazy("embargo until"))
    def embargo(self, document: ConferenceDocument) -> str:
        return moment_text(document.embargo_until, document.conference.zone) if document.embargo_until else "–"
