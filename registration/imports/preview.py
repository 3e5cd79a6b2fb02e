"""What the preview of an import says of each registration."""

from typing import Any

from django.utils.text import capfirst

from conference.imports.rows import RowKind
from registration.actions.import_rows import Outcome
from registration.states import RegistrationState


def line_of(outcome: Outcome, doubts: list[str]) -> dict[str, Any]:
    """The row in words, with who seems to be there already."""
    registration, row = outcome.registration, outcome.row
    line: dict[str, Any] = {"row": row.number, "doubts": doubts, "name": _name_of(outcome)}
    if registration is not None and outcome.kind != RowKind.REFUSED:
        line["reference"] = "" if outcome.kind == RowKind.NEW else str(registration.pk)
        line["category"] = str(registration.category)
        line["role"] = str(registration.get_role_display())
        line["delegation"] = str(registration.delegation_id or "")
        line["status"] = capfirst(str(RegistrationState(registration.state).label))
    if outcome.changes:
        line["changes"] = [{"label": each.label, "old": each.old, "new": each.new} for each in outcome.changes]
    return line


def _name_of(outcome: Outcome) -> str:
    """As the table has it: whoever is protected is named to nobody by an import."""
    texts = outcome.row.texts
    return " ".join(filter(None, (texts.get("given_names", ""), texts.get("family_name", ""))))
