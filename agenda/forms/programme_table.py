"""A table of the programme: the file, which of its columns is which, and what is decided with its import."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agenda.imports.reading import FIXED_FIELDS
from agenda.models import AppearanceRole, ProgrammeImport
from conference.columns import Column
from registration.forms.import_columns import TableColumnsForm
from registration.forms.table_file import TableField


class ProgrammeFileForm(forms.Form):
    table = TableField(
        label=_("Programme"),
        help_text=_("An Excel workbook (.xlsx) or a CSV file, of at most 10 megabytes and 5,000 rows."),
    )


class ProgrammeColumnsForm(TableColumnsForm):
    not_named = _("Say which column holds the title, the number or the reference.")

    def __init__(self, data: Any, *, brought: ProgrammeImport, columns: list[Column]) -> None:
        known = {column.key: column for column in columns}
        self.named_by = frozenset(key for key in known if key in {"reference", "number"} or key.startswith("title_"))
        offered = {
            name: (str(known[name].label), [(value, capfirst(str(label))) for value, label in choices.choices])
            for name, choices in FIXED_FIELDS.items()
        }
        super().__init__(data, brought=brought, columns=columns, offered=offered)


class GoForm(forms.Form):
    """What is decided with the import itself."""

    leaves_out = forms.BooleanField(
        label=_("Leave out the rows with errors"),
        required=False,
        help_text=_("They are in the file with the rows to correct, which can be brought afterwards."),
    )
    writes_letters = forms.BooleanField(
        label=_("Ask whoever is newly named to speak, by letter"),
        required=False,
        help_text=_("Without it they are named in the programme and not written to."),
    )

    def __init__(self, *, brought: ProgrammeImport) -> None:
        super().__init__()
        if not brought.refused:
            del self.fields["leaves_out"]
        if set(AppearanceRole).isdisjoint(brought.columns):
            del self.fields["writes_letters"]
