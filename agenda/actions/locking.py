"""What an act on the programme holds while it changes it."""

from collections.abc import Iterable
from uuid import UUID

from agenda.errors import LostUpdateError
from agenda.models import Appearance, ConferenceDocument, Session
from agenda.permissions import ensure_can_schedule
from conference.models import Conference, User


def lock_conference(conference_id: UUID, *, by: User | None) -> Conference:
    """Locks the conference's row, so that its programme changes one act at a time and a release sees it whole.

    Raises ``NotPermittedError``. The lock leaves foreign keys to the conference alone: registrations go on.
    """
    conference = Conference.objects.select_for_update(no_key=True).get(pk=conference_id)
    ensure_can_schedule(by, conference)
    return conference


def lock_sessions(session_ids: Iterable[UUID], *, by: User | None) -> list[Session]:
    """Locks the conference, then its sessions in the order of their ids; gives them in the order asked for.

    Raises ``NotPermittedError``, and ``Session.DoesNotExist`` where one is of another conference.
    """
    wanted = list(session_ids)
    conference = lock_conference(Session.objects.only("conference_id").get(pk=wanted[0]).conference_id, by=by)
    locked = {
        session.pk: session
        for session in Session.objects.select_for_update(no_key=True)
        .filter(pk__in=wanted, conference=conference)
        .order_by("pk")
    }
    if len(locked) < len(set(wanted)):
        raise Session.DoesNotExist
    for session in locked.values():
        session.conference = conference
    return [locked[pk] for pk in wanted]


def lock_session(session_id: UUID, *, by: User | None, version: int | None = None) -> Session:
    """Locks conference and session. Raises ``NotPermittedError``, and ``LostUpdateError`` when ``version`` is stale."""
    (session,) = lock_sessions([session_id], by=by)
    if version is not None and version != session.version:
        raise LostUpdateError
    return session


def lock_appearance(appearance_id: UUID) -> Appearance:
    """The appearance with session, conference and participant, its row locked."""
    return (
        Appearance.objects.select_for_update(of=("self",), no_key=True)
        .select_related("session__conference", "participant")
        .get(pk=appearance_id)
    )


def lock_arranged_appearance(appearance_id: UUID, *, by: User | None) -> Appearance:
    """Locks the conference, then the appearance: a release finds the person asked, or taken off, or neither yet.

    Raises ``NotPermittedError``.
    """
    session = Session.objects.only("conference_id").get(appearances=appearance_id)
    lock_conference(session.conference_id, by=by)
    return lock_appearance(appearance_id)


def lock_document(document_id: UUID, *, by: User | None, version: int | None = None) -> ConferenceDocument:
    """Locks conference and document. Raises ``NotPermittedError``; ``LostUpdateError`` when ``version`` is stale."""
    unlocked = ConferenceDocument.objects.only("conference_id").get(pk=document_id)
    conference = lock_conference(unlocked.conference_id, by=by)
    document: ConferenceDocument = ConferenceDocument.objects.select_for_update(no_key=True).get(pk=document_id)
    document.conference = conference
    if version is not None and version != document.version:
        raise LostUpdateError
    return document
