"""The list of registrations as a table: what the officer who asks may read on the desk, and no more."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.columns import Column
from conference.exports.formats import CONTENT_TYPES, TableFormat
from conference.jobs.tables import write_table
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_REGISTER, has_role
from conference.registry import JobKind
from registration.models import Registration
from registration.queries.columns import USUAL, columns_of

if TYPE_CHECKING:
    from conference.jobs.running import Run


def may_ask(user: User, conference: Conference) -> bool:
    """Whoever registers. Those who decide or read find each person on the desk."""
    return has_role(user, conference, ROLES_THAT_REGISTER)


def write(run: "Run") -> str:
    """Writes what was on the list and still is of the conference. Protected persons stay so, as on the desk."""
    rows = Registration.objects.visible_to(run.job.asked_by, run.job.conference)
    return write_table(run, rows, title=_("Registrations"))


def columns(conference: Conference, user: User, sees_protected: bool | None) -> list[Column]:  # noqa: FBT001
    return columns_of(conference, user, sees_protected=sees_protected)


REGISTRATIONS = JobKind(
    key="registrations",
    label=gettext_lazy("registrations as a file"),
    may_ask=may_ask,
    write=write,
    content_type=CONTENT_TYPES[TableFormat.CSV],
    columns=columns,
    usual=USUAL,
)
