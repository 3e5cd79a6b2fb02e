"""Bringing a table: the file, then which of its columns is which of ours; and the workbook to fill in."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
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
from registration.admin.naming import delegations_by_name
from registration.admin.row_page import page_of
from registration.errors import RegistrationError
from registration.exports.blank_workbook import blank_workbook
from registration.forms.import_columns import ColumnsForm, ReadingForm
from registration.forms.table_file import TableForm, shown_name
from registration.forms.widgets import TokenField
from registration.imports.headings import Headings, digest_of, remembered
from registration.imports.reading import first_rows, guess_header, samples_of, writable_columns
from registration.models import RegistrationImport
from registration.queries.columns import columns_of
from registration.states import ImportState

XLSX = CONTENT_TYPES[TableFormat.XLSX]
View = Callable[..., HttpResponse]
FOLDER = "admin/registration/registrationimport"


class BringingForm(TableForm):
    form_token = TokenField()


def bring(model_admin: ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    """The page with the file; a file that is a table leads to the page of its columns."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = BringingForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and not is_of_another_conference(request) and form.is_valid():
        brought, trouble = _bring(request, form)
        if brought is not None:
            return HttpResponseRedirect(_url("columns", brought))
        form.add_error("table", trouble)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Import participants"),
        "opts": model_admin.opts,
        "form": form,
        "cancel_url": reverse("admin:registration_registrationimport_changelist"),
        "parent_url": reverse("admin:registration_registrationimport_changelist"),
        "parent_label": _("Imports"),
    }
    return TemplateResponse(request, f"{FOLDER}/bring.html", context)


def _bring(request: HttpRequest, form: BringingForm) -> tuple[RegistrationImport | None, str]:
    """The table, or why there is none: then nothing of it is kept, and the same page takes another file."""
    file, table = form.cleaned_data["table"]
    file.seek(0)
    brought: RegistrationImport | None = None
    try:
        with transaction.atomic():
            brought = bring_table(
                required_conference(request),
                content=file.read(),
                file_name=shown_name(file.name or ""),
                table=table,
                by=officer(request),
                form_token=form.cleaned_data["form_token"],
            )
            if brought.state == ImportState.BROUGHT and not brought.headings:
                _read_anew(request, brought, {})
    except UnreadableTableError as error:
        if brought is not None:
            files.delete(brought.file)
        return None, str(error)
    return brought, ""


def _read_anew(request: HttpRequest, brought: RegistrationImport, reading: dict[str, Any]) -> None:
    """Looks where the headings stand and what they are called; the last table with the same ones says more."""
    by = officer(request)
    for name, value in reading.items():
        setattr(brought, name, value)
    columns = writable_columns(brought, by=by)
    row, headings = guess_header(brought, columns)
    chosen = reading.get("header_row")
    if chosen:
        row, headings = chosen, dict(first_rows(brought, chosen)).get(chosen, headings)
    known = remembered(brought.conference, headings)
    say_columns(
        brought.pk,
        by=by,
        reading={**reading, "header_row": row},
        headings=headings,
        columns=known.columns if known else Headings(columns).guess(headings),
        fixed=known.fixed if known else {},
    )


def columns_view(model_admin: ModelAdmin[Any]) -> View:
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


def _columns(model_admin: ModelAdmin[Any], request: HttpRequest, brought: RegistrationImport) -> HttpResponse:
    posted = request.method == "POST" and not is_of_another_conference(request)
    columns, rows = writable_columns(brought, by=officer(request)), first_rows(brought)
    reading = ReadingForm(request.POST if posted else None, brought=brought, sheets=_sheets(brought))
    if posted and "read" in request.POST and reading.is_valid():
        _read_anew(request, brought, reading.reading)
        return HttpResponseRedirect(_url("columns", brought))
    names = {pk: name.text for pk, name in delegations_by_name(request).items()}
    is_said = posted and "read" not in request.POST
    form = ColumnsForm(request.POST if is_said else None, brought=brought, columns=columns, delegations=names)
    if is_said and form.is_valid():
        _say(request, brought, form)
        return HttpResponseRedirect(page_of(brought))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("What the columns are"),
        "opts": model_admin.opts,
        "brought": brought,
        "reading": reading,
        "form": form,
        "lines": [
            {"field": field, "samples": samples_of(rows, brought.header_row, place)}
            for place, field in enumerate(form.column_fields())
        ],
        "cancel_url": reverse("admin:registration_registrationimport_changelist"),
    }
    return TemplateResponse(request, f"{FOLDER}/columns.html", context)


def _say(request: HttpRequest, brought: RegistrationImport, form: ColumnsForm) -> None:
    say_columns(
        brought.pk,
        by=officer(request),
        reading={},
        headings=brought.headings,
        columns=form.columns,
        fixed=form.fixed,
        headings_digest=digest_of(brought.headings),
    )
    ask_for_work(brought.pk, "preview", by=officer(request))


def _sheets(brought: RegistrationImport) -> list[str]:
    if brought.kind != TableKind.XLSX:
        return []
    with files.path_of(brought.file).open("rb") as file:
        return [sheet.name for sheet in sheets_of(file)]


def _url(page: str, brought: RegistrationImport) -> str:
    return reverse(f"admin:registration_registrationimport_{page}", args=[brought.pk])


def template_workbook(model_admin: ModelAdmin[Any]) -> View:
    """An empty workbook with our headings, and lists to choose from."""

    def view(request: HttpRequest) -> HttpResponse:
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        columns = columns_of(required_conference(request), officer(request))
        response = HttpResponse(blank_workbook(columns), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="participants.xlsx"'
        return response

    return view
