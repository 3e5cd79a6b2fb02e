"""What the admin's own log says of a saved form: it is read by officers to whom a person may not be named."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest


class DiscreetLog(ModelAdmin[Any]):
    """Rows of a form that have a ``log_name`` are called by it, whoever saved them."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        told: list[Any] = super().construct_change_message(request, form, formsets, add)
        names: dict[Any, str] = {str(row): row.log_name for row in _rows_of(formsets) if hasattr(row, "log_name")}
        for details in (each for entry in told for each in entry.values() if "object" in each):
            details["object"] = names.get(details["object"], details["object"])
        return told


def _rows_of(formsets: Any) -> Iterable[Any]:
    """What was added, changed and deleted beside the form's own row."""
    for formset in formsets or ():
        yield from formset.new_objects
        yield from (row for row, _fields in formset.changed_objects)
        yield from formset.deleted_objects
