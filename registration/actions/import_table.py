"""What an officer does with a table before and after its import: bring it, say what its columns are, drop it.

``of`` is the kind of import: of registrations, or what an app above brings in.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.imports import files
from conference.imports.tables import Table
from conference.jobs.asking import ask_for_job
from conference.jobs.errors import JobError
from conference.models import Conference, User
from conference.permissions import has_role
from registration.actions.import_row import delete_files, forget_preview, lock_import
from registration.errors import NotPermittedError, RegistrationError
from registration.models import BroughtTable, ColumnsRemembered
from registration.models.brought_table import FILES_KEPT
from registration.states import ImportState

S = ImportState
T = TypeVar("T", bound=BroughtTable)


@transaction.atomic
def bring_table(
    conference: Conference,
    *,
    of: type[T],
    content: bytes,
    file_name: str,
    table: Table,
    by: User,
    form_token: UUID,
) -> T:
    """Keeps a table that was looked at, in private; a form submitted twice gives the one that is there.

    Locks the officer's row. Raises ``NotPermittedError``.
    """
    if not has_role(by, conference, of.roles):
        raise NotPermittedError
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # the same form twice at once: one after the other
    earlier: T | None = of.objects.filter(form_token=form_token, by=by).first()
    if earlier is not None:
        return earlier
    name = files.keep(content)
    brought: T = of.objects.create(
        conference=conference,
        by=by,
        form_token=form_token,
        file=name,
        file_name=file_name,
        size=len(content),
        kind=table.kind,
        sheet=table.sheet,
        encoding=table.encoding,
        separator=table.separator,
    )
    return brought


@transaction.atomic
def say_columns(
    import_id: UUID,
    *,
    of: type[T],
    by: User,
    reading: Mapping[str, Any],
    headings: Sequence[str],
    columns: Sequence[str],
    fixed: Mapping[str, str],
    headings_digest: str = "",
) -> T:
    """Keeps how the table is read and which column is which, also for the next table with the same headings.

    What was previewed is no longer valid. Locks the import. Raises ``NotPermittedError``; ``RegistrationError`` while
    it is worked on, and ``IllegalImportTransitionError`` once it is done.
    """
    brought = _own(import_id, of, by=by)
    _refuse_while_working(brought)
    if brought.state != S.BROUGHT:
        brought.move_to(S.BROUGHT)
    for name in ("sheet", "encoding", "separator", "header_row"):
        setattr(brought, name, reading.get(name, getattr(brought, name)))
    brought.headings, brought.columns, brought.fixed = list(headings), list(columns), dict(fixed)
    forget_preview(brought)
    brought.save()
    if headings_digest:
        ColumnsRemembered.objects.update_or_create(
            conference=brought.conference,
            headings_digest=headings_digest,
            defaults={"columns": brought.columns, "fixed": brought.fixed},
        )
    return brought


@transaction.atomic
def ask_for_work(
    import_id: UUID, work: str, *, of: type[T], by: User, leaves_out: bool = False, writes_letters: bool = False
) -> T:
    """Has the table previewed or imported by a worker. Locks the import. Asked twice, it is the work under way.

    Raises ``NotPermittedError``; ``RegistrationError`` where nothing was previewed, or there are errors that shall not
    be left out, and while five other jobs of the officer are under way.
    """
    brought = _own(import_id, of, by=by)
    if brought.job is not None and brought.job.is_unfinished:
        return brought
    if work == "import":
        _refuse_what_is_not_ready(brought, leaves_out=leaves_out)
        brought.leaves_out, brought.writes_letters = leaves_out, writes_letters
    elif brought.state not in {S.BROUGHT, S.PREVIEWED}:
        raise RegistrationError(_("This import is done; a preview would tell nothing new."))
    try:
        brought.job = ask_for_job(
            of.works[work], conference=brought.conference, by=by, asked_for={"import": str(brought.pk)}
        )
    except JobError as error:
        raise RegistrationError(str(error)) from error
    brought.save(update_fields=["job", "leaves_out", "writes_letters"])
    return brought


@transaction.atomic
def keep_preview(import_id: UUID, *, of: type[T], job_id: UUID, name: str, counts: Mapping[str, int], digest: str) -> T:
    """Keeps what a preview found, if it is still the one that was asked for last. Locks the import."""
    brought = lock_import(import_id, of)
    if brought.job_id != job_id or brought.state not in {S.BROUGHT, S.PREVIEWED}:
        files.delete(name)
        return brought
    brought.move_to(S.PREVIEWED)
    forget_preview(brought)
    brought.checked, brought.digest, brought.checked_at = name, digest, timezone.now()
    for kind in ("new", "changed", "unchanged", "refused", "doubtful"):
        setattr(brought, kind, counts.get(kind, 0))
    brought.rows = brought.new + brought.changed + brought.unchanged + brought.refused
    brought.save()
    return brought


@transaction.atomic
def drop_import(import_id: UUID, *, of: type[T], by: User) -> T:
    """Deletes the files of a table that is not to be imported. Locks the import.

    Raises ``NotPermittedError``; ``RegistrationError`` while it is worked on.
    """
    brought = _own(import_id, of, by=by)
    _refuse_while_working(brought)
    brought.move_to(S.DROPPED)
    delete_files(brought)
    brought.save()
    return brought


def clear_imports(of: type[BroughtTable], traces: type[Model]) -> int:
    """Each hour: files of what is imported or a week old, and ``traces``, which an undo that is over needed."""
    done = of.objects.filter(state__in=[S.IMPORTED, S.UNDONE]).exclude(file="")
    count = sum(_clear(pk, of) for pk in {*_ids(done), *_ids(of.objects.past_keeping())})
    traces._default_manager.filter(of__in=of.objects.past_undoing()).delete()
    return count + files.delete_older_than(FILES_KEPT + datetime.timedelta(days=1))


def _ids(rows: Any) -> list[UUID]:
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def _clear(import_id: UUID, of: type[BroughtTable]) -> int:
    brought = lock_import(import_id, of)
    if brought.state in {S.BROUGHT, S.PREVIEWED}:
        brought.move_to(S.DROPPED)
    delete_files(brought)
    brought.save()
    return 1


def _own(import_id: UUID, of: type[T], *, by: User) -> T:
    """Only who brought a table goes on with it: it was read with what this officer may see."""
    brought = lock_import(import_id, of)
    if brought.by_id != by.pk or not brought.is_for(by):
        raise NotPermittedError
    return brought


def _refuse_while_working(brought: BroughtTable) -> None:
    if brought.job is not None and brought.job.is_unfinished:
        raise RegistrationError(_("This table is being worked on. Please wait until that is done, or stop it."))


def _refuse_what_is_not_ready(brought: BroughtTable, *, leaves_out: bool) -> None:
    if brought.state != S.PREVIEWED:
        raise RegistrationError(_("Please look at the preview first; nothing was imported."))
    if brought.refused and not leaves_out:
        raise RegistrationError(
            _("There are rows with errors. Please correct them, or say that they are left out; nothing was imported.")
        )
    if not brought.new + brought.changed:
        raise RegistrationError(_("There is nothing to import: no row is new, and none changes anything."))
