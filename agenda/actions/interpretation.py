"""Which interpreters work in a session."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.actions.locking import lock_session
from agenda.errors import AgendaError
from agenda.models import InterpreterTeam, Session
from conference.models import User


@transaction.atomic
def assign_interpreters(
    session_id: UUID, teams: Iterable[InterpreterTeam], *, by: User | None, version: int | None = None
) -> Session:
    """Makes these the teams of the session. Too many hours are no refusal: they are shown as a conflict.

    Locks conference and session. Raises ``AgendaError`` for a team of another conference, ``LostUpdateError``,
    ``NotPermittedError``.
    """
    session = lock_session(session_id, by=by, version=version)
    wanted = list(teams)
    if any(team.conference_id != session.conference_id for team in wanted):
        raise AgendaError(_("These interpreters belong to another conference."))
    if set(wanted) != set(session.interpreter_teams.all()):
        session.interpreter_teams.set(wanted)
        session.version += 1
        session.save(update_fields=["version"])
    return session
