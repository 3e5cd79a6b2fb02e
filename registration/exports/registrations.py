"""The list of registrations as a table: what the officer who asks may read on the desk, and no more."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.columns import Column
from conference.jobs.tables import write_table
from conference.models import Conference, User
from conference.registry import JobKind
from registration.models import Registration
from registration.permissions import can_register
from registration.queries.columns import USUAL, columns_of

if TYPE_CHECKING:
    from conference.jobs.running import Run


def write(run: "Run") -> str:
    """Writes what was on the list and still is of the conference. Protected persons stay so, as on the desk."""
    rows = Registration.objects.visible_to(run.job.asked_by, run.job.conference)
    return write_table(run, rows, title=_("Registrations"))


def columns(conference: Conference, user: User, sees_protected: bool | None) -> list[Column]:  # noqa: FBT001
    return columns_of(conference, user, sees_protected=sees_protected)


REGISTRATIONS = JobKind(
    key="registrations",
    label=gettext_lazy("registrations as a file"),
    may_ask=can_register,  # those who decide or read find each person on the desk
    write=write,
    columns=columns,
    usual=USUAL,
)
