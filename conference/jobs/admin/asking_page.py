"""A list as a file: what the officer sees filtered is what the file holds."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.jobs.asking import ask_for_job
from conference.jobs.errors import JobError
from conference.jobs.models import Job
from conference.registry import JobKind, registry


class AskingForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What is the file for?"),
        help_text=gettext_lazy("It is recorded, and stands in the file."),
        max_length=300,
        error_messages={"required": gettext_lazy("Please say what the file is for.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def asking_page(model_admin: ModelAdmin[Any], request: HttpRequest, key: str) -> HttpResponse:
    """Says what the file will hold and asks what it is for; then has it made. Raises ``PermissionDenied``."""
    kind = registry.job_kinds[key]
    if not kind.may_ask(officer(request), required_conference(request)):
        raise PermissionDenied
    every_page = request.GET.copy()
    every_page.pop(PAGE_VAR, None)
    request.GET = every_page  # type: ignore[assignment]  # the list reads it, whatever its type
    try:
        shown = model_admin.get_changelist_instance(request)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(_list_url(model_admin))
    form = AskingForm(request.POST or None)
    if request.method == "POST":
        job = _ask(request, kind, shown, form)
        if job is not None:
            return HttpResponseRedirect(reverse("admin:jobs_job_change", args=[job.pk]))
    return TemplateResponse(request, "admin/jobs/ask.html", _context(model_admin, request, kind, shown, form))


def _ask(request: HttpRequest, kind: JobKind, shown: ChangeList, form: AskingForm) -> Job | None:
    if not is_of_current_conference(request):
        messages.error(request, _("This page belongs to another conference. Nothing was begun."))
        return None
    if not form.is_valid():
        return None
    try:
        return ask_for_job(
            kind.key,
            conference=required_conference(request),
            by=officer(request),
            asked_for={"ids": [str(pk) for pk in shown.queryset.values_list("pk", flat=True)]},
            about="; ".join(narrowed_to(shown)),
            reason=form.cleaned_data["reason"],
        )
    except JobError as error:
        form.add_error(None, str(error))
        return None


def file_url_for(request: HttpRequest, key: str, url_name: str) -> str:
    """Where a list is taken as a file, filtered as it is shown; nothing for who may not."""
    if not registry.job_kinds[key].may_ask(officer(request), required_conference(request)):
        return ""
    query = request.GET.urlencode()
    return f"{reverse(url_name)}?{query}" if query else reverse(url_name)


def narrowed_to(shown: ChangeList) -> list[str]:
    """The filters in force, in words: “status: registered”."""
    words = [
        f"{capfirst(str(spec.title))}: {choice['display']}"
        for spec in shown.filter_specs
        if spec.has_output()
        for position, choice in enumerate(spec.choices(shown))
        if position and choice.get("selected")
    ]
    return [*words, _("Search: %(words)s") % {"words": shown.query}] if shown.query else words


def _list_url(model_admin: ModelAdmin[Any]) -> str:
    return reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")


def _context(
    model_admin: ModelAdmin[Any], request: HttpRequest, kind: JobKind, shown: ChangeList, form: AskingForm
) -> dict[str, Any]:
    opts = model_admin.opts
    list_url = _list_url(model_admin)
    query = request.GET.urlencode()
    rows = shown.result_count
    return {
        **model_admin.admin_site.each_context(request),
        "title": capfirst(str(kind.label)),
        "opts": opts,
        "form": form,
        "parent_url": list_url,
        "parent_label": capfirst(str(opts.verbose_name_plural)),
        "cancel_url": f"{list_url}?{query}" if query else list_url,
        "facts": [
            {"term": _("Rows"), "text": ngettext("%(count)s row", "%(count)s rows", rows) % {"count": rows}},
            {"term": _("Of the list"), "text": "; ".join(narrowed_to(shown)) or _("all of it")},
        ],
    }
