"""Of which States a person may be a national, and how each is named: Members and observers of the United Nations.

States of the register bear its names; the table beside this file gives the others. Nationalities are never printed, so
the tables are read once for each process and the register's copy in the database is not asked for each form.
"""

import datetime
from functools import cache, partial

from django.utils.functional import lazy
from django.utils.translation import get_language

from conference.reference.tables import Texts, other_nationality_rows, state_rows


def nationalities() -> dict[str, str]:
    """Code → name, which speaks the language that is active when it is read."""
    return {code: lazy(partial(_name, code), str)() for code in _names()}


def _name(code: str) -> str:
    texts = _names()[code]
    return texts.get((get_language() or "en").split("-")[0], texts["en"])


@cache
def _names() -> dict[str, Texts]:
    """The names that are in force on the day when the process starts."""
    today = datetime.datetime.now(tz=datetime.UTC).date()
    in_force = {
        row.code: row.name
        for row in state_rows()
        if (row.valid_from or today) <= today and (row.valid_to is None or today < row.valid_to)
    }
    return dict(other_nationality_rows()) | in_force
