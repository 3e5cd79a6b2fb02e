"""The agenda as one person may know it: of the last release what is public, and what that person is entitled to.

Like the public agenda it says nothing of the draft. The address to follow a session online is the one thing that stands
in no release: it is read from the session as it is now, so that a new one, or none any more, holds at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from agenda.models import Listing, Release, Session
from agenda.queries.entitlement import Entitlement
from agenda.queries.published import PublishedAgenda, render_entries
from agenda.queries.snapshot import SessionEntry
from agenda.states import SessionState
from conference.models import Conference


@dataclass(frozen=True)
class KnownAgenda:
    """``entries`` says of each session in ``published`` what its rendering does not: who may know of it, who enters."""

    published: PublishedAgenda
    entries: Mapping[UUID, SessionEntry]
    entitled: Entitlement

    def listing_of(self, session_id: UUID) -> Listing:
        return Listing(self.entries[session_id]["listing"])

    def may_enter(self, session_id: UUID) -> bool:
        entry = self.entries[session_id]["entry"]
        return self.entitled.may_enter([category["id"] for category in entry], session_id)

    @property
    def beyond_public(self) -> int:
        """How many sessions the public does not know of."""
        return sum(entry["listing"] != Listing.PUBLIC for entry in self.entries.values())


def known_agenda(conference: Conference, entitled: Entitlement) -> KnownAgenda:
    """In a constant number of queries. What one learns of only now is new, whatever the release before said of it."""
    releases = list(Release.objects.of(conference).select_related(None)[:2])
    if not releases:
        return KnownAgenda(PublishedAgenda(conference, None), {}, entitled)
    entries = _known(releases[0], entitled)
    before = {entry["id"]: entry for entry in _known(releases[1], entitled)} if len(releases) > 1 else None
    sessions = render_entries(conference, entries, release=releases[0], before=before)
    by_id = {UUID(entry["id"]): entry for entry in entries}
    return KnownAgenda(PublishedAgenda(conference, releases[0], sessions), by_id, entitled)


def _known(release: Release, entitled: Entitlement) -> list[SessionEntry]:
    return [
        entry
        for entry in release.snapshot["sessions"]
        if entitled.may_know(entry["listing"], [category["id"] for category in entry["entry"]], entry["id"])
    ]


def link_to_follow(session_id: UUID, conference: Conference, entitled: Entitlement) -> str:
    """The address for this person; nothing for whom it is not, nor for a session that was cancelled or has none."""
    held = Session.objects.filter(conference=conference, state=SessionState.SCHEDULED, is_hybrid=True)
    session = held.prefetch_related("entry").filter(pk=session_id).first()
    return session.link if session and entitled.may_have_link(session) else ""
