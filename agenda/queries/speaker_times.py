"""When sessions are held as their speakers know it: by the last release, and by the draft where none shows them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from agenda.models import Release, Session
from agenda.queries.snapshot import entries_by_id
from agenda.states import SessionState
from conference.models import Conference


@dataclass(frozen=True)
class SpokenAt:
    """Without times while there are none. ``is_cancelled``: for the public or already in the draft."""

    starts_at: datetime.datetime | None
    ends_at: datetime.datetime | None
    is_cancelled: bool = False
    #: The later of what the release says and what the draft says: nobody has spoken before it.
    last_end: datetime.datetime | None = None


def spoken_at(conference: Conference, sessions: Iterable[Session]) -> dict[UUID, SpokenAt]:
    """One query for any number of sessions, all of this conference."""
    last = entries_by_id(Release.objects.last_of(conference))
    found = {}
    for session in sessions:
        entry = last.get(str(session.pk))
        times = (session.starts_at, session.ends_at)
        if entry:
            starts_at, ends_at = (
                datetime.datetime.fromisoformat(text) for text in (entry["starts_at"], entry["ends_at"])
            )
            times = (starts_at, ends_at)
        ends = [end for end in (times[1], session.ends_at) if end]
        cancelled = session.state == SessionState.CANCELLED or bool(entry and entry["state"] == SessionState.CANCELLED)
        found[session.pk] = SpokenAt(*times, is_cancelled=cancelled, last_end=max(ends) if session.ends_at else None)
    return found
