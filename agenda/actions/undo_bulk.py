"""Undoing what was done to several sessions at once: each stands as before, unless somebody has changed it since."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from agenda.actions.bookings import refuse_clashes
from agenda.actions.describe import describe_locked
from agenda.actions.locking import lock_conference, lock_sessions
from agenda.actions.schedule import change_states
from agenda.errors import AgendaError, ChangedSinceError, TooLateToUndoError
from agenda.models import ChangedSession, ProgrammeAct, ProgrammeChange, Session
from agenda.queries.bulk import Former
from agenda.states import SessionState
from conference.models import User


@dataclass(frozen=True)
class Undone:
    """Which stand as before, and which were left, each with the sentence why."""

    act: ProgrammeAct
    done: list[Session] = field(default_factory=list)
    left: list[tuple[Session, str]] = field(default_factory=list)


@transaction.atomic
def undo_together(act_id: UUID, *, by: User | None) -> Undone:
    """Puts back what sessions said, or that they are held, within the time in which decisions are undone.

    What somebody has changed since, or whose room was given to another, is left as it is, and named; where nothing
    could be put back, it may be tried again. The public sees it with the next release. Locks conference and act, then
    the sessions in the order of their ids. Raises ``TooLateToUndoError``, ``NotPermittedError``.
    """
    unlocked = ProgrammeAct.objects.only("conference_id").get(pk=act_id)
    conference = lock_conference(unlocked.conference_id, by=by)
    act = ProgrammeAct.objects.select_for_update(no_key=True).get(pk=act_id)
    act.conference = conference
    if not act.may_be_undone:
        raise TooLateToUndoError
    undone, rows = Undone(act), list(act.sessions.all())
    former = Former(rows)
    for session, row in _locked(rows, by=by):
        try:
            with transaction.atomic():
                _put_back(session, row, former, by=by)
        except AgendaError as error:
            undone.left.append((session, str(error)))
        else:
            undone.done.append(session)
    if undone.done:
        act.undone_at, act.undone_by = timezone.now(), by
        act.save(update_fields=["undone_at", "undone_by"])
    return undone


def _locked(rows: Sequence[ChangedSession], *, by: User | None) -> list[tuple[Session, ChangedSession]]:
    """By time, as lists have them."""
    by_session = {row.session_id: row for row in rows}
    sessions = lock_sessions(by_session, by=by) if by_session else []
    held = sorted(sessions, key=lambda each: (each.starts_at is None, each.starts_at, each.pk))
    return [(session, by_session[session.pk]) for session in held]


def _put_back(session: Session, row: ChangedSession, former: Former, *, by: User | None) -> None:
    if session.version != row.version:
        raise ChangedSinceError
    if row.act.change == ProgrammeChange.EDIT:
        describe_locked(session, former.of(row), by=by)
        return
    change_states([session], SessionState.SCHEDULED, by=by)
    refuse_clashes(session)
