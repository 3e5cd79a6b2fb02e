"""Imports of the programme."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from agenda.forms.programme_table import GoForm, ProgrammeColumnsForm, ProgrammeFileForm
from agenda.imports.headings import headings_of
from agenda.imports.reading import writable_columns
from agenda.models import ProgrammeImport, Session
from agenda.queries.programme_columns import USUAL_OF_PROGRAMME
from conference.admin.current import officer, required_conference
from conference.columns import Column
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_SCHEDULE
from registration.admin.import_words import ImportWords, RowHeadings
from registration.admin.table_imports import TableImportAdmin
from registration.exports.blank_workbook import blank_workbook
from registration.imports.headings import Headings


@admin.register(ProgrammeImport)
class ProgrammeImportAdmin(TableImportAdmin):
    model = ProgrammeImport
    roles_that_change = ROLES_THAT_SCHEDULE
    roles_that_read = ROLES_THAT_SCHEDULE
    file_form: ClassVar[type[forms.Form]] = ProgrammeFileForm
    words = ImportWords(
        list_title=_("Imports of the programme"),
        bring=_("Import a programme"),
        list_lede=_(
            "Programmes as workbooks or CSV. Each row is shown with what it would do before anything is written, and "
            "an import can be undone for a day. Nothing is published by it."
        ),
        bring_lede=_(
            "Bring the file as it came: columns in any order, headings in English, Russian or Mongolian. Speakers are "
            "matched with who is registered; nobody is entered. Nothing changes before you have seen what each row "
            "would do."
        ),
        empty=_(
            "A programme need not be typed: take the workbook to fill in, or the programme as a file, choose “Import "
            "a programme” and bring it."
        ),
        same=_("There is nothing to import: every session stands as in the file."),
        undo=_(
            "Until %(undo_until)s this import can be undone: sessions that were new are removed, whatever was changed "
            "stands as before. If anything has been done with one of them since, nothing is undone and you are told "
            "with which."
        ),
        headings=RowHeadings(_("Session"), _("Type and place"), _("When"), _("To look at")),
        row_without_name=_("session"),
        to_rows=_("To the sessions"),
        rows_of="agenda_session",
        workbook_name="programme.xlsx",
    )

    def columns_of(self, conference: Conference, by: User) -> list[Column]:
        return writable_columns(conference, by)

    def headings_of(self, columns: list[Column], conference: Conference) -> Headings:
        return headings_of(conference, columns)

    def columns_form(
        self, request: HttpRequest, data: Any, brought: ProgrammeImport, columns: list[Column]
    ) -> ProgrammeColumnsForm:
        return ProgrammeColumnsForm(data, brought=brought, columns=columns)

    def go_form(self, brought: ProgrammeImport) -> GoForm:
        return GoForm(brought=brought)

    def blank_workbook(self, request: HttpRequest) -> bytes:
        columns = writable_columns(required_conference(request), officer(request))
        keys = [key for key in USUAL_OF_PROGRAMME if key != "reference"]
        return blank_workbook(columns, keys, title=now("Programme"))

    def touched(self, request: HttpRequest, brought: ProgrammeImport) -> list[dict[str, str]]:
        ids = brought.job.asked_for["touched"] if brought.job else []
        sessions = Session.objects.visible_to(request.user, brought.conference).filter(pk__in=ids).in_order()
        return [{"name": str(each), "url": reverse("admin:agenda_session_change", args=[each.pk])} for each in sessions]
