"""Undoing an import of the programme: new sessions are removed, changed ones stand as before; all of it, or nothing."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import ngettext

from agenda.actions.bookings import refuse_clashes
from agenda.actions.describe import describe_locked
from agenda.actions.locking import lock_conference, lock_sessions
from agenda.actions.schedule import place_session
from agenda.models import Appearance, ImportedSession, ProgrammeImport, Release, Session
from agenda.states import AppearanceState
from conference.correspondence.ledger import TakenBack, take_back
from conference.models import Room, Topic, TranslatedText, User
from registration.actions.import_registrations import Report
from registration.actions.import_row import delete_files, lock_import
from registration.actions.undo_import import refuse_too_late, silent
from registration.errors import RegistrationError
from registration.states import ImportState

MOST_NAMED = 50
TRANSLATED = frozenset({"title", "abstract", "guiding_questions"})
#: What comes with a session by the import itself.
OF_THE_IMPORT = frozenset({"roombooking", "appearance", "importedsession", "session_entry"})
#: The sessions that a release shows.
SHOWN = RawSQL(
    "ARRAY(SELECT one ->> 'id' FROM jsonb_array_elements(agenda_release.snapshot -> 'sessions') AS one)",
    [],
    output_field=models.TextField(),
)


class SessionsChangedError(RegistrationError):
    """Something has been done with what was imported; nothing was undone. ``touched`` are those that are there."""

    def __init__(self, count: int, sessions: Iterable[UUID]) -> None:
        super().__init__(
            ngettext(
                "Nothing was undone: %(count)s session has been changed or published since the import.",
                "Nothing was undone: %(count)s sessions have been changed or published since the import.",
                count,
            )
            % {"count": count}
        )
        self.touched = sorted(sessions)[:MOST_NAMED]


@dataclass(frozen=True)
class UndoneProgramme:
    brought: ProgrammeImport
    removed: int
    restored: int
    letters: TakenBack


@transaction.atomic
def undo_programme(import_id: UUID, *, by: User, report: Report = silent) -> UndoneProgramme:
    """Removes the sessions that the import added and puts back what it changed, if nobody has touched any of them.

    Letters that have not gone are cancelled; one that is gone stays gone, and is counted. Locks the import, the
    conference and the sessions. Raises ``NotPermittedError``, ``SessionsChangedError``; ``RegistrationError`` once it
    is undone or its time is over.
    """
    brought = lock_import(import_id, ProgrammeImport)
    refuse_too_late(brought, by=by)
    lock_conference(brought.conference_id, by=by)
    rows = list(brought.sessions.select_related("session"))
    if rows:
        lock_sessions([row.session_id for row in rows], by=by)
        rows = list(brought.sessions.select_related("session__conference").prefetch_related("session__bookings"))
    _refuse_what_was_touched(brought, rows)
    added = [UUID(pk) for row in rows for pk in row.appearances]
    letters = take_back(brought.pk, added, by=by)
    Appearance.objects.filter(pk__in=added).delete()
    _restore_all([row for row in rows if not row.is_new], by=by, report=report)
    Session.objects.filter(pk__in=[row.session_id for row in rows if row.is_new]).delete()
    brought.move_to(ImportState.UNDONE)
    brought.undone_at, brought.undone_by = timezone.now(), by
    delete_files(brought)
    brought.save()
    brought.sessions.all().delete()
    new = sum(row.is_new for row in rows)
    return UndoneProgramme(brought, new, len(rows) - new, letters)


def _refuse_what_was_touched(brought: ProgrammeImport, rows: Sequence[ImportedSession]) -> None:
    new = [row.session_id for row in rows if row.is_new]
    touched = {row.session_id for row in rows if row.session.version != row.version}
    touched |= _led_to(Session, new) | _published(brought, new) | _answered(rows)
    gone = brought.new + brought.changed - len(rows)
    if touched or gone:
        raise SessionsChangedError(len(touched) + gone, touched)


def _led_to(model: type[models.Model], pks: Collection[UUID]) -> set[UUID]:
    """Those to which anything was added since: a star, a seat, a document, interpreters, a statement, a brief.

    Found from the models, so that what comes later is found, too.
    """
    found: set[UUID] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model._meta.model_name not in OF_THE_IMPORT:
            name = relation.field.name
            rows = relation.related_model._default_manager.filter(**{f"{name}__in": pks})
            found |= set(rows.values_list(name, flat=True))
    return found


def _published(brought: ProgrammeImport, new: Sequence[UUID]) -> set[UUID]:
    """In whichever release: it has the conference's clock, the import the real one."""
    if not new:
        return set()
    releases = Release.objects.filter(conference=brought.conference).order_by()
    shown = {UUID(each) for snapshot in releases.values_list(SHOWN, flat=True) for each in snapshot}
    return shown & set(new)


def _answered(rows: Sequence[ImportedSession]) -> set[UUID]:
    """Where somebody whom the import named has answered, sent something or was taken off, or another stands beside."""
    mine = {row.session_id: set(row.appearances) for row in rows}
    new = {row.session_id for row in rows if row.is_new}
    given = _led_to(Appearance, [UUID(pk) for named in mine.values() for pk in named])
    there: dict[UUID, set[str]] = {pk: set() for pk in mine}
    touched: set[UUID] = set()
    for each in Appearance.objects.filter(session__in=mine):
        there[each.session_id].add(str(each.pk))
        is_mine = str(each.pk) in mine[each.session_id]
        if is_mine and (each.state != AppearanceState.INVITED or each.brief_sent_at or each.pk in given):
            touched.add(each.session_id)
        if not is_mine and each.session_id in new:
            touched.add(each.session_id)
    return touched | {pk for pk, named in mine.items() if not named <= there[pk]}


def _restore_all(rows: Sequence[ImportedSession], *, by: User, report: Report) -> None:
    rooms = {str(room.pk): room for room in Room.objects.filter(pk__in=_ids(rows, "rooms"))}
    topics = {str(topic.pk): topic for topic in Topic.objects.filter(pk__in=_ids(rows, "topic"))}
    placed: list[Session] = []
    for done, row in enumerate(rows, start=1):
        if "rooms" in row.former:
            _place(row, [rooms[pk] for pk in row.former["rooms"] if pk in rooms], by=by)
            placed.append(row.session)
        _describe(row, topics, by=by)
        for pk, minutes in row.former.get("minutes", {}).items():
            Appearance.objects.filter(pk=pk).update(minutes=minutes)
        report(done, len(rows))
    if placed:
        refuse_clashes(*placed)


def _ids(rows: Sequence[ImportedSession], name: str) -> set[str]:
    found: set[str] = set()
    for row in rows:
        kept = row.former.get(name) or []
        found |= {kept} if isinstance(kept, str) else set(kept)
    return found


def _place(row: ImportedSession, rooms: Sequence[Room], *, by: User) -> None:
    begins, ends = (datetime.datetime.fromisoformat(text) if text else None for text in row.former["times"])
    place_session(row.session, begins, ends, rooms, by=by)


def _describe(row: ImportedSession, topics: dict[str, Topic], *, by: User) -> None:
    kept = {name: value for name, value in row.former.items() if name not in {"times", "rooms", "minutes"}}
    if "topic" in kept:
        kept["topic"] = topics.get(kept["topic"])
    changes: dict[str, Any] = {
        name: TranslatedText(value) if name in TRANSLATED else value for name, value in kept.items()
    }
    if changes:
        describe_locked(row.session, changes, by=by)
