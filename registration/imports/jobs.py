"""The two kinds of work on a table that was brought: looking at each row, and importing what was looked at."""

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from conference.imports.errors import UnreadableTableError
from conference.imports.previews import writing_preview
from conference.imports.work import do_import, undo_import
from conference.jobs.errors import JobError
from conference.permissions import ROLES_THAT_SEE_PROTECTED, has_role
from conference.registry import JobKind
from registration.actions.import_registrations import import_registrations
from registration.actions.import_rows import new_digest
from registration.actions.import_scene import judged, scene_of
from registration.actions.import_table import keep_preview
from registration.actions.undo_import import is_undone_at_once
from registration.actions.undo_import import undo_import as undo_registrations
from registration.errors import RegistrationError
from registration.imports.likenesses import likenesses_in
from registration.imports.preview import line_of
from registration.imports.reading import RowReader, estimate
from registration.models import RegistrationImport
from registration.permissions import can_register

if TYPE_CHECKING:
    from conference.jobs.running import Run


def preview(run: "Run") -> str:
    """Looks at each row, and keeps what it would do; changes nothing but that."""
    by, conference = run.job.asked_by, run.job.conference
    try:
        brought = _brought(run)
        expected, digest = estimate(brought), new_digest()
        sees_protected = has_role(by, conference, ROLES_THAT_SEE_PROTECTED)
        likenesses = likenesses_in(conference, sees_protected=sees_protected)
        name = run.path.name
        with writing_preview(name) as writer:
            for outcomes in judged(RowReader(brought, by=by), scene_of(conference, by=by)):
                for outcome in outcomes:
                    digest.update(outcome.signature.encode())
                    line = line_of(outcome, likenesses.doubts_about(outcome))
                    writer.add(outcome.kind, line, faults=outcome.faults, cells=outcome.row.cells)
                done = writer.written.total
                run.report(done, max(done, expected))
        keep_preview(
            brought.pk,
            of=RegistrationImport,
            job_id=run.job.pk,
            name=name,
            counts=writer.written.counts,
            digest=digest.hexdigest(),
        )
    except (UnreadableTableError, RegistrationError) as error:
        raise JobError(str(error)) from error
    return ""


def import_(run: "Run") -> str:
    """Imports what was previewed, in one transaction, once."""
    by, pk = run.job.asked_by, UUID(run.job.asked_for["import"])
    act = partial(import_registrations, pk, lambda brought: RowReader(brought, by=by), by=by)
    return do_import(run, act, refusals=(RegistrationError,))


def undo(run: "Run") -> str:
    """Undoes an import in one transaction."""
    brought = _brought(run)
    act = partial(undo_registrations, brought.pk, by=run.job.asked_by)
    return undo_import(run, act, at_once=is_undone_at_once(brought), refusals=(RegistrationError,))


def _brought(run: "Run") -> RegistrationImport:
    found: RegistrationImport = RegistrationImport.objects.select_related("conference").get(
        pk=run.job.asked_for["import"]
    )
    return found


PREVIEW = JobKind(
    key="preview_import",
    label=_("preview of an import"),
    may_ask=can_register,
    write=preview,
    asks_reason=False,
    makes_file=False,
)
UNDO = JobKind(
    key="undo_import",
    label=_("undoing of an import"),
    may_ask=can_register,
    write=undo,
    asks_reason=False,
    makes_file=False,
)
IMPORT = JobKind(
    key="import",
    label=_("import of registrations"),
    may_ask=can_register,
    write=import_,
    asks_reason=False,
    makes_file=False,
)
