"""Every error of a grid by its row and its column, each leading to the field that it is about."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from registration.actions.nominate_several import LineRefusedError
from registration.forms.grid import GridFormSet, GridTokenForm


@dataclass(frozen=True)
class Problem:
    """A sentence, and the id of the field to which it leads; none for what is about the whole."""

    text: str
    target: str


def problems_of(grid: GridFormSet, token: GridTokenForm) -> list[Problem]:
    """Row by row, column by column."""
    general = [*grid.non_form_errors(), *token.errors.get("form_token", [])]
    problems = [Problem(str(error), "") for error in general]
    for number, line in enumerate(grid.forms, start=1):
        for field in line:
            problems += [
                Problem(_in_its_place(number, str(field.label), str(error)), field.auto_id) for error in field.errors
            ]
    return problems


def refused_line(grid: GridFormSet, error: LineRefusedError) -> Problem:
    """A row that the act refused, at the beginning of the row."""
    sentence = _("Row %(row)s: %(error)s") % {"row": error.line + 1, "error": error}
    return Problem(sentence, grid.forms[error.line]["role"].auto_id)


def _in_its_place(row: int, column: str, error: str) -> str:
    return _("Row %(row)s, %(column)s: %(error)s") % {"row": row, "column": column, "error": error}
