"""The work on a programme that was brought: looking at each row, importing what was looked at, undoing it."""

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from agenda.actions.import_programme import digest_of, import_programme, judged
from agenda.actions.programme_scene import scene_of
from agenda.actions.undo_programme import undo_programme
from agenda.errors import AgendaError
from agenda.imports.preview import line_of
from agenda.imports.reading import ProgrammeReader
from agenda.models import ProgrammeImport
from agenda.permissions import can_schedule
from conference.imports.errors import UnreadableTableError
from conference.imports.previews import writing_preview
from conference.imports.work import do_import, undo_import
from conference.jobs.errors import JobError
from conference.registry import JobKind
from registration.actions.import_table import keep_preview
from registration.actions.undo_import import is_undone_at_once
from registration.errors import RegistrationError

if TYPE_CHECKING:
    from conference.jobs.running import Run

REFUSALS = (RegistrationError, AgendaError)
MOST_ROWS = 5_000
TOO_MANY = _("A programme has at most 5,000 rows here. Please bring it in parts.")


def preview(run: "Run") -> str:
    """Looks at each row, and keeps what it would do; changes nothing but that."""
    by, brought = run.job.asked_by, _brought(run)
    try:
        rows = list(ProgrammeReader(brought, by=by))
        if len(rows) > MOST_ROWS:
            raise JobError(str(TOO_MANY))
        scene = scene_of(brought.conference, by=by)
        outcomes = judged(rows, scene)
        with writing_preview(run.path.name) as writer:
            for outcome in outcomes:
                line = line_of(outcome, scene)
                writer.add(outcome.kind, line, faults=outcome.faults, cells=outcome.row.cells)
                run.report(writer.written.total, len(outcomes))
        keep_preview(
            brought.pk,
            of=ProgrammeImport,
            job_id=run.job.pk,
            name=run.path.name,
            counts=writer.written.counts,
            digest=digest_of(outcomes),
        )
    except (UnreadableTableError, *REFUSALS) as error:
        raise JobError(str(error)) from error
    return ""


def import_(run: "Run") -> str:
    """Imports what was previewed, in one transaction, once."""
    by, pk = run.job.asked_by, UUID(run.job.asked_for["import"])
    act = partial(import_programme, pk, lambda brought: ProgrammeReader(brought, by=by), by=by)
    return do_import(run, act, refusals=REFUSALS)


def undo(run: "Run") -> str:
    """Undoes an import in one transaction."""
    brought = _brought(run)
    act = partial(undo_programme, brought.pk, by=run.job.asked_by)
    return undo_import(run, act, at_once=is_undone_at_once(brought), refusals=REFUSALS)


def _brought(run: "Run") -> ProgrammeImport:
    found: ProgrammeImport = ProgrammeImport.objects.select_related("conference").get(pk=run.job.asked_for["import"])
    return found


def _kind(work: str, label: Any, write: Any) -> JobKind:
    key = ProgrammeImport.works[work]
    return JobKind(key=key, label=label, may_ask=can_schedule, write=write, asks_reason=False, makes_file=False)


KINDS = (
    _kind("preview", _("preview of an import of the programme"), preview),
    _kind("import", _("import of the programme"), import_),
    _kind("undo", _("undoing of an import of the programme"), undo),
)
