"""A list as a file: what the officer sees filtered is what the file holds, in the columns that the officer chooses."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import is_of_current_conference, officer, required_conference
from conference.jobs.admin.asking_forms import AskingForm, LayoutForm
from conference.jobs.admin.column_choice import ColumnChoice
from conference.jobs.admin.layout_acts import ACTS, layouts_for, offered_layout
from conference.jobs.admin.taking import sent_at_once
from conference.jobs.asking import ask_for_job
from conference.jobs.errors import JobError, NoColumnsError
from conference.jobs.layouts import may_change
from conference.jobs.models import Job, UsualLayout
from conference.jobs.running import run_at_once
from conference.registry import JobKind, registry

#: Up to so many rows the file comes with the answer; a worker makes what is longer.
MOST_AT_ONCE = 5_000
LAYOUT = "_layout"


@dataclass
class Asked:
    """The list as it is shown, what is chosen of it, and what was typed."""

    request: HttpRequest
    model_admin: ModelAdmin[Any]
    kind: JobKind
    shown: ChangeList
    choice: ColumnChoice
    form: AskingForm
    layout_form: LayoutForm
    confirms: str = ""


def asking_page(model_admin: ModelAdmin[Any], request: HttpRequest, key: str) -> HttpResponseBase:
    """Says what the file will hold and asks what it is for; then gives it. Raises ``PermissionDenied``."""
    kind = registry.job_kinds[key]
    if not kind.may_ask(officer(request), required_conference(request)):
        raise PermissionDenied
    layout_id = request.GET.get(LAYOUT, "")
    try:
        shown = _list_shown(model_admin, request)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(_list_url(model_admin))
    asked = _asked(request, model_admin, kind, shown, layout_id)
    if request.method == "POST":
        if not is_of_current_conference(request):
            messages.error(request, _("This page belongs to another conference. Nothing was begun."))
        elif (answer := _act(asked)) is not None:
            return answer
    return TemplateResponse(request, "admin/jobs/ask.html", _context(asked))


def _list_shown(model_admin: ModelAdmin[Any], request: HttpRequest) -> ChangeList:
    """The list with its filters, whatever page of it is shown."""
    every_page = request.GET.copy()
    for name in (PAGE_VAR, LAYOUT):
        every_page.pop(name, None)
    request.GET = every_page  # type: ignore[assignment]  # the list reads it, whatever its type
    return model_admin.get_changelist_instance(request)


def _asked(
    request: HttpRequest, model_admin: ModelAdmin[Any], kind: JobKind, shown: ChangeList, layout_id: str
) -> Asked:
    user, conference = officer(request), required_conference(request)
    offered = kind.columns(conference, user, None) if kind.columns else []
    if request.method == "POST":
        layout = offered_layout(kind.key, request.POST.get("layout", ""), conference=conference, by=user)
        choice = ColumnChoice.of_page(offered, request.POST, layout)
    else:
        layout = offered_layout(kind.key, layout_id, conference=conference, by=user, or_usual=True)
        known = {column.key for column in offered}
        usual = ColumnChoice(offered, [key for key in kind.usual if key in known])
        choice = ColumnChoice.of_layout(offered, layout) if layout else usual
    typed = {"reason": request.POST.get("reason", ""), "form": choice.form}
    is_usual = layout is not None and UsualLayout.objects.filter(user=user, layout=layout).exists()
    layout_form = LayoutForm.of_layout(layout, is_usual=is_usual)
    return Asked(request, model_admin, kind, shown, choice, AskingForm(initial=typed), layout_form)


def _act(asked: Asked) -> HttpResponseBase | None:
    """Does what the pressed button says; nothing where the page is to be shown again."""
    does = asked.request.POST.get("do", "")
    if does == "make":
        return _make(asked)
    if does in ACTS:
        ACTS[does](asked)
    return None


def _make(asked: Asked) -> HttpResponseBase | None:
    request = asked.request
    asked.form = AskingForm(request.POST)
    if not asked.form.is_valid():
        return None
    try:
        job = _ask(asked)
    except JobError as error:
        asked.form.add_error(None, str(error))
        return None
    if job.claim is None:
        return HttpResponseRedirect(reverse("admin:jobs_job_change", args=[job.pk]))
    return sent_at_once(run_at_once(job), by=officer(request))


def _ask(asked: Asked) -> Job:
    """Raises ``JobError``."""
    if not asked.choice.keys:
        raise NoColumnsError
    return ask_for_job(
        asked.kind.key,
        conference=required_conference(asked.request),
        by=officer(asked.request),
        asked_for={
            "ids": [str(pk) for pk in asked.shown.queryset.values_list("pk", flat=True)],
            "columns": asked.choice.keys,
            "format": asked.form.cleaned_data["form"],
        },
        about="; ".join(narrowed_to(asked.shown, with_words=False)),
        reason=asked.form.cleaned_data["reason"],
        is_claimed=asked.shown.result_count <= MOST_AT_ONCE,
    )


def file_url_for(request: HttpRequest, key: str, url_name: str) -> str:
    """Where a list is taken as a file, filtered as it is shown; nothing for who may not."""
    if not registry.job_kinds[key].may_ask(officer(request), required_conference(request)):
        return ""
    query = request.GET.urlencode()
    return f"{reverse(url_name)}?{query}" if query else reverse(url_name)


def narrowed_to(shown: ChangeList, *, with_words: bool = True) -> list[str]:
    """The filters in force, in words: “status: registered”.

    Without the words that were searched for where it is kept: they may be a protected person's name, and the record
    of files stays for good.
    """
    words = [
        f"{capfirst(str(spec.title))}: {choice['display']}"
        for spec in shown.filter_specs
        if spec.has_output()
        for position, choice in enumerate(spec.choices(shown))
        if position and choice.get("selected")
    ]
    if not shown.query:
        return words
    return [*words, _("Search: %(words)s") % {"words": shown.query} if with_words else _("found by a search")]


def _list_url(model_admin: ModelAdmin[Any]) -> str:
    return reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")


def _context(asked: Asked) -> dict[str, Any]:
    opts, request, layout = asked.model_admin.opts, asked.request, asked.choice.layout
    list_url, query = _list_url(asked.model_admin), request.GET.urlencode()
    rows = asked.shown.result_count
    return {
        **asked.model_admin.admin_site.each_context(request),
        "title": capfirst(str(asked.kind.label)),
        "opts": opts,
        "form": asked.form,
        "layout_form": asked.layout_form,
        "choice": asked.choice,
        "layouts": layouts_for(asked.kind.key, request, LAYOUT),
        "layout": layout,
        "may_change_layout": layout is not None and may_change(layout, by=officer(request)),
        "confirms": asked.confirms,
        "is_at_once": rows <= MOST_AT_ONCE,
        "parent_url": list_url,
        "parent_label": capfirst(str(opts.verbose_name_plural)),
        "cancel_url": f"{list_url}?{query}" if query else list_url,
        "facts": [
            {"term": _("Rows"), "text": ngettext("%(count)s row", "%(count)s rows", rows) % {"count": rows}},
            {"term": _("Of the list"), "text": "; ".join(narrowed_to(asked.shown)) or _("all of it")},
        ],
    }
