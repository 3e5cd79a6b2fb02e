"""Importing a table that was previewed: all of it in one transaction, by the rules of the acts on one registration."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from conference.correspondence import outbox
from conference.imports.rows import RowKind
from conference.models import Conference, User
from registration import emails
from registration.actions.import_row import delete_files, lock_import
from registration.actions.import_rows import ImportRow, Outcome, new_digest
from registration.actions.import_scene import judged, scene_of
from registration.actions.import_writing import BATCH, save_changed, save_moved
from registration.actions.seating import lock_many, lock_places
from registration.errors import ChangedSincePreviewError, NotPermittedError
from registration.models import (
    Application,
    Delegation,
    ImportedRegistration,
    Participant,
    Registration,
    RegistrationImport,
)
from registration.permissions import can_register
from registration.states import ImportState

Report = Callable[[int, int], None]


@transaction.atomic
def import_registrations(
    import_id: UUID, rows: Callable[[RegistrationImport], Iterable[ImportRow]], *, by: User, report: Report
) -> RegistrationImport:
    """Does what the preview said, or nothing; asked twice, the second time finds it done.

    Nobody is confirmed by it: who is new stands where entering them singly would leave them, with a place or one in
    line. Locks the import, the conference (where it has a capacity), the categories and the delegations of the table,
    then the registrations that it changes, with their participants. Raises ``NotPermittedError``,
    ``IllegalImportTransitionError``; ``ChangedSincePreviewError`` where something else would come of it now.
    """
    brought = lock_import(import_id, RegistrationImport)
    conference = brought.conference
    if not can_register(by, conference):
        raise NotPermittedError
    if brought.state == ImportState.IMPORTED:
        return brought
    brought.move_to(ImportState.IMPORTED)
    every = list(rows(brought))
    _lock_what_is_counted(conference, every)
    digest, done = new_digest(), 0
    for outcomes in judged(every, scene_of(conference, by=by)):
        for outcome in outcomes:
            digest.update(outcome.signature.encode())
        _write(brought, outcomes)
        done += len(outcomes)
        report(done, len(every))
    if digest.hexdigest() != brought.digest:
        raise ChangedSincePreviewError
    brought.imported_at = timezone.now()
    delete_files(brought, but_errors=True)
    brought.save()
    return brought


def _lock_what_is_counted(conference: Conference, rows: Sequence[ImportRow]) -> None:
    delegations = {row.values["delegation"] for row in rows if "delegation" in row.values}
    categories = {row.values["category"] for row in rows if "category" in row.values}
    categories |= set(Delegation.objects.filter(pk__in=delegations).values_list("category", flat=True))
    lock_places([conference.pk], categories, delegations)
    lock_many(row.reference for row in rows if row.reference is not None)


def _write(brought: RegistrationImport, outcomes: Sequence[Outcome]) -> None:
    new = [each for each in outcomes if each.kind == RowKind.NEW]
    changed = [each for each in outcomes if each.kind == RowKind.CHANGED]
    _add(new)
    fields = {name for each in changed for name in each.former}
    save_changed([each.registration for each in changed if each.registration], fields)
    moved = [each.registration for each in changed if each.transitions and each.registration]
    save_moved(moved, [move for each in (*new, *changed) for move in each.transitions])
    ImportedRegistration.objects.bulk_create([_kept(brought, each) for each in (*new, *changed)], batch_size=BATCH)
    if brought.writes_letters:
        _write_to(brought, [each.registration for each in new if each.registration])


def _add(new: Sequence[Outcome]) -> None:
    registrations = [each.registration for each in new if each.registration]
    people = [each.participant for each in registrations]
    for person in people:
        person.make_ready()
    Participant.objects.bulk_create(people, batch_size=BATCH)
    Registration.objects.bulk_create(registrations, batch_size=BATCH)
    Application.objects.bulk_create([each.application for each in new if each.application], batch_size=BATCH)


def _kept(brought: RegistrationImport, outcome: Outcome) -> ImportedRegistration:
    registration: Any = outcome.registration
    return ImportedRegistration(
        of=brought,
        registration=registration,
        is_new=outcome.kind == RowKind.NEW,
        former=outcome.former,
        registration_version=registration.version,
        participant_version=registration.participant.version,
    )


def _write_to(brought: RegistrationImport, registrations: Sequence[Registration]) -> None:
    """Who is new is told; the letters wait as those of a decision do, so that undoing at once takes them back."""
    wait = datetime.timedelta(minutes=brought.conference.decision_letters_wait)
    letters = [letter for each in registrations for letter in emails.entered(each)]
    outbox.enqueue_all(letters, outbox.Held(brought.pk, timezone.now() + wait))
