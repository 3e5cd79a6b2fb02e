"""Letters as the Secretariat words them: every letter with its wording in each language, the form, the preview."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.admin.current import is_of_current_conference, required_conference
from conference.admin.scoped import ScopedAdmin
from conference.correspondence.admin.letter_form import LetterForm
from conference.correspondence.compose import FALLBACK_LANGUAGE, shipped_wording
from conference.correspondence.models import LetterTemplate
from conference.correspondence.purposes import PURPOSES
from conference.correspondence.wordings import explained_placeholders, missing_links, sample_of, wordings_of
from conference.formats import language_name
from conference.permissions import ROLES_THAT_CORRESPOND


@admin.register(LetterTemplate)
class LetterTemplateAdmin(ScopedAdmin):
    """Purpose and language stand in the address: a letter is chosen in the table, then worded."""

    roles_that_change = ROLES_THAT_CORRESPOND
    may_be_added = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        conference = required_conference(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": _("Letters"),
            "opts": self.opts,
            "languages": [language_name(code) for code in conference.languages],
            "letters": wordings_of(conference),
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
        return HttpResponseRedirect(wording_url(template.purpose, template.language))

    def get_urls(self) -> list[URLPattern]:
        wording = self.admin_site.admin_view(self.wording_view)
        drop = self.admin_site.admin_view(require_POST(self.drop_view))
        return [
            path("words/<slug:purpose>/<slug:language>/", wording, name="correspondence_lettertemplate_wording"),
            path("<uuid:pk>/drop/", drop, name="correspondence_lettertemplate_drop"),
            *super().get_urls(),
        ]

    @transaction.atomic
    def wording_view(self, request: HttpRequest, purpose: str, language: str) -> HttpResponse:
        """The wording in force, to read, to change, to try with sample values."""
        template = self._template(request, purpose, language)
        if request.method != "POST":
            return self._page(request, template, self._form(template))
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = self._form(template, request.POST)
        if not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
            return HttpResponseRedirect(request.path)
        if not form.is_valid():
            return self._page(request, template, form)
        if "preview" in request.POST:
            return self._page(request, template, form, sample=sample_of(form.instance))
        form.save()
        self._tell(request, form)
        return HttpResponseRedirect(reverse("admin:correspondence_lettertemplate_changelist"))

    def drop_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Back to the shipped wording."""
        template = self.get_object(request, str(pk))
        if template is None:
            raise Http404
        if not self.has_delete_permission(request, template):
            raise PermissionDenied
        if not is_of_current_conference(request):
            messages.error(request, _("This form belongs to another conference. Nothing was changed."))
        else:
            template.delete()
            messages.success(request, _("The letter goes out in the shipped wording again."))
        return HttpResponseRedirect(wording_url(template.purpose, template.language))

    def _template(self, request: HttpRequest, purpose: str, language: str) -> LetterTemplate:
        """The Secretariat's wording, else a new one that begins with the shipped."""
        conference = required_conference(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        if purpose not in PURPOSES or language not in conference.languages:
            raise Http404
        own = LetterTemplate.objects.filter(conference=conference, purpose=purpose, language=language).first()
        if own:
            return own
        shipped = shipped_wording(purpose, language) or shipped_wording(purpose, FALLBACK_LANGUAGE)
        words = {"subject": shipped.subject, "body": shipped.body.strip()} if shipped else {}
        return LetterTemplate(conference=conference, purpose=purpose, language=language, **words)

    def _form(self, template: LetterTemplate, data: Any = None) -> LetterForm:
        return LetterForm(data, instance=template, purpose=PURPOSES[template.purpose])

    def _tell(self, request: HttpRequest, form: LetterForm) -> None:
        template = form.instance
        messages.success(request, _("The wording is saved. Letters written from now on use it."))
        missing = missing_links(form.purpose, template.language, f"{template.subject}\n{template.body}")
        if missing:
            names = ", ".join(f"{{{name}}}" for name in missing)
            messages.warning(
                request,
                _("The shipped wording also carries %(names)s; without it the recipient may not find the way.")
                % {"names": names},
            )

    def _page(
        self, request: HttpRequest, template: LetterTemplate, form: LetterForm, sample: Any = None
    ) -> HttpResponse:
        purpose = PURPOSES[template.purpose]
        is_own = not template._state.adding  # noqa: SLF001  Django documents the attribute
        context = self.admin_site.each_context(request) | {
            "title": purpose.label,
            "opts": self.opts,
            "form": form,
            "template": template,
            "language": language_name(template.language),
            "is_own": is_own,
            "is_shipped": shipped_wording(template.purpose, template.language) is not None,
            "may_change": self.has_change_permission(request),
            "placeholders": explained_placeholders(purpose),
            "sample": sample,
        }
        return TemplateResponse(request, "admin/correspondence/letter.html", context)


def wording_url(purpose: str, language: str) -> str:
    return reverse("admin:correspondence_lettertemplate_wording", args=[purpose, language])
