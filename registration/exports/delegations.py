"""The lists of delegations and of invitations as tables, for those who invite and those who register."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.columns import Column
from conference.jobs.tables import write_table
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_INVITE, ROLES_THAT_REGISTER, ROLES_THAT_SEE_PROTECTED, has_role
from conference.registry import JobKind
from registration.models import Delegation, Invitation
from registration.queries.delegation_columns import USUAL_OF_DELEGATIONS, delegation_columns
from registration.queries.invitation_columns import USUAL_OF_INVITATIONS, invitation_columns

if TYPE_CHECKING:
    from conference.jobs.running import Run


def may_ask(user: User, conference: Conference) -> bool:
    return has_role(user, conference, ROLES_THAT_INVITE | ROLES_THAT_REGISTER)


def _write_delegations(run: "Run") -> str:
    rows = Delegation.objects.visible_to(run.job.asked_by, run.job.conference)
    return write_table(run, rows, title=_("Delegations"))


def _write_invitations(run: "Run") -> str:
    rows = Invitation.objects.visible_to(run.job.asked_by, run.job.conference)
    return write_table(run, rows, title=_("Invitations"))


def _named(conference: Conference, user: User, settled: bool | None) -> bool:  # noqa: FBT001
    return has_role(user, conference, ROLES_THAT_SEE_PROTECTED) if settled is None else settled


def _of_delegations(conference: Conference, user: User, sees_protected: bool | None) -> list[Column]:  # noqa: FBT001
    return list(delegation_columns(conference, sees_protected=_named(conference, user, sees_protected)))


def _of_invitations(conference: Conference, user: User, sees_protected: bool | None) -> list[Column]:  # noqa: FBT001
    return list(invitation_columns(conference, sees_protected=_named(conference, user, sees_protected)))


DELEGATIONS = JobKind(
    key="delegations",
    label=gettext_lazy("delegations as a file"),
    may_ask=may_ask,
    write=_write_delegations,
    columns=_of_delegations,
    usual=USUAL_OF_DELEGATIONS,
)
INVITATIONS = JobKind(
    key="invitations",
    label=gettext_lazy("invitations as a file"),
    may_ask=may_ask,
    write=_write_invitations,
    columns=_of_invitations,
    usual=USUAL_OF_INVITATIONS,
)
