"""A whole grid of nominations in one act: all of them, or none."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from conference.models import User
from registration.actions.nominate import nominate
from registration.errors import RegistrationError
from registration.models import DelegationRole, Participant, Registration


@dataclass(frozen=True, kw_only=True)
class Nominee:
    """A filled-in line: where it stands in the grid (from nought), who, in which role, and the line's own token."""

    line: int
    person: Participant
    role: DelegationRole
    form_token: UUID


class LineRefusedError(RegistrationError):
    """A line that cannot be nominated, and why; nothing of the grid was kept."""

    def __init__(self, error: RegistrationError, *, line: int) -> None:
        super().__init__(str(error))
        self.line = line


@transaction.atomic
def nominate_several(delegation_id: UUID, *, nominees: Iterable[Nominee], by: User) -> list[Registration]:
    """Nominates every line in its order, under the locks of ``nominate``; one refusal undoes them all.

    Raises ``LineRefusedError``.
    """
    made = []
    for nominee in nominees:
        try:
            made.append(
                nominate(delegation_id, person=nominee.person, role=nominee.role, by=by, form_token=nominee.form_token)
            )
        except RegistrationError as error:
            raise LineRefusedError(error, line=nominee.line) from error
    return made
