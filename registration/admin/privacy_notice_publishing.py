"""A draft of the privacy notice as participants would see it, and its publication."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from conference.admin.current import officer
from conference.formats import language_name
from registration.actions.privacy_notice import publish_notice, what_lacks
from registration.admin.guard import is_of_another_conference
from registration.errors import RegistrationError
from registration.models import PrivacyNotice, UnfinishedForm, notice_in_force
from registration.permissions import can_publish_notice
from registration.queries.privacy_notices import Agreed, agreed_by_version, shown, version_text, version_url
from registration.views.privacy import notice_page


def preview_view(model_admin: ModelAdmin[Any]) -> Callable[..., HttpResponse]:
    """The public page in one language, made of the draft; a published version is looked at where it is public."""

    def view(request: HttpRequest, pk: uuid.UUID, language: str) -> HttpResponse:
        notice = _to_show(model_admin, request, pk)
        conference = notice.conference
        if language not in conference.languages:
            raise Http404
        if notice.is_published:
            with override(language):
                return HttpResponseRedirect(version_url(conference, str(notice.number)))
        preview = {
            "text": _("This is a draft; participants do not see it."),
            "back_url": reverse("admin:registration_privacynotice_change", args=[notice.pk]),
            "back_text": _("Back to the draft"),
            "language": get_language(),
        }
        with override(language):
            languages = [_preview_in(notice, code, current=language) for code in conference.languages]
            response = notice_page(request, conference, shown(notice), {"preview": preview, "languages": languages})
        response.headers["Content-Language"] = language
        return response

    return view


def publish_view(model_admin: ModelAdmin[Any]) -> Callable[..., HttpResponse]:
    """What follows from it, and how many agreed to what was in force until then; then the publication."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        notice = _to_show(model_admin, request, pk)
        if not can_publish_notice(request.user, notice.conference):
            raise PermissionDenied
        if notice.is_published:
            return HttpResponseRedirect(reverse("admin:registration_privacynotice_change", args=[notice.pk]))
        if request.method == "POST" and not is_of_another_conference(request):
            return _publish(request, notice)
        context = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, **_context(notice)}
        return TemplateResponse(request, "admin/registration/privacynotice/publish.html", context)

    return view


def _to_show(model_admin: ModelAdmin[Any], request: HttpRequest, pk: uuid.UUID) -> PrivacyNotice:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    found: PrivacyNotice = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    return found


def _preview_in(notice: PrivacyNotice, code: str, *, current: str) -> dict[str, Any]:
    url = reverse("admin:registration_privacynotice_preview", args=[notice.pk, code])
    return {"code": code, "label": language_name(code), "url": url, "current": code == current}


def _publish(request: HttpRequest, notice: PrivacyNotice) -> HttpResponse:
    seen = request.POST.get("seen_version", "")
    try:
        publish_notice(notice.pk, seen_version=int(seen) if seen.isdecimal() else 0, by=officer(request))
    except RegistrationError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:registration_privacynotice_change", args=[notice.pk]))
    messages.success(request, _("The privacy notice is published. The public pages show it within seconds."))
    return HttpResponseRedirect(reverse("admin:registration_privacynotice_changelist"))


def _context(notice: PrivacyNotice) -> dict[str, Any]:
    conference = notice.conference
    agreed = agreed_by_version(conference)
    own = reverse("admin:registration_privacynotice_change", args=[notice.pk])
    return {
        "title": _("Publish %(version)s of the privacy notice?") % {"version": version_text(shown(notice).version)},
        "notice": notice,
        "lacking": what_lacks(notice, conference),
        "effects": _effects(notice, agreed),
        "agreed": [
            {"term": capfirst(version_text(version)), "text": _counted(count)}
            for version, count in sorted(agreed.items(), reverse=True)
            if version
        ],
        "parent_url": reverse("admin:registration_privacynotice_changelist"),
        "parent_label": _("Privacy notice"),
        "back_url": own,
    }


def _counted(count: Agreed) -> str:
    sentence = ngettext(
        "%(total)d registration, of which %(live)d goes on",
        "%(total)d registrations, of which %(live)d go on",
        count.total,
    )
    return sentence % {"total": count.total, "live": count.live}


def _effects(notice: PrivacyNotice, agreed: dict[str, Agreed]) -> list[str]:
    conference = notice.conference
    new, former = version_text(shown(notice).version), version_text(notice_in_force(conference))
    asked = sum(count.live for version, count in agreed.items() if version)
    begun = UnfinishedForm.objects.live().filter(conference=conference).count()
    return [
        _(
            "From then on %(new)s is in force, and everybody who registers agrees to it. It takes the place of: "
            "%(former)s."
        )
        % {"new": new, "former": former},
        ngettext(
            "%(count)d person who agreed before and still takes part is told so on their own page and may agree anew "
            "there; the former consent is kept as it was given.",
            "%(count)d persons who agreed before and still take part are told so on their own pages and may agree anew "
            "there; the former consents are kept as they were given.",
            asked,
        )
        % {"count": asked},
        ngettext(
            "Whoever is filling in the form (%(count)d is kept unfinished) is asked to read the new version before "
            "submitting; nothing that was typed is lost.",
            "Whoever is filling in the form (%(count)d are kept unfinished) is asked to read the new version before "
            "submitting; nothing that was typed is lost.",
            begun,
        )
        % {"count": begun},
        _("No letter goes out. Should the change matter to those who agreed before, kindly write to them."),
        _(
            "It can be neither changed nor taken back; a mistake is put right by another version. Former ones stay "
            "readable."
        ),
    ]
