"""What importing and undoing have in common, of whatever the table is: refusals are told, what came of it is kept."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Protocol

from conference.imports.errors import UnreadableTableError
from conference.jobs.errors import JobError
from conference.jobs.models import Job

if TYPE_CHECKING:
    from uuid import UUID

    from conference.jobs.running import Run

Refusals = tuple[type[Exception], ...]


class Undone(Protocol):
    """What an undoing did."""

    @property
    def removed(self) -> int: ...
    @property
    def restored(self) -> int: ...
    @property
    def letters(self) -> Any: ...


def do_import(run: "Run", act: Callable[..., object], *, refusals: Refusals) -> str:
    """Has the act import what was previewed; it takes ``report``, and raises one of ``refusals`` in a sentence."""
    every: Refusals = (UnreadableTableError, *refusals)
    try:
        with run.reporting_from_within() as report:
            act(report=report)
    except every as error:
        raise JobError(str(error)) from error
    return ""


def undo_import(run: "Run", act: Callable[..., Undone], *, at_once: bool, refusals: Refusals) -> str:
    """Has the act undo an import; what is to be told of it afterwards is kept with the job, without names.

    A refusal that has ``touched`` says with which rows something was done since. ``at_once``: somebody waits for it,
    so no bar is shown.
    """
    try:
        if at_once:
            undone = act()
        else:
            with run.reporting_from_within() as report:
                undone = act(report=report)
    except refusals as error:
        touched: Collection[UUID] | None = getattr(error, "touched", None)
        if touched is not None:
            _tell(run, touched=[str(pk) for pk in touched])
        raise JobError(str(error)) from error
    _tell(run, removed=undone.removed, restored=undone.restored, letters_gone=len(undone.letters.gone))
    return ""


def _tell(run: "Run", **what: Any) -> None:
    Job.objects.filter(pk=run.job.pk).update(asked_for=run.job.asked_for | what)
