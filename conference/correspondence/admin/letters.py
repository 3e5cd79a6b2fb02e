"""Letters as the Secretariat words them: every letter with its wording in each language, the editor, the history."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.admin.scoped import ScopedAdmin
from conference.correspondence.admin.letter_editor import LetterEditor, Together
from conference.correspondence.admin.letter_enclosures import former_choices
from conference.correspondence.admin.letter_history import history_page, number_in, slot_of
from conference.correspondence.enclosure_choice import restore_enclosures
from conference.correspondence.errors import CorrespondenceError
from conference.correspondence.models import LetterTemplate, LetterVersion
from conference.correspondence.purposes import PURPOSES
from conference.correspondence.rewording import drop_wording, restore_wording
from conference.correspondence.wordings import (
    explained_placeholders,
    letters_saying,
    missing_translations,
    wordings_of,
)
from conference.formats import language_name
from conference.permissions import ROLES_THAT_CORRESPOND


@admin.register(LetterTemplate)
class LetterTemplateAdmin(ScopedAdmin):
    """The purpose stands in the address: a letter is chosen in the table, then worded in all languages at once."""

    roles_that_change = ROLES_THAT_CORRESPOND
    may_be_added = False
    # Given up by an act that keeps a version, never by deleting the row.
    may_be_deleted = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        conference = self._readable(request)
        letters, asked = wordings_of(conference), request.GET.get("q", "").strip()[:100]
        context = self.admin_site.each_context(request) | {
            "title": _("Letters"),
            "opts": self.opts,
            "columns": [language_name(code) for code in conference.languages],
            "letters": letters_saying(letters, asked) if asked else letters,
            "asked": asked,
            "missing": [
                {"language": language_name(code), "count": count}
                for code, count in missing_translations(conference).items()
            ],
            "has_unread": any(not each.is_read and not each.own for _purpose, row in letters for each in row),
        }
        return TemplateResponse(request, "admin/correspondence/letters.html", context)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:correspondence_lettertemplate_changelist"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        template = self.get_object(request, object_id)
        if template is None:
            raise Http404
        return HttpResponseRedirect(editor_url(template.purpose))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        template = self.get_object(request, object_id)
        if template is None:
            raise Http404
        return HttpResponseRedirect(history_url(template.purpose, template.language))

    def get_urls(self) -> list[URLPattern]:
        def page(address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"correspondence_lettertemplate_{name}")

        one = "words/<slug:purpose>/<slug:language>/"
        return [
            page("words/<slug:purpose>/", self.editor_view, "words"),
            page(
                "words/<slug:purpose>/enclosures/restore/",
                require_POST(self.restore_enclosures_view),
                "restore_enclosures",
            ),
            page(f"{one}history/", self.versions_view, "history_of"),
            page(f"{one}restore/", require_POST(self.restore_view), "restore"),
            page(f"{one}drop/", require_POST(self.drop_view), "drop"),
            *super().get_urls(),
        ]

    def editor_view(self, request: HttpRequest, purpose: str) -> HttpResponse:
        """The wordings in force, to read, to change, to try."""
        self._readable(request)
        editor = LetterEditor(request, purpose)
        if request.method != "POST":
            return self._page(request, editor)
        if not self.has_change_permission(request):
            raise PermissionDenied
        if not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
            return HttpResponseRedirect(request.path)
        if {"html", "pdf"} & request.POST.keys():
            return editor.as_file() or self._page(request, editor)
        if "test" in request.POST:
            editor.send_on_trial(request.POST["test"])
        elif not {"preview", "find"} & request.POST.keys():
            if editor.is_valid and editor.save():
                return HttpResponseRedirect(reverse("admin:correspondence_lettertemplate_changelist"))
            return self._page(request, editor)
        editor.preview()
        return self._page(request, editor)

    def restore_enclosures_view(self, request: HttpRequest, purpose: str) -> HttpResponse:
        """What went with the letter goes with it again."""
        conference = self._readable(request)
        if purpose not in PURPOSES:
            raise Http404
        if not self.has_change_permission(request):
            raise PermissionDenied
        if not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
            return HttpResponseRedirect(editor_url(purpose))
        number, seen = (number_in(request.POST.get(name)) for name in ("version", "seen"))
        try:
            restore_enclosures(conference.pk, purpose, number, seen=seen, by=officer(request))
            messages.success(request, _("What went with the letter then goes with it again."))
        except CorrespondenceError as error:
            messages.error(request, _("%(reason)s Nothing was changed.") % {"reason": error})
        return HttpResponseRedirect(editor_url(purpose))

    def versions_view(self, request: HttpRequest, purpose: str, language: str) -> HttpResponse:
        """What the letter said before, and the way back."""
        self._readable(request)
        slot = slot_of(request, purpose, language)
        context = self.admin_site.each_context(request) | history_page(request, slot)
        context |= {
            "title": _("Former wordings"),
            "opts": self.opts,
            "may_change": self.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/correspondence/letter_history.html", context)

    def restore_view(self, request: HttpRequest, purpose: str, language: str) -> HttpResponse:
        """As it was in an earlier version."""

        def act(seen: int) -> str:
            number = number_in(request.POST.get("version"))
            conference = required_conference(request)
            try:
                restore_wording(conference.pk, purpose, language, number, seen=seen, by=officer(request))
            except LetterVersion.DoesNotExist as error:
                raise CorrespondenceError(_("There is no such version.")) from error
            return _("The letter says again what it said in version %(number)d.") % {"number": number}

        return self._acted(request, purpose, language, act)

    def drop_view(self, request: HttpRequest, purpose: str, language: str) -> HttpResponse:
        """Back to the shipped wording."""

        def act(seen: int) -> str:
            drop_wording(required_conference(request).pk, purpose, language, seen=seen, by=officer(request))
            return _("The letter goes out in the shipped wording again. Your own stays among the former ones.")

        return self._acted(request, purpose, language, act)

    def _acted(
        self, request: HttpRequest, purpose: str, language: str, act: Callable[[int], str]
    ) -> HttpResponseRedirect:
        self._readable(request)
        slot = slot_of(request, purpose, language)
        if not self.has_change_permission(request):
            raise PermissionDenied
        back = HttpResponseRedirect(history_url(slot.purpose, slot.language))
        if not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
            return back
        try:
            messages.success(request, act(number_in(request.POST.get("seen"))))
        except CorrespondenceError as error:
            messages.error(request, _("%(reason)s Nothing was changed.") % {"reason": error})
        return back

    def _readable(self, request: HttpRequest) -> Any:
        conference = required_conference(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        return conference

    def _page(self, request: HttpRequest, editor: LetterEditor) -> HttpResponse:
        may_change = self.has_change_permission(request)
        editor.look_for_doubts()
        context = self.admin_site.each_context(request) | {
            "title": editor.purpose.label,
            "opts": self.opts,
            "purpose": editor.purpose,
            "columns": editor.columns,
            "enclosures": editor.enclosures,
            "former_choices": list(former_choices(editor.conference, editor.purpose)),
            "sheets": editor.sheets,
            "together": Together(editor.columns, editor.enclosures),
            "may_change": may_change,
            "missing_text": editor.missing_text,
            "placeholders": explained_placeholders(editor.purpose),
            "examples": editor.choices if may_change else [],
            "asked": editor.asked,
            "is_preview": editor.is_tried,
            "own_address": officer(request).email,
        }
        return TemplateResponse(request, "admin/correspondence/letter.html", context)


def editor_url(purpose: str) -> str:
    return reverse("admin:correspondence_lettertemplate_words", args=[purpose])


def history_url(purpose: str, language: str) -> str:
    return reverse("admin:correspondence_lettertemplate_history_of", args=[purpose, language])
