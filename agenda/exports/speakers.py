"""The list of speakers as a table, for those who arrange sessions and those who register people."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import Speaker
from agenda.queries.speaker_columns import USUAL_OF_SPEAKERS, speaker_columns
from conference.columns import Column
from conference.jobs.tables import write_table
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_REGISTER, ROLES_THAT_SCHEDULE, ROLES_THAT_SEE_PROTECTED, has_role
from conference.registry import JobKind

if TYPE_CHECKING:
    from conference.jobs.running import Run


def may_ask(user: User, conference: Conference) -> bool:
    return has_role(user, conference, ROLES_THAT_SCHEDULE | ROLES_THAT_REGISTER)


def _write(run: "Run") -> str:
    rows = Speaker.objects.visible_to(run.job.asked_by, run.job.conference)
    return write_table(run, rows, title=_("Speakers"))


def _columns(conference: Conference, user: User, sees_protected: bool | None) -> list[Column]:  # noqa: FBT001
    named = has_role(user, conference, ROLES_THAT_SEE_PROTECTED) if sees_protected is None else sees_protected
    return list(speaker_columns(conference, sees_protected=named))


SPEAKERS = JobKind(
    key="speakers",
    label=gettext_lazy("speakers as a file"),
    may_ask=may_ask,
    write=_write,
    columns=_columns,
    usual=USUAL_OF_SPEAKERS,
)
