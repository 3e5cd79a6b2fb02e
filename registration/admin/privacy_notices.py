"""The privacy notice at the desk: its versions with who agreed to them, the draft, its preview, its publication."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.current import officer, required_conference
from conference.admin.scoped import ScopedAdmin
from conference.formats import language_name
from conference.models import Conference
from conference.permissions import ROLES_THAT_WORD_THE_NOTICE
from registration.actions.privacy_notice import discard_notice, draft_notice, what_lacks, word_notice
from registration.admin.guard import is_of_another_conference, row_to_show
from registration.admin.privacy_notice_forms import NoticeForm
from registration.admin.privacy_notice_publishing import preview_view, publish_view
from registration.admin.privacy_notice_rows import at_the_desk, notice_page_url, read_context, version_rows
from registration.errors import RegistrationError
from registration.models import PrivacyNotice
from registration.permissions import can_publish_notice
from registration.queries.privacy_notices import (
    Agreed,
    agreed_by_version,
    shown,
    standard_text,
    version_text,
)

LIST = "admin:registration_privacynotice_changelist"


@admin.register(PrivacyNotice)
class PrivacyNoticeAdmin(ScopedAdmin):
    """Versions are drafted, discarded and published by acts; a published one is read."""

    roles_that_change = ROLES_THAT_WORD_THE_NOTICE

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)
        return found.select_related("conference", "drafted_by", "published_by")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_published)

    def get_urls(self) -> list[URLPattern]:
        preview, publish = (self.admin_site.admin_view(make(self)) for make in (preview_view, publish_view))
        return [
            path("<uuid:pk>/preview/<slug:language>/", preview, name="registration_privacynotice_preview"),
            path("<uuid:pk>/publish/", publish, name="registration_privacynotice_publish"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        conference = required_conference(request)
        notices = list(self.get_queryset(request).order_by("-number"))
        draft = next((notice for notice in notices if not notice.is_published), None)
        agreed = agreed_by_version(conference)
        context = {
            "title": _("Privacy notice"),
            "draft": draft,
            "draft_text": capfirst(version_text(shown(draft).version)) if draft else "",
            "may_begin": draft is None and self.has_add_permission(request),
            "versions": [*version_rows(conference, [each for each in notices if each.is_published], agreed)],
            "not_asked": agreed.get("", Agreed()),
        }
        return self._answer(request, "list", context)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Begins a version with the text in force, the standard one at first; nothing is there until it is saved."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        conference = required_conference(request)
        begun = self.get_queryset(request).filter(published_at=None).first()
        if begun is not None and request.method != "POST":
            return HttpResponseRedirect(notice_page_url(begun))
        before = PrivacyNotice.objects.filter(conference=conference, number=conference.privacy_notice_number).first()
        form = _form(request, conference, initial={"text": before.text if before else standard_text(conference)})
        if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
            given = form.cleaned_data
            try:
                made = draft_notice(conference, text=given["text"], changes=given["changes"], by=officer(request))
            except RegistrationError as error:
                form.add_error(None, str(error))
            else:
                return _saved(request, made)
        context = {
            "title": _("New version of the privacy notice"),
            "form": form,
            "begins_with_standard": not before,
            "may_publish": can_publish_notice(request.user, conference),
        }
        return self._answer(request, "draft", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        found = row_to_show(self, request, object_id)
        may_change = self.has_change_permission(request, found)
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        if found.is_published or not may_change:
            return self._answer(request, "detail", read_context(found))
        initial = {"text": found.text, "changes": found.changes, "seen_version": found.version}
        form = _form(request, found.conference, initial=initial)
        if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
            given = form.cleaned_data
            seen = given["seen_version"] or 0
            try:
                word_notice(
                    found.pk, text=given["text"], changes=given["changes"], seen_version=seen, by=officer(request)
                )
            except RegistrationError as error:
                form.add_error(None, str(error))
            else:
                return _saved(request, found)
        return self._answer(request, "draft", _draft_context(request, found, form))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Discards the draft, once that was confirmed."""
        found = row_to_show(self, request, object_id)
        if not self.has_delete_permission(request, found):
            raise PermissionDenied
        if request.method == "POST" and not is_of_another_conference(request):
            seen = request.POST.get("seen_version", "")
            try:
                discard_notice(found.pk, seen_version=int(seen) if seen.isdecimal() else 0, by=officer(request))
            except RegistrationError as error:
                messages.error(request, str(error))
                return HttpResponseRedirect(notice_page_url(found))
            messages.success(request, _("The draft is discarded; the notice in force stays as it is."))
            return HttpResponseRedirect(reverse(LIST))
        context = {"title": _("Discard this draft?"), "notice": found, "back_url": notice_page_url(found)}
        return self._answer(request, "discard", context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:registration_privacynotice_change", args=[object_id]))

    def _answer(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        shared = self.admin_site.each_context(request) | {"opts": self.opts}
        if template != "list":
            shared |= {"parent_url": reverse(LIST), "parent_label": _("Privacy notice")}
        return TemplateResponse(request, f"admin/registration/privacynotice/{template}.html", shared | context)


def _form(request: HttpRequest, conference: Conference, *, initial: dict[str, Any]) -> NoticeForm:
    return NoticeForm(
        request.POST if request.method == "POST" else None,
        languages=conference.languages,
        is_first=conference.privacy_notice_number is None,
        initial=initial,
    )


def _saved(request: HttpRequest, notice: PrivacyNotice) -> HttpResponse:
    """The draft is kept; on to where the button leads."""
    messages.success(request, _("The draft is saved. Participants see nothing of it until it is published."))
    then = request.POST.get("then", "")
    if then == "publish" and can_publish_notice(request.user, notice.conference):
        return HttpResponseRedirect(reverse("admin:registration_privacynotice_publish", args=[notice.pk]))
    if then in notice.conference.languages:
        return HttpResponseRedirect(reverse("admin:registration_privacynotice_preview", args=[notice.pk, then]))
    return HttpResponseRedirect(notice_page_url(notice))


def _draft_context(request: HttpRequest, notice: PrivacyNotice, form: NoticeForm) -> dict[str, Any]:
    number = shown(notice).version
    return {
        "title": _("Draft of %(version)s") % {"version": version_text(number)},
        "notice": notice,
        "form": form,
        "previews": [(code, language_name(code)) for code in notice.conference.languages],
        "lacking": what_lacks(notice, notice.conference),
        "may_publish": can_publish_notice(request.user, notice.conference),
        "begun_text": at_the_desk(notice.conference, notice.drafted_at),
    }
