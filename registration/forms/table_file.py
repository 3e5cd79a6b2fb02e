"""A workbook or a text with a list of persons: looked at when it arrives, in whatever form it comes."""

import unicodedata
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from conference.imports.errors import UnreadableTableError
from conference.imports.tables import Limits, Table, look_at

ACCEPT = ".xlsx,.csv,.txt,.tsv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 120


class TableField(forms.FileField):
    """Cleans to the file as it was sent and how it is to be read; refuses in a sentence what is no table."""

    def __init__(self, *, limits: Limits | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput({"accept": ACCEPT}))
        super().__init__(**kwargs)
        self.error_messages |= {
            "empty": _("This file is empty. Please choose it again."),
            **dict.fromkeys(("required", "missing", "invalid"), _("Choose the file with the list")),
        }
        self.limits = limits or Limits()

    def clean(self, data: Any, initial: Any = None) -> "tuple[UploadedFile[Any], Table] | None":
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return file, look_at(file, file.size or 0, limits=self.limits)
        except UnreadableTableError as error:
            raise forms.ValidationError(str(error)) from error


def shown_name(name: str) -> str:
    """What the sender called the file: text without folders, controls or marks that turn text around."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")[-LONGEST_NAME:]


class TableForm(forms.Form):
    """The file alone; what stands in it is asked about on the next page."""

    table = TableField(
        label=_("List of participants"),
        help_text=_("An Excel workbook (.xlsx) or a CSV file, of at most 10 megabytes and 50,000 rows."),
    )
