"""The columns of the registrations: every fact that a list, a file or an import may show of one, each read once.

A round trip: an import writes a cell only where it differs from what ``value`` gives for that row now, and to the same
officer. So what was exported changes nothing, and what was withheld (a protected person) is never taken for an entry.
A text that a spreadsheet would take for a formula has an apostrophe before it in the file;
``conference.exports.cells.unguarded`` takes it off.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from conference.columns import Column, Row, Value, rows_for
from conference.models import Conference, TeamRole, User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, roles_in
from registration.models import Visibility
from registration.queries.answer_columns import answer_columns
from registration.queries.participation_columns import application_columns, participation_columns
from registration.queries.person_columns import contact_columns, person_columns
from registration.queries.travel_columns import travel_columns

__all__ = ["USUAL", "Column", "columns_of", "rows_for"]

#: What a file holds unless somebody chooses otherwise, in this order.
USUAL = (
    "reference",
    "category",
    "delegation",
    "role",
    "place",
    "status",
    "since",
    "courtesy",
    "title",
    "family_name",
    "given_names",
    "patronymic",
    "native_name",
    "function",
    "institution",
    "email",
    "office_email",
    "phone",
    "language",
    "visibility",
    "outstanding",
    "privacy_notice",
)
#: What is told of a protected person to those to whom none is named: how far it has come,
TOLD_OF_ANYBODY = frozenset({"reference", "category", "status", "since"})
#: and the place that it takes of a State's, which has to be counted; of an organisation's it would tell who it is.
PLACE = frozenset({"delegation", "group", "role", "place"})
NAMES_IN_FULL = frozenset({"family_name", "name"})
VISIBILITY, STATE = "participant__visibility", "delegation__state"


def columns_of(conference: Conference, user: User, *, sees_protected: bool | None = None) -> list[Column]:
    """The columns that the user may see, in the order in which they are offered, for one list in one language.

    One query for the roles and a few for the Secretariat's questions; what the columns show is read by ``rows_for``.
    A protected person stays so to whoever is told none: ``sees_protected`` where it was settled before.
    """
    roles = roles_in(user, conference)
    named = bool(roles & ROLES_THAT_SEE_PROTECTED) if sees_protected is None else sees_protected
    found = [column for column in _all(conference, roles) if column.roles is None or column.roles & roles]
    return found if named else [_withholding(column) for column in found]


def _all(conference: Conference, roles: frozenset[TeamRole]) -> Iterator[Column]:
    yield from participation_columns(conference)
    yield from person_columns()
    yield from contact_columns()
    yield from application_columns()
    yield from answer_columns(conference, roles)
    yield from travel_columns(conference)


def _withholding(column: Column) -> Column:
    """The same column, silent about protected persons, but for how many there are and how far they have come."""
    if column.key in TOLD_OF_ANYBODY:
        return column
    instead = _("Protected participant") if column.key in NAMES_IN_FULL else ""
    is_withheld = _is_hidden_and_of_no_state if column.key in PLACE else _is_hidden
    value = _unless(is_withheld, column.value, instead)
    return replace(column, value=value, reads=(*column.reads, VISIBILITY, STATE))


def _is_hidden(row: Row) -> bool:
    return bool(row[VISIBILITY] == Visibility.HIDDEN)


def _is_hidden_and_of_no_state(row: Row) -> bool:
    return _is_hidden(row) and row[STATE] is None


def _unless(
    is_withheld: Callable[[Row], bool], value: Callable[[Row], Value], instead: Value
) -> Callable[[Row], Value]:
    return lambda row: instead if is_withheld(row) else value(row)
