"""Undoing an import: who was new is removed, what was changed stands as before; all of it, or nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.correspondence.ledger import TakenBack, take_back
from conference.jobs.asking import ask_for_job
from conference.jobs.errors import JobError
from conference.jobs.models import Job
from conference.models import User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, has_role
from registration.actions.correct_person import SECRETARIAT_FIELDS
from registration.actions.import_registrations import Report
from registration.actions.import_row import delete_files, lock_import
from registration.actions.import_rows import moves_by_what_is_outstanding
from registration.actions.import_scene import AT_A_TIME
from registration.actions.import_writing import save_changed, save_moved
from registration.actions.people import set_fields
from registration.actions.promotion import lock_line
from registration.errors import NotPermittedError, RegistrationError
from registration.models import (
    APPLICATION_FIELDS,
    BroughtTable,
    ImportedRegistration,
    Participant,
    Registration,
    RegistrationImport,
    Visibility,
)
from registration.states import ImportState

MOST_NAMED = 50
#: Up to as many rows are undone while the officer waits; more, by a worker.
UNDONE_AT_ONCE = 500
#: What comes with a registration, or is made from it by the machine, and says nothing of what somebody did.
NOT_SOMEBODYS = frozenset(
    {
        "registrationtransition",
        "application",
        "importedregistration",
        "likeness",
        "duplicatecandidate",
        "registration",
    }
)


class ChangedSinceImportError(RegistrationError):
    """Something has been done with what was imported; nothing was undone. ``names`` says with whom.

    ``touched`` are those registrations that are there still.
    """

    def __init__(self, names: Sequence[str], registrations: Sequence[UUID]) -> None:
        super().__init__(
            ngettext(
                "Nothing was undone: %(count)s registration has been changed since the import.",
                "Nothing was undone: %(count)s registrations have been changed since the import.",
                len(names),
            )
            % {"count": len(names)}
        )
        self.names = list(names[:MOST_NAMED])
        self.touched = list(registrations[:MOST_NAMED])


def silent(_done: int, _total: int) -> None:
    """For whoever waits: nobody looks at a bar."""


@dataclass(frozen=True)
class UndoneImport:
    brought: RegistrationImport
    removed: int
    restored: int
    letters: TakenBack = field(default_factory=TakenBack)


@transaction.atomic
def ask_for_undo(import_id: UUID, *, of: type[BroughtTable], by: User) -> Job | None:
    """Has an import undone by a worker; a short one whoever asks undoes at once, by ``run_at_once``. Locks the import.

    Nothing where work on it is under way already. Raises ``NotPermittedError``; ``RegistrationError`` once it is undone
    or its time is over, and while five other jobs of the officer are under way.
    """
    brought = lock_import(import_id, of)
    refuse_too_late(brought, by=by)
    if brought.job is not None and brought.job.is_unfinished:
        return None
    try:
        brought.job = ask_for_job(
            of.works["undo"],
            conference=brought.conference,
            by=by,
            asked_for={"import": str(brought.pk)},
            is_claimed=is_undone_at_once(brought),
        )
    except JobError as error:
        raise RegistrationError(str(error)) from error
    brought.save(update_fields=["job"])
    return brought.job


def is_undone_at_once(brought: BroughtTable) -> bool:
    """Whether it is little work, done while the officer waits."""
    return brought.new + brought.changed <= UNDONE_AT_ONCE


@transaction.atomic
def undo_import(import_id: UUID, *, by: User, report: Report = silent) -> UndoneImport:
    """Removes whom the import added and puts back what it changed, within its time, if nobody has touched any of them.

    ``report`` is told how many rows are done, some hundred at a time; what it raises undoes nothing.
    Their letters that have not gone are cancelled; one that is gone stays gone, and is counted. Places that become free
    go to the first in line. Locks the import, conference (with a capacity), categories, delegations, the registrations
    and those who wait in line, with their participants. Raises ``NotPermittedError``, ``ChangedSinceImportError``;
    ``RegistrationError`` once it is undone or its time is over.
    """
    brought = lock_import(import_id, RegistrationImport)
    refuse_too_late(brought, by=by)
    report(0, brought.new + brought.changed)
    ids = list(brought.registrations.values_list("registration", flat=True))
    line = lock_line(ids, conference=brought.conference, reads=False)
    report(0, brought.new + brought.changed)
    rows = list(brought.registrations.select_related("registration__participant", "registration__application"))
    new, changed = [row for row in rows if row.is_new], [row for row in rows if not row.is_new]
    _refuse_what_was_touched(brought, new, changed, by=by)
    letters = take_back(brought.pk, ids, by=by)
    _in_parts(changed, lambda some: _restore(some, by=by), lambda done: report(done, len(rows)))
    _in_parts(new, _remove, lambda done: report(len(changed) + done, len(rows)))
    brought.move_to(ImportState.UNDONE)
    brought.undone_at, brought.undone_by = timezone.now(), by
    delete_files(brought)
    brought.save()
    brought.registrations.all().delete()
    line.give_free_places()
    return UndoneImport(brought, len(new), len(changed), letters)


def refuse_too_late(brought: BroughtTable, *, by: User) -> None:
    """Raises ``NotPermittedError``; ``RegistrationError`` once it is undone, or its time is over."""
    if not brought.is_for(by):
        raise NotPermittedError
    if not brought.may_be_undone:
        raise RegistrationError(
            _("The time within which this import could be undone is over, or it was undone already.")
        )


def _in_parts(
    rows: Sequence[ImportedRegistration],
    act: Callable[[Sequence[ImportedRegistration]], None],
    report: Callable[[int], None],
) -> None:
    for start in range(0, len(rows), AT_A_TIME):
        act(rows[start : start + AT_A_TIME])
        report(min(start + AT_A_TIME, len(rows)))


def _refuse_what_was_touched(
    brought: RegistrationImport,
    new: Sequence[ImportedRegistration],
    changed: Sequence[ImportedRegistration],
    *,
    by: User,
) -> None:
    touched = {row.registration_id for row in (*new, *changed) if _has_other_versions(row)}
    touched |= _with_something_of_somebodys(new)
    gone = brought.new + brought.changed - len(new) - len(changed)
    if not touched and not gone:
        return
    sees_protected = has_role(by, brought.conference, ROLES_THAT_SEE_PROTECTED)
    people = [row.registration.participant for row in (*new, *changed) if row.registration_id in touched]
    names = [
        person.formal_name if sees_protected or person.visibility != Visibility.HIDDEN else _("Protected participant")
        for person in people
    ]
    raise ChangedSinceImportError([*sorted(names), *[_("a registration that was deleted")] * gone], sorted(touched))


def _has_other_versions(row: ImportedRegistration) -> bool:
    now = (row.registration.version, row.registration.participant.version)
    return now != (row.registration_version, row.participant_version)


def _with_something_of_somebodys(new: Sequence[ImportedRegistration]) -> set[UUID]:
    """The new ones to whom anything was added since: a document, a journey, an answer, a note, a place on the agenda.

    Found from the models, so that what comes later is found, too.
    """
    by_registration = {row.registration_id: row.registration_id for row in new}
    by_participant = {row.registration.participant_id: row.registration_id for row in new}
    found: set[UUID] = set()
    for model, mine in ((Registration, by_registration), (Participant, by_participant)):
        for relation in _relations_to(model):
            found |= {mine[pk] for pk in _referred_to(relation, mine)}
    replaced = Registration.objects.filter(replaces__in=by_registration).values_list("replaces", flat=True)
    found |= {pk for pk in replaced if pk is not None}
    return found


def _relations_to(model: type[models.Model]) -> Iterator[models.ForeignObjectRel]:
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            of = relation.related_model._meta.model_name
            if of not in NOT_SOMEBODYS:
                yield relation


def _referred_to(relation: models.ForeignObjectRel, ids: Iterable[UUID]) -> Iterable[UUID]:
    name = relation.field.name
    rows = relation.related_model._default_manager
    return set(rows.filter(**{f"{name}__in": list(ids)}).values_list(name, flat=True))


def _restore(changed: Sequence[ImportedRegistration], *, by: User) -> None:
    """What stood there before; what then is outstanding is looked at anew. In as few statements as the import."""
    registrations = []
    for row in changed:
        registration, former = row.registration, dict(row.former)
        for name in set(former).intersection(APPLICATION_FIELDS):
            setattr(registration.application, name, former.pop(name))
        set_fields(registration.participant, former, allowed=SECRETARIAT_FIELDS)
        registrations.append(registration)
    save_changed(registrations, {name for row in changed for name in row.former})
    moves = moves_by_what_is_outstanding(registrations, by=by)
    save_moved([move.registration for move in moves], moves)


def _remove(new: Sequence[ImportedRegistration]) -> None:
    people = [row.registration.participant_id for row in new]
    Registration.objects.filter(pk__in=[row.registration_id for row in new]).delete()
    Participant.objects.filter(pk__in=people).delete()
