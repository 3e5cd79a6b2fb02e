"""Several sessions at once: what is said of them, or that they are not held. All of it, or nothing."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from agenda.actions.describe import describe_locked
from agenda.actions.locking import lock_sessions
from agenda.actions.schedule import change_states
from agenda.errors import LostUpdateError, NothingChosenError, ReasonRequiredError
from agenda.models import ChangedSession, ProgrammeAct, ProgrammeChange, Release, Session
from agenda.queries.bulk import differing, kept_of
from agenda.queries.notices import PlannedNotice, planned_notices
from agenda.queries.snapshot import draft_entries
from agenda.states import SessionState
from conference.models import User

Versions = Mapping[UUID, int]


@transaction.atomic
def describe_sessions(versions: Versions, *, changes: Mapping[str, Any], by: User | None) -> list[Session]:
    """Says the same of all of them; gives those of which that is something else. ``versions`` are those of the preview.

    What stood there is kept, so that it can be undone. Locks the conference, then the sessions in the order of their
    ids. Raises ``NothingChosenError``, ``LostUpdateError`` where one of them has changed since, and whatever
    :func:`describe_session` raises.
    """
    former, changed = {}, []
    for session in _locked(versions, by=by):
        if own := differing(session, changes):
            former[session.pk] = kept_of(session, own)
            changed.append(describe_locked(session, own, by=by))
    _keep(ProgrammeChange.EDIT, changed, by=by, former=former)
    return changed


@transaction.atomic
def cancel_sessions(versions: Versions, *, reason: str, by: User | None) -> list[Session]:
    """Cancels all of them, for a reason that the caller keeps on record; it can be undone. Locks as above.

    Raises ``NothingChosenError``, ``ReasonRequiredError``, ``LostUpdateError``, ``IllegalSessionTransitionError``,
    ``NotPermittedError``.
    """
    if not reason.strip():
        raise ReasonRequiredError
    sessions = _locked(versions, by=by)
    change_states(sessions, SessionState.CANCELLED, by=by)
    _keep(ProgrammeChange.CANCEL, sessions, by=by, reason=reason.strip())
    return sessions


def told_of_cancelling(versions: Versions, *, by: User | None) -> Sequence[PlannedNotice]:
    """Whom the next release would tell that they are off: the act itself, rolled back. Raises as the act."""
    with transaction.atomic():
        sessions = cancel_sessions(versions, reason="-", by=by)
        conference = sessions[0].conference
        last = Release.objects.last_of(conference)
        plans = planned_notices(conference, last, draft_entries(conference, last))
        transaction.set_rollback(True)
    return [plan for plan in plans if any(change.session_id in versions and change.is_off for change in plan.changes)]


def _locked(versions: Versions, *, by: User | None) -> list[Session]:
    if not versions:
        raise NothingChosenError
    sessions = lock_sessions(sorted(versions), by=by)
    if any(session.version != versions[session.pk] for session in sessions):
        raise LostUpdateError
    return sessions


def _keep(
    change: ProgrammeChange,
    sessions: Sequence[Session],
    *,
    by: User | None,
    former: Mapping[UUID, Any] | None = None,
    reason: str = "",
) -> None:
    """What was done, with what stood there before; nothing where nothing was done."""
    if not sessions:
        return
    act = ProgrammeAct.objects.create(conference=sessions[0].conference, change=change, by=by, reason=reason)
    ChangedSession.objects.bulk_create(
        ChangedSession(act=act, session=each, version=each.version, former=(former or {}).get(each.pk, {}))
        for each in sessions
    )
