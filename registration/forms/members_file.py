"""The members of a delegation as a file: read into the grid, to be looked over; and the workbook to fill in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from conference.columns import Column
from conference.imports.errors import UnreadableTableError
from conference.imports.tables import Limits, rows_of
from conference.models import Conference
from registration.exports.blank_workbook import blank_workbook
from registration.forms.grid import GRID_FIELDS, make_grid
from registration.forms.nomination import role_text
from registration.forms.pasted import Pasted, into_the_grid, lines_of_table
from registration.forms.table_file import ACCEPT, TableField
from registration.forms.widgets import nationality_choices
from registration.models import DelegationRole
from registration.models.courtesies import COURTESIES, spoken

#: A list of members is small; whatever is much larger is something else.
LIMITS = Limits(file=2_000_000, unpacked=20_000_000, rows=1_000)


class MembersFileForm(forms.Form):
    members_file = TableField(
        label=gettext_lazy("Workbook or CSV file with the members"),
        limits=LIMITS,
        widget=forms.FileInput(
            {"accept": ACCEPT, "class": "form-control", "aria-describedby": "id_members_file_helptext"}
        ),
    )


def read_members(form: MembersFileForm, typed: Mapping[str, Any]) -> Pasted:
    """The lines of the file behind those that were typed; nothing of the file is kept."""
    file, table = form.cleaned_data["members_file"]
    try:
        lines = lines_of_table(cells for _number, cells in rows_of(file, table))
    except UnreadableTableError as error:
        return Pasted({}, [str(error)])
    if not lines:
        return Pasted({}, [_("Nothing stands in this file. Please choose another.")])
    return into_the_grid(lines, typed)


def members_workbook(conference: Conference) -> bytes:
    """The columns of the grid, by the names that it knows them by again."""
    form = make_grid(conference).forms[0]
    offered: dict[str, Mapping[Any, str]] = {
        "role": {role: role_text(role) for role in DelegationRole},
        "courtesy": {each: spoken(each) for each in COURTESIES},
        "nationality": dict(nationality_choices(get_language() or "en")),
    }
    return blank_workbook([_column(name, form, offered.get(name)) for name in GRID_FIELDS], GRID_FIELDS)


def _column(name: str, form: forms.BaseForm, choices: Mapping[Any, str] | None) -> Column:
    label = capfirst(str(form.fields[name].label))
    made = (lambda: choices) if choices is not None else None
    return Column(key=name, label=label, group="", value=lambda _row: None, field=name, choices=made)
