"""Who may have which documents of a conference: one rule, for pages, files, cards and feeds."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from agenda.models import ConferenceDocument, Distribution, DocumentVersion, Release, Session
from agenda.queries.entitlement import Entitlement
from agenda.states import DocumentState
from conference.clock import conference_now
from conference.models import Conference, TranslatedText
from conference.permissions import Actor
from conference.queries.edition import row_version

NOBODY_IN_PARTICULAR = Entitlement()
#: Of a conference, by session of the agenda.
Documents = Mapping[UUID, Sequence[ConferenceDocument]]
SESSIONS = ConferenceDocument.sessions.through.objects


@dataclass(frozen=True)
class ReleasedSession:
    """A session of the last release, as far as documents say of it."""

    id: UUID
    listing: str
    entry: tuple[str, ...]
    title: TranslatedText

    def __hash__(self) -> int:
        return hash(self.id)


def documents_for(
    entitlement: Entitlement, conference: Conference, now: datetime.datetime
) -> QuerySet[ConferenceDocument]:
    """What one may have at a moment of the conference's clock.

    The team has all that is issued. Nobody else has anything before its embargo ends, nor what belongs only to sessions
    of which one may not know: its title would tell of them. Of a document for participants, whoever speaks in its
    session has it too, and a focal point, who plans the days of those who take part.
    """
    documents = ConferenceDocument.objects.filter(conference=conference)
    if entitlement.is_team:
        return documents.filter(state=DocumentState.ISSUED)
    known = {one.id for one in known_sessions(entitlement, conference)} | entitlement.speaks_in
    belongs = SESSIONS.filter(conferencedocument=OuterRef("pk"))
    return (
        documents.issued(now)
        .filter(_distributed_to(entitlement))
        .filter(~Q(Exists(belongs)) | Q(Exists(belongs.filter(session__in=known))))
    )


def _distributed_to(entitlement: Entitlement) -> Q:
    reached = [Distribution.PUBLIC]
    if entitlement.is_participant or entitlement.is_of_delegation:
        reached.append(Distribution.PARTICIPANTS)
    if entitlement.is_of_delegation:
        reached.append(Distribution.DELEGATIONS)
    spoken_of = SESSIONS.filter(conferencedocument=OuterRef("pk"), session__in=entitlement.speaks_in)
    return Q(distribution__in=reached) | Q(Exists(spoken_of), distribution=Distribution.PARTICIPANTS)


def versions_for(entitlement: Entitlement, conference: Conference, now: datetime.datetime) -> QuerySet[DocumentVersion]:
    """The files of those documents; to the team every file of the conference, of drafts and replaced ones too."""
    versions = DocumentVersion.objects.filter(document__conference=conference)
    if entitlement.is_team:
        return versions
    return versions.current().filter(document__in=documents_for(entitlement, conference, now))


def for_listing(documents: QuerySet[ConferenceDocument]) -> list[ConferenceDocument]:
    """In order, with files, sessions and what symbols are derived from; three queries for any number."""
    current = DocumentVersion.objects.current().order_by("-is_original", "uploaded_at")
    sessions = Session.objects.in_order().only("pk")
    return list(
        documents.with_ancestors()  # type: ignore[attr-defined]
        .in_order()
        .prefetch_related(Prefetch("versions", current), Prefetch("sessions", sessions))
    )


def known_sessions(entitlement: Entitlement, conference: Conference) -> list[ReleasedSession]:
    """Those of the last release of which one may know, in the order of the agenda."""
    released = released_sessions(conference)
    return [one for one in released if entitlement.may_know(one.listing, one.entry, one.id)]


def released_sessions(conference: Conference) -> Sequence[ReleasedSession]:
    """Those of the last release, whoever may know of them; one query, and another after a release."""
    releases: Any = Release.objects.of(conference).annotate(version=row_version(Release))
    last = releases.values_list("pk", "version").first()
    return _sessions_of(*last) if last else ()


@lru_cache(maxsize=64)
def _sessions_of(release_id: UUID, _version: int) -> tuple[ReleasedSession, ...]:
    """A version of a row never changes, so its snapshot is read once."""
    snapshot = Release.objects.values_list("snapshot", flat=True).get(pk=release_id)
    return tuple(
        ReleasedSession(
            UUID(entry["id"]),
            entry["listing"],
            tuple(category["id"] for category in entry["entry"]),
            TranslatedText(entry["title"]),
        )
        for entry in snapshot["sessions"]
    )


def documents_by_session(entitlement: Entitlement, conference: Conference) -> Mapping[UUID, list[ConferenceDocument]]:
    """What one may have now, with its files (``versions.all()``), by the session to which it belongs.

    A constant number of queries; a session without documents is not in it.
    """
    by_session: dict[UUID, list[ConferenceDocument]] = {}
    for document in for_listing(documents_for(entitlement, conference, conference_now(conference))):
        for session in document.sessions.all():
            by_session.setdefault(session.pk, []).append(document)
    return by_session


def public_documents_of(conference: Conference) -> Documents:
    """What everybody may have now, as above."""
    return documents_by_session(NOBODY_IN_PARTICULAR, conference)


def documents_of_session(
    session_id: UUID, entitlement: Entitlement, conference: Conference
) -> list[ConferenceDocument]:
    """What one may have of a session of which one may know: who asks has looked at that."""
    now = conference_now(conference)
    return for_listing(documents_for(entitlement, conference, now).filter(sessions=session_id))


def has_own_documents(user: Actor, conference: Conference) -> bool:
    """Whether anything is out that is not for everybody, and this person is entitled to more than everybody."""
    out = ConferenceDocument.objects.filter(conference=conference).issued(conference_now(conference))
    beyond = out.exclude(distribution=Distribution.PUBLIC)
    return bool(beyond.exists() and Entitlement.of(user, conference).sees_more)


def public_document_rows(conference: Conference, now: datetime.datetime) -> tuple[QuerySet[Any], ...]:
    """The rows that public pages say of documents; a file enters them in the moment in which its embargo ends.

    Of what follows another, the symbol is derived: documents of any distribution are among them, drafts are not.
    """
    out = ConferenceDocument.objects.filter(conference=conference).exclude(state=DocumentState.DRAFT)
    shown = ConferenceDocument.objects.filter(conference=conference, distribution=Distribution.PUBLIC).issued(now)
    return (
        out,
        DocumentVersion.objects.current().filter(document__in=shown),
        SESSIONS.filter(conferencedocument__in=shown),
    )
