"""Imports of participants."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference.admin.current import officer, required_conference
from conference.columns import Column
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_REGISTER
from registration.admin.import_words import ImportWords, RowHeadings
from registration.admin.naming import delegations_by_name, person_line
from registration.admin.row_page import page_of
from registration.admin.table_imports import TableImportAdmin
from registration.exports.blank_workbook import blank_workbook
from registration.forms.import_columns import ColumnsForm, GoForm
from registration.forms.table_file import TableForm
from registration.imports.headings import Headings
from registration.models import Registration, RegistrationImport
from registration.queries.columns import columns_of


@admin.register(RegistrationImport)
class RegistrationImportAdmin(TableImportAdmin):
    model = RegistrationImport
    roles_that_change = ROLES_THAT_REGISTER
    roles_that_read = ROLES_THAT_REGISTER
    file_form: ClassVar[type[forms.Form]] = TableForm
    words = ImportWords(
        list_title=_("Imports"),
        bring=_("Import participants"),
        list_lede=_(
            "Lists of participants as workbooks or CSV. Each row is shown with what it would do before anything is "
            "written, and an import can be undone for a day."
        ),
        bring_lede=_(
            "Bring the file as it came: titles above the headings, empty rows and any order of columns are understood. "
            "Nothing is registered before you have seen what each row would do."
        ),
        empty=_(
            "A ministry’s list of participants need not be typed: choose “Import participants” and bring the file as "
            "it came."
        ),
        same=_("There is nothing to import: every row is registered as it stands in the file."),
        undo=_(
            "Until %(undo_until)s this import can be undone: whoever was new is removed, whatever was changed stands "
            "as before. If anything has been done with one of them since, nothing is undone and you are told with whom."
        ),
        headings=RowHeadings(_("Participant"), _("As what"), _("Status"), _("Perhaps there twice")),
        row_without_name=_("registration"),
        to_rows=_("To the registrations"),
        rows_of="registration_registration",
        workbook_name="participants.xlsx",
    )

    def columns_of(self, conference: Conference, by: User) -> list[Column]:
        return [column for column in columns_of(conference, by) if column.field]

    def headings_of(self, columns: list[Column], conference: Conference) -> Headings:
        return Headings(columns)

    def columns_form(
        self, request: HttpRequest, data: Any, brought: RegistrationImport, columns: list[Column]
    ) -> ColumnsForm:
        names = {pk: name.text for pk, name in delegations_by_name(request).items()}
        return ColumnsForm(data, brought=brought, columns=columns, delegations=names)

    def go_form(self, brought: RegistrationImport) -> GoForm:
        return GoForm(has_errors=brought.refused > 0, has_new=brought.new > 0)

    def blank_workbook(self, request: HttpRequest) -> bytes:
        return blank_workbook(columns_of(required_conference(request), officer(request)))

    def complete_lines(self, request: HttpRequest, lines: list[dict[str, Any]]) -> None:
        """A delegation as this officer's language has it, before the category."""
        names = {str(pk): name.text for pk, name in delegations_by_name(request).items()}
        for line in lines:
            delegation, category = names.get(line.get("delegation", ""), ""), line.get("category", "")
            line["what"] = delegation or category
            beside = (line.get("role", ""), category if delegation else "")
            line["beside"] = " · ".join(filter(None, beside))

    def touched(self, request: HttpRequest, brought: RegistrationImport) -> list[dict[str, str]]:
        """Named as this officer may know them."""
        ids = brought.job.asked_for["touched"] if brought.job else []
        rows = Registration.objects.filter(conference=brought.conference, pk__in=ids)
        return sorted(
            (
                {"name": person_line(request, row.participant).name, "url": page_of(row)}
                for row in rows.select_related("participant")
            ),
            key=lambda row: row["name"],
        )
