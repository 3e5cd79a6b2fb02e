"""Several sessions at once: what is said of them, or that they are not held. All of it, or nothing."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from agenda.actions.describe import describe_session
from agenda.actions.locking import lock_sessions
from agenda.actions.schedule import cancel_session
from agenda.errors import LostUpdateError, ReasonRequiredError
from agenda.models import Release, Session
from agenda.queries.bulk import differing
from agenda.queries.notices import PlannedNotice, planned_notices
from agenda.queries.snapshot import draft_entries
from conference.models import User

Versions = Mapping[UUID, int]


@transaction.atomic
def describe_sessions(versions: Versions, *, changes: Mapping[str, Any], by: User | None) -> list[Session]:
    """Says the same of all of them; gives those of which that is something else. ``versions`` are those of the preview.

    Locks the conference, then the sessions in the order of their ids. Raises ``LostUpdateError`` where one of them has
    changed since, and whatever :func:`describe_session` raises.
    """
    return [
        describe_session(session.pk, changes=own, by=by)
        for session in _locked(versions, by=by)
        if (own := differing(session, changes))
    ]


@transaction.atomic
def cancel_sessions(versions: Versions, *, reason: str, by: User | None) -> list[Session]:
    """Cancels all of them, for a reason that the caller keeps on record. Locks as above.

    Raises ``ReasonRequiredError``, ``LostUpdateError``, ``IllegalSessionTransitionError``, ``NotPermittedError``.
    """
    if not reason.strip():
        raise ReasonRequiredError
    return [cancel_session(session.pk, by=by) for session in _locked(versions, by=by)]


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
    sessions = lock_sessions(sorted(versions), by=by)
    if any(session.version != versions[session.pk] for session in sessions):
        raise LostUpdateError
    return sessions
