"""Bringing a table: the file, then which of its columns is which of ours; and the workbook to fill in."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.admin.current import officer, required_conference
from conference.exports.formats import CONTENT_TYPES, TableFormat
from conference.imports import files
from conference.imports.errors import UnreadableTableError
from conference.imports.kinds import TableKind
from conference.imports.workbooks import sheets_of
from registration.actions.import_table import ask_for_work, bring_table, say_columns
from registration.admin.guard import is_of_another_conference
from registration.admin.row_page import page_of
from registration.errors import RegistrationError
from registration.forms.import_columns import ReadingForm
from registration.forms.table_file import shown_name
from registration.forms.widgets import TokenField
from registration.imports.headings import digest_of, remembered
from registration.imports.reading import first_rows, guess_header, samples_of
from registration.models import BroughtTable
from registration.states import ImportState

if TYPE_CHECKING:
    from registration.admin.table_imports import TableImportAdmin

XLSX = CONTENT_TYPES[TableFormat.XLSX]
View = Callable[..., HttpResponse]
FOLDER = "admin/imports"


def bring(model_admin: "TableImportAdmin", request: HttpRequest) -> HttpResponse:
    """The page with the file; a file that is a table leads to the page of its columns."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = model_admin.file_form(*((request.POST, request.FILES) if request.method == "POST" else ()))
    form.fields["form_token"] = TokenField()
    if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
        brought, trouble = _bring(model_admin, request, form)
        if brought is not None:
            return HttpResponseRedirect(_url(model_admin, "columns", brought))
        form.add_error("table", trouble)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": model_admin.words.bring,
        "words": model_admin.words,
        "opts": model_admin.opts,
        "form": form,
        "cancel_url": _url(model_admin, "changelist"),
        "parent_url": _url(model_admin, "changelist"),
        "parent_label": model_admin.words.list_title,
    }
    return TemplateResponse(request, f"{FOLDER}/bring.html", context)


def _bring(model_admin: "TableImportAdmin", request: HttpRequest, form: Any) -> tuple[BroughtTable | None, str]:
    """The table, or why there is none: then nothing of it is kept, and the same page takes another file."""
    file, table = form.cleaned_data["table"]
    file.seek(0)
    brought: BroughtTable | None = None
    try:
        with transaction.atomic():
            brought = bring_table(
                required_conference(request),
                of=model_admin.model,
                content=file.read(),
                file_name=shown_name(file.name or ""),
                table=table,
                by=officer(request),
                form_token=form.cleaned_data["form_token"],
            )
            if brought.state == ImportState.BROUGHT and not brought.headings:
                _read_anew(model_admin, request, brought, {})
    except UnreadableTableError as error:
        if brought is not None:
            files.delete(brought.file)
        return None, str(error)
    return brought, ""


def _read_anew(
    model_admin: "TableImportAdmin", request: HttpRequest, brought: BroughtTable, reading: dict[str, Any]
) -> None:
    """Looks where the headings stand and what they are called; the last table with the same ones says more."""
    by = officer(request)
    for name, value in reading.items():
        setattr(brought, name, value)
    conference = brought.conference
    ours = model_admin.headings_of(model_admin.columns_of(conference, by), conference)
    row, headings = guess_header(brought, ours)
    chosen = reading.get("header_row")
    if chosen:
        row, headings = chosen, dict(first_rows(brought, chosen)).get(chosen, headings)
    known = remembered(brought.conference, headings, model_admin.model)
    say_columns(
        brought.pk,
        of=model_admin.model,
        by=by,
        reading={**reading, "header_row": row},
        headings=headings,
        columns=known.columns if known else ours.guess(headings),
        fixed=known.fixed if known else {},
    )


def columns_view(model_admin: "TableImportAdmin") -> View:
    """Which column is which; then the preview is made."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        brought = get_object_or_404(model_admin.get_queryset(request), pk=pk, by=officer(request))
        if brought.state not in {ImportState.BROUGHT, ImportState.PREVIEWED}:
            return HttpResponseRedirect(page_of(brought))
        try:
            return _columns(model_admin, request, brought)
        except (UnreadableTableError, RegistrationError) as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(page_of(brought))

    return view


def _columns(model_admin: "TableImportAdmin", request: HttpRequest, brought: BroughtTable) -> HttpResponse:
    posted = request.method == "POST" and not is_of_another_conference(request)
    columns, rows = model_admin.columns_of(brought.conference, officer(request)), first_rows(brought)
    reading = ReadingForm(request.POST if posted else None, brought=brought, sheets=_sheets(brought))
    if posted and "read" in request.POST and reading.is_valid():
        _read_anew(model_admin, request, brought, reading.reading)
        return HttpResponseRedirect(_url(model_admin, "columns", brought))
    is_said = posted and "read" not in request.POST
    form = model_admin.columns_form(request, request.POST if is_said else None, brought, columns)
    if is_said and form.is_valid():
        _say(request, brought, form)
        return HttpResponseRedirect(page_of(brought))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("What the columns are"),
        "words": model_admin.words,
        "opts": model_admin.opts,
        "brought": brought,
        "reading": reading,
        "form": form,
        "lines": [
            {"field": field, "samples": samples_of(rows, brought.header_row, place)}
            for place, field in enumerate(form.column_fields())
        ],
        "cancel_url": _url(model_admin, "changelist"),
    }
    return TemplateResponse(request, f"{FOLDER}/columns.html", context)


def _say(request: HttpRequest, brought: BroughtTable, form: Any) -> None:
    say_columns(
        brought.pk,
        of=type(brought),
        by=officer(request),
        reading={},
        headings=brought.headings,
        columns=form.columns,
        fixed=form.fixed,
        headings_digest=digest_of(brought.headings, type(brought)),
    )
    ask_for_work(brought.pk, "preview", of=type(brought), by=officer(request))


def _sheets(brought: BroughtTable) -> list[str]:
    if brought.kind != TableKind.XLSX:
        return []
    with files.path_of(brought.file).open("rb") as file:
        return [sheet.name for sheet in sheets_of(file)]


def _url(model_admin: "TableImportAdmin", page: str, brought: BroughtTable | None = None) -> str:
    opts = model_admin.opts
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[brought.pk] if brought else [])


def template_workbook(model_admin: "TableImportAdmin") -> View:
    """An empty workbook with our headings, and lists to choose from."""

    def view(request: HttpRequest) -> HttpResponse:
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        response = HttpResponse(model_admin.blank_workbook(request), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{model_admin.words.workbook_name}"'
        return response

    return view
