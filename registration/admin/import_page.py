"""The page of one import: how far it is, what it would do row by row, what it did."""

import io
import uuid
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.current import FORM_FIELD, officer
from conference.admin.markup import at_text
from conference.health.heartbeats import silent, worker_of
from conference.imports.errors import UnreadableTableError
from conference.imports.faults import of_all, problem_text, problems_of
from conference.imports.previews import DOUBTFUL, PER_PAGE, common_faults, page_of, write_errors
from conference.jobs.asking import QUEUE, record_file
from conference.jobs.states import JobState
from conference.models import User
from registration.admin.import_bringing import FOLDER, XLSX
from registration.admin.row_page import page_of as page_of_row
from registration.models import BroughtTable
from registration.states import ImportState

if TYPE_CHECKING:
    from registration.admin.import_words import ImportWords
    from registration.admin.table_imports import TableImportAdmin

View = Callable[..., HttpResponse]


def import_context(model_admin: "TableImportAdmin", request: HttpRequest, brought: BroughtTable) -> dict[str, Any]:
    """What stands in the table is shown only to who brought it; the counts, and undoing, are for all who register."""
    is_own = brought.by_id == officer(request).pk
    is_open = brought.state in {ImportState.BROUGHT, ImportState.PREVIEWED}
    context = {
        "title": brought.file_name or _("Import"),
        "words": model_admin.words,
        "opts": model_admin.opts,
        "brought": brought,
        "is_own": is_own,
        "is_open": is_open,
        "may_map": is_own and is_open and bool(brought.file),
        "facts": _facts(brought),
        "figures": _figures(brought, model_admin.words),
        "left_out": _left_out(brought) if is_own and brought.rows else "",
        "has_errors_file": is_own and brought.refused and bool(brought.checked),
        "undo_text": model_admin.words.undo % {"undo_until": at_text(brought.conference, brought.undo_until)}
        if brought.may_be_undone
        else "",
        **standing_of(brought),
        "outcome": _undone(brought),
        "touched": _touched(model_admin, request, brought),
    }
    if is_own and brought.checked and not context["is_unfinished"]:
        context |= _shown(model_admin, request, brought)
    if is_own and brought.state == ImportState.PREVIEWED:
        context["form"] = model_admin.go_form(brought)
        context["may_import"] = brought.new + brought.changed > 0
    return context


def standing_of(brought: BroughtTable) -> dict[str, Any]:
    """How far the work on it is."""
    job = brought.job
    is_unfinished = job is not None and job.is_unfinished
    return {
        "brought": brought,
        "job": job,
        "is_unfinished": is_unfinished,
        "is_importing": job is not None and job.kind == brought.works["import"],
        "is_undoing": job is not None and job.kind == brought.works["undo"],
        "is_left_alone": job is not None and job.state == JobState.QUEUED and worker_of(QUEUE) in silent(),
        "failure": job.failure if job is not None and job.state == JobState.FAILED else "",
        "was_stopped": job is not None and job.state == JobState.CANCELLED,
    }


def _undone(brought: BroughtTable) -> dict[str, Any]:
    """What undoing it has done: how many were removed and restored, how many letters had gone."""
    if brought.state != ImportState.UNDONE or brought.job is None or "removed" not in brought.job.asked_for:
        return {}
    return dict(brought.job.asked_for)


def _touched(model_admin: "TableImportAdmin", request: HttpRequest, brought: BroughtTable) -> list[dict[str, str]]:
    """With what something was done since, so that it was not undone."""
    job = brought.job
    if job is None or job.state != JobState.FAILED or not job.asked_for.get("touched"):
        return []
    return model_admin.touched(request, brought)


def standing_view(model_admin: "TableImportAdmin") -> View:
    """The part of the page that changes while a worker is at it, for the script that asks each second."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        brought = get_object_or_404(model_admin.get_queryset(request), pk=pk)
        context = {
            "opts": model_admin.opts,
            "current_conference": brought.conference,
            "conference_field": FORM_FIELD,
            **standing_of(brought),
        }
        return TemplateResponse(request, f"{FOLDER}/_standing.html", context)

    return view


def errors_view(model_admin: "TableImportAdmin") -> View:
    """The rows with errors as a workbook, to be corrected and brought again; to who brought the table."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        brought = get_object_or_404(model_admin.get_queryset(request), pk=pk, by=officer(request))
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        written = io.BytesIO()
        try:
            with TemporaryDirectory() as folder:
                path = Path(folder) / "errors.xlsx"
                write_errors(path, brought.checked, brought.headings)
                written.write(path.read_bytes())
        except UnreadableTableError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(page_of_row(brought))
        if request.method == "GET" and brought.job is not None:
            _record(model_admin, brought, by=officer(request))
        response = HttpResponse(written.getvalue(), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="rows-to-correct.xlsx"'
        return response

    return view


def _record(model_admin: "TableImportAdmin", brought: BroughtTable, *, by: User) -> None:
    """It leaves the house with names, like any other file. Headings of the table itself may be names: ours are kept."""
    assert brought.job is not None  # noqa: S101  asked before
    known = {column.key: str(column.label) for column in model_admin.columns_of(brought.conference, by)}
    columns = [(key, known[key]) for key in brought.columns if key in known]
    record_file(
        brought.job,
        by=by,
        kind=brought.works["preview"],
        about=_("rows to correct"),
        form=XLSX,
        columns=columns,
        rows=brought.refused,
    )


def _shown(model_admin: "TableImportAdmin", request: HttpRequest, brought: BroughtTable) -> dict[str, Any]:
    """One page of the rows of one kind."""
    counts = _counts(brought)
    kinds = [kind for kind, count in counts.items() if count]
    wanted = request.GET.get("rows", "")
    kind = wanted if wanted in kinds else next(iter(kinds), "")
    pages = Paginator(range(counts.get(kind, 0)), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    try:
        lines, common = page_of(brought.checked, kind, page.number) if kind else [], common_faults(brought.checked)
    except UnreadableTableError:
        lines, common = [], []
    of_every_row = of_all(common, brought.refused)
    for line in lines:
        line["problems"] = problems_of(line.get("faults", ()), of_every_row)
    model_admin.complete_lines(request, lines)
    here = page_of_row(brought)
    labels = _labels(model_admin.words)
    tabs = [
        {"label": f"{labels[each]} {counts[each]}", "url": f"{here}?rows={each}", "current": each == kind}
        for each in kinds
    ]
    said = [{"count": fault["count"], "text": problem_text(fault)} for fault in common]
    return {"lines": lines, "kind": kind, "page": page, "tabs": tabs, "common": said}


def _left_out(brought: BroughtTable) -> str:
    """The columns of the file that nothing is read from."""
    keys = [*brought.columns, *[""] * len(brought.headings)]
    left_out = [
        heading or _("Column %(number)s") % {"number": place}
        for place, (heading, key) in enumerate(zip(brought.headings, keys, strict=False), start=1)
        if not key
    ]
    return ", ".join(_("“%(text)s”") % {"text": heading} for heading in left_out)


def _counts(brought: BroughtTable) -> dict[str, int]:
    return {
        "refused": brought.refused,
        DOUBTFUL: brought.doubtful,
        "new": brought.new,
        "changed": brought.changed,
        "unchanged": brought.unchanged,
    }


def _labels(words: "ImportWords") -> dict[str, str]:
    return {
        "refused": _("With errors"),
        DOUBTFUL: str(words.headings.doubtful),
        "new": _("New"),
        "changed": _("Changed"),
        "unchanged": _("Unchanged"),
    }


def _figures(brought: BroughtTable, words: "ImportWords") -> list[dict[str, Any]]:
    if not brought.rows:
        return []
    labels, counts = _labels(words), _counts(brought)
    tones = {"refused": "trouble", DOUBTFUL: "waiting"}
    return [
        {"value": count, "label": labels[kind], "tone": tones.get(kind, "") if count else ""}
        for kind, count in counts.items()
    ]


def _facts(brought: BroughtTable) -> list[dict[str, str]]:
    rows = (
        {"term": _("Status"), "text": capfirst(brought.get_state_display())},
        {"term": _("Brought"), "text": f"{at_text(brought.conference, brought.created_at)} · {brought.by or '–'}"},
        {"term": _("Sheet"), "text": brought.sheet},
        {"term": _("Imported"), "text": at_text(brought.conference, brought.imported_at)},
        {
            "term": _("Undone"),
            "text": f"{at_text(brought.conference, brought.undone_at)} · {brought.undone_by or '–'}"
            if brought.undone_at
            else "",
        },
    )
    return [row for row in rows if row["text"]]
