"""The programme as a table, in the columns of an import: what goes out comes in unchanged."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import Session
from agenda.permissions import can_schedule
from agenda.queries.programme_columns import USUAL_OF_PROGRAMME, programme_columns
from conference.columns import Column
from conference.jobs.tables import write_table
from conference.models import Conference, User
from conference.registry import JobKind

if TYPE_CHECKING:
    from conference.jobs.running import Run


def _write(run: "Run") -> str:
    rows = Session.objects.visible_to(run.job.asked_by, run.job.conference)
    return write_table(run, rows, title=_("Programme"))


def _columns(conference: Conference, user: User, settled: bool | None) -> list[Column]:  # noqa: FBT001  the registry's
    return programme_columns(conference, user, sees_protected=settled)


PROGRAMME = JobKind(
    key="programme",
    label=gettext_lazy("the programme as a file"),
    may_ask=can_schedule,
    write=_write,
    columns=_columns,
    usual=USUAL_OF_PROGRAMME,
)
