"""Importing a programme that was previewed: all of it in one transaction, by the rules of the acts on one session."""

import datetime
import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from agenda.actions.appoint import add_appearance
from agenda.actions.bookings import refuse_clashes as refuse_in_database
from agenda.actions.describe import describe_locked, enter_session
from agenda.actions.locking import lock_conference, lock_sessions
from agenda.actions.programme_places import refuse_clashes, rooms_after
from agenda.actions.programme_rows import ProgrammeRow, SessionOutcome, judge
from agenda.actions.programme_scene import Scene, scene_of
from agenda.actions.schedule import place_session
from agenda.emails import speaker_invitation
from agenda.models import Appearance, ImportedSession, ProgrammeImport, Release, Session
from agenda.queries.snapshot import asked_of
from conference.correspondence import outbox
from conference.imports.rows import RowKind
from registration.actions.import_registrations import Report
from registration.actions.import_row import delete_files, lock_import
from registration.errors import ChangedSincePreviewError, NotPermittedError
from registration.states import ImportState

ROWS_AT_ONCE = 500


def judged(rows: Iterable[ProgrammeRow], scene: Scene) -> list[SessionOutcome]:
    """The outcomes in the order of the table. Whoever writes has locked what they are of."""
    outcomes = [judge(row, scene) for row in rows]
    refuse_clashes(outcomes, scene)
    return outcomes


def digest_of(outcomes: Iterable[SessionOutcome]) -> str:
    """Of everything that would be done."""
    return hashlib.sha256("\n".join(each.signature for each in outcomes).encode()).hexdigest()


@transaction.atomic
def import_programme(
    import_id: UUID, rows: Callable[[ProgrammeImport], Iterable[ProgrammeRow]], *, by: Any, report: Report
) -> ProgrammeImport:
    """Does what the preview said, or nothing; asked twice, the second time finds it done.

    Nobody is entered by it and nothing is published. Locks the import, the conference, then the sessions that it
    changes in the order of their ids. Raises ``NotPermittedError``, ``IllegalImportTransitionError``;
    ``ChangedSincePreviewError`` where something else would come of it now.
    """
    brought = lock_import(import_id, ProgrammeImport)
    if not brought.is_for(by):
        raise NotPermittedError
    if brought.state == ImportState.IMPORTED:
        return brought
    brought.move_to(ImportState.IMPORTED)
    lock_conference(brought.conference_id, by=by)
    scene = scene_of(brought.conference, by=by)
    outcomes = judged(rows(brought), scene)
    if digest_of(outcomes) != brought.digest:
        raise ChangedSincePreviewError
    wanted = [each for each in outcomes if each.kind in {RowKind.NEW, RowKind.CHANGED}]
    known = [each.session.pk for each in wanted if each.session and each.kind == RowKind.CHANGED]
    if known:
        lock_sessions(known, by=by)
    _do(brought, wanted, scene, by=by, report=report)
    brought.imported_at = timezone.now()
    delete_files(brought, but_errors=True)
    brought.save()
    return brought


def _do(brought: ProgrammeImport, outcomes: Sequence[SessionOutcome], scene: Scene, *, by: Any, report: Report) -> None:
    """Rooms may be exchanged on the way: that they clash is looked at when all is written."""
    added: list[Appearance] = []
    placed: list[Session] = []
    written: list[ImportedSession] = []
    for done, outcome in enumerate(outcomes, start=1):
        record = _write(brought, outcome, scene, by=by)
        named = [_add(record, each, place) for place, each in enumerate(outcome.named, start=1)]
        record.appearances = [str(each.pk) for each in named]
        written.append(record)
        added += named
        if outcome.times is not None or outcome.rooms is not None:
            placed.append(record.session)
        report(done, len(outcomes))
    ImportedSession.objects.bulk_create(written, batch_size=ROWS_AT_ONCE)
    if placed:
        refuse_in_database(*placed)
    if brought.writes_letters:
        _write_to(brought, added)


def _write(brought: ProgrammeImport, outcome: SessionOutcome, scene: Scene, *, by: Any) -> ImportedSession:
    """The session but for who speaks; gives what is kept of it, unsaved. The locks are held for all rows."""
    session = outcome.session
    assert session is not None  # noqa: S101  a row that does something is of a session
    is_new, former = outcome.kind == RowKind.NEW, {} if outcome.kind == RowKind.NEW else _former(outcome)
    if is_new:
        for name, value in outcome.described.items():
            setattr(session, name, value)
        enter_session(session)
        if outcome.entry is not None:
            session.entry.set([scene.categories[pk] for pk in outcome.entry])
    elif outcome.described or outcome.entry is not None:
        entry = {} if outcome.entry is None else {"entry": [scene.categories[pk] for pk in outcome.entry]}
        describe_locked(session, {**outcome.described, **entry}, by=by)
    if outcome.times is not None or outcome.rooms is not None:
        rooms = [scene.rooms[pk] for pk in rooms_after(outcome, session, scene)]
        begins, ends = outcome.times or (session.starts_at, session.ends_at)
        place_session(session, begins, ends, rooms, by=by)
    for appearance, minutes in outcome.minutes:
        Appearance.objects.filter(pk=appearance.pk).update(minutes=minutes)
    return ImportedSession(of=brought, session=session, is_new=is_new, former=former, version=session.version)


def _add(record: ImportedSession, named: Any, place: int) -> Appearance:
    """In a new session the first named is the first; in another all come after those who are there."""
    session = record.session
    language = session.conference.language_or_default(None)
    return add_appearance(
        session,
        role=named.role,
        participant=named.participant,
        static_name={language: named.static_name} if named.static_name else {},
        static_function={language: named.static_function} if named.static_function else {},
        position=place if record.is_new else None,
        minutes=named.minutes,
    )


def _former(outcome: SessionOutcome) -> dict[str, Any]:
    """What stands there before anything is written, as JSON keeps it."""
    session = outcome.session
    assert session is not None  # noqa: S101  as above
    former: dict[str, Any] = {
        name: (str(session.topic_id or "") if name == "topic" else getattr(session, name)) for name in outcome.described
    }
    if outcome.entry is not None:
        former["entry"] = [str(each.pk) for each in session.entry.all()]
    if outcome.times is not None or outcome.rooms is not None:
        former["times"] = [moment.isoformat() if moment else "" for moment in (session.starts_at, session.ends_at)]
        former["rooms"] = [str(each.room_id) for each in session.bookings.all()]
    if outcome.minutes:
        former["minutes"] = {str(appearance.pk): appearance.minutes for appearance, _minutes in outcome.minutes}
    return former


def _write_to(brought: ProgrammeImport, added: Sequence[Appearance]) -> None:
    """Whoever is newly named is asked; the letters wait, so that undoing at once takes them back."""
    until = timezone.now() + datetime.timedelta(minutes=brought.conference.agenda_letters_wait)
    last, letters = Release.objects.last_number(brought.conference), []
    for appearance in added:
        letter = speaker_invitation(appearance)
        if letter is not None:
            appearance.asked_with = asked_of(appearance, last)
            appearance.save(update_fields=["asked_with"])
            letters.append(letter)
    outbox.enqueue_all(letters, outbox.Held(brought.pk, until))
