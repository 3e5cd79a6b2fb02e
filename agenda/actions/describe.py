"""What a session is about: made, worded, deleted while nobody outside has seen it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from agenda.actions.locking import lock_conference, lock_session
from agenda.actions.seat_line import follow_capacity
from agenda.errors import (
    SessionIsFilledError,
    SessionWasReleasedError,
    SideEventHasSessionError,
    SpeakersWereAskedError,
    UnsoundSessionError,
)
from agenda.models import Release, Session, SideEventProposal
from conference.models import User

DESCRIBED = frozenset(
    {
        "type",
        "number",
        "title",
        "abstract",
        "guiding_questions",
        "organiser",
        "topic",
        "languages",
        "is_interpreted",
        "channels",
        "is_whole_conference",
        "capacity",
        "needs_booking",
        "is_hybrid",
        "link",
        "listing",
        "attribution",
        "is_open_to_press",
        "source",
    }
)
#: Of these, what says how many seats there are.
SEATED = frozenset({"capacity", "needs_booking"})


@transaction.atomic
def create_session(session: Session, *, by: User | None) -> Session:
    """Saves a new session, without a time: that is :func:`schedule_session`'s. Locks the conference.

    Raises ``UnsoundSessionError``, ``NotPermittedError``.
    """
    lock_conference(session.conference_id, by=by)
    return enter_session(session)


def enter_session(session: Session) -> Session:
    """The same, as part of the act of whoever holds the conference's lock. Raises ``UnsoundSessionError``."""
    _ensure_sound(session)
    session.starts_at = session.ends_at = None
    session.save(force_insert=True)
    return session


@transaction.atomic
def describe_session(
    session_id: UUID, *, changes: Mapping[str, Any], by: User | None, version: int | None = None
) -> Session:
    """Changes what is said of a session (:data:`DESCRIBED`, and ``entry``). Locks conference and session.

    Seats that are more than before go to those who wait. Raises ``SeatsAreTakenError`` where they would be fewer than
    are booked, ``UnsoundSessionError``, ``LostUpdateError``, ``NotPermittedError``; ``KeyError`` for a field that has
    an act of its own.
    """
    return describe_locked(lock_session(session_id, by=by, version=version), changes, by=by)


def describe_locked(session: Session, changes: Mapping[str, Any], *, by: User | None) -> Session:
    """The same of a session that the caller has locked, with its conference."""
    fields = dict(changes)
    entry = fields.pop("entry", None)
    if fields.keys() - DESCRIBED:
        raise KeyError(*sorted(fields.keys() - DESCRIBED))
    for name, value in fields.items():
        setattr(session, name, value)
    _ensure_sound(session)
    session.save(update_fields=[*fields, *session.mark_changed(by=by)])
    if entry is not None:
        session.entry.set(entry)
    if entry is not None or not SEATED.isdisjoint(fields):
        follow_capacity(session)
    return session


@transaction.atomic
def copy_session(session_id: UUID, *, by: User | None) -> Session:
    """Another session that says the same, for a series: without a time, rooms, speakers, number and address online.

    Locks the conference and the session. Raises ``NotPermittedError``.
    """
    session = lock_session(session_id, by=by)
    copied = sorted(DESCRIBED - {"number", "link", "source"})
    made = Session(conference=session.conference, **{name: getattr(session, name) for name in copied})
    made.save(force_insert=True)
    made.entry.set(session.entry.all())
    return made


@transaction.atomic
def discard_session(session_id: UUID, *, by: User | None, version: int | None = None) -> None:
    """Deletes a session that was never published, and in which nobody was asked to speak. Locks conference and session.

    Raises ``SessionWasReleasedError``; ``SideEventHasSessionError`` for what was made of a proposal;
    ``SpeakersWereAskedError``, for who expects to speak has to hear that it is off, and an answer is a record;
    ``LostUpdateError``, ``NotPermittedError``. Who names a ``version`` takes back what they made:
    ``SessionIsFilledError`` where static lines or documents, which make no version, were added to it.
    """
    session = lock_session(session_id, by=by, version=version)
    published = Release.objects.filter(
        conference=session.conference, snapshot__sessions__contains=[{"id": str(session.pk)}]
    )
    if published.exists():
        raise SessionWasReleasedError
    if session.appearances.filter(participant__isnull=False).exists():
        raise SpeakersWereAskedError
    if SideEventProposal.objects.filter(session=session).exists():
        raise SideEventHasSessionError
    if version is not None and (session.appearances.exists() or session.documents.exists()):
        raise SessionIsFilledError
    session.delete()


def _ensure_sound(session: Session) -> None:
    try:
        session.clean()
    except ValidationError as error:
        raise UnsoundSessionError(" ".join(error.messages)) from error
