"""Which worker does a job, how it says how far it is, and what becomes of it."""

import datetime
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import DatabaseError, InterfaceError, connections, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conference.jobs import files
from conference.jobs.errors import JobError, JobNotAllowedError, JobStoppedError
from conference.jobs.models import FileMade, Job
from conference.jobs.states import JobState
from conference.permissions import ROLES_THAT_SEE_PROTECTED, has_role
from conference.registry import registry

logger = logging.getLogger(__name__)

#: Longer than any step between two reports of progress.
LEASE = datetime.timedelta(minutes=2)
ATTEMPTS = 3
KEPT = datetime.timedelta(days=7)
SECONDS_BETWEEN_REPORTS = 0.5


class Run:
    """One attempt at a job: what the kind writes to, and reports its progress to."""

    def __init__(self, job: Job, claim: UUID, alive: Callable[[], None]) -> None:
        self.job = job
        #: What the record of files made is to say of this one.
        self.content_type = registry.job_kinds[job.kind].content_type if job.kind in registry.job_kinds else ""
        self.columns: list[list[str]] = []
        self.rows = 0
        self._alive = alive
        self._claim = claim
        self._reported_at = 0.0

    @property
    def path(self) -> Path:
        """The file to write."""
        return files.path_of(self._claim)

    def report(self, done: int, total: int) -> None:
        """Says how far the work is, which renews the lease; twice a second at most.

        Raises ``JobStoppedError`` where somebody cancelled the job, or another worker has it by now.
        """
        if self._is_time_to_report(done, total):
            self._record(done, total)

    @contextmanager
    def reporting_from_within(self) -> Iterator[Callable[[int, int], None]]:
        """For one long transaction: reports on a connection of its own, or nobody would see them before the commit.

        Without them the lease would end, and another worker begin the same. They raise what :meth:`report` raises.
        """
        with ThreadPoolExecutor(1) as beside:

            def report(done: int, total: int) -> None:
                if self._is_time_to_report(done, total):
                    beside.submit(self._record, done, total).result()

            try:
                yield report
            finally:
                beside.submit(connections.close_all).result()

    def _is_time_to_report(self, done: int, total: int) -> bool:
        now = time.monotonic()
        if done < total and now - self._reported_at < SECONDS_BETWEEN_REPORTS:
            return False
        self._reported_at = now
        return True

    def _record(self, done: int, total: int) -> None:
        self._alive()
        lease_until = timezone.now() + LEASE
        mine = Job.objects.filter(pk=self.job.pk, claim=self._claim, state=JobState.RUNNING, is_to_stop=False)
        if not mine.update(done=done, total=max(done, total), lease_until=lease_until):
            raise JobStoppedError


def run_due(alive: Callable[[], None] = lambda: None) -> bool:
    """Does the job that waits for longest, if one does, and says so: one at a time, so that a worker can be stopped.

    ``alive`` is called with each report of progress, so that one long job is not taken for a dead worker.
    """
    job = claim_next()
    if job is not None:
        run(job, alive)
    return job is not None


def run_at_once(job: Job) -> Job:
    """Does a job that was claimed for whoever asks: little work, whose file they take with them."""
    run(job)
    job.refresh_from_db()
    return job


@transaction.atomic
def claim_next() -> Job | None:
    """Takes the oldest job for this worker alone: skips what another holds, leaves a lease in case this one dies."""
    waiting = Job.objects.filter(state=JobState.QUEUED).order_by("asked_at").select_for_update(skip_locked=True)
    job: Job | None = waiting.first()
    if job is None:
        return None
    job.move_to(JobState.RUNNING)
    job.attempts, job.done, job.total = job.attempts + 1, 0, None
    for name, value in claimed().items():
        setattr(job, name, value)
    job.save(update_fields=["state", "claim", "lease_until", "attempts", "done", "total"])
    return job


def claimed() -> dict[str, Any]:
    """What a job's row says while somebody is at work on it."""
    return {"state": JobState.RUNNING, "claim": uuid4(), "lease_until": timezone.now() + LEASE}


def run(job: Job, alive: Callable[[], None] = lambda: None) -> None:
    """Does a claimed job in the language in which it was asked for, and records what became of it."""
    assert job.claim is not None  # noqa: S101  the database says so of every job under way
    attempt = Run(job, job.claim, alive)
    try:
        name = _write(attempt)
    except JobStoppedError:
        _end(attempt, JobState.CANCELLED)
    except JobError as error:
        _end(attempt, JobState.FAILED, failure=str(error))
    except (DatabaseError, InterfaceError):
        files.delete(attempt.path.name)
        raise  # the lease ends, and the sweeper gives the job to another worker
    except Exception:
        logger.exception("The job %s failed.", job.pk)
        with translation.override(job.language):
            _end(attempt, JobState.FAILED, failure=_("Something went wrong that was not foreseen. It has been noted."))
    else:
        _end(attempt, JobState.DONE, name=name)


def _write(attempt: Run) -> str:
    """Gives the file's name. Who has lost the duty since asking gets no file; what the file may show is noted."""
    job = attempt.job
    job.shows_protected = has_role(job.asked_by, job.conference, ROLES_THAT_SEE_PROTECTED)
    kind = registry.job_kinds.get(job.kind)
    with translation.override(job.language):
        if kind is None or not kind.may_ask(job.asked_by, job.conference):
            raise JobNotAllowedError
        name = kind.write(attempt)
    if job.makes_file and not attempt.path.is_file():
        raise FileNotFoundError(attempt.path.name)
    return name


@transaction.atomic
def _end(attempt: Run, outcome: JobState, *, name: str = "", failure: str = "") -> None:
    """Records the outcome, unless another worker has the job by now; then what this one wrote is deleted."""
    row = Job.objects.select_for_update().filter(pk=attempt.job.pk, claim=attempt.job.claim).first()
    if row is None or row.state != JobState.RUNNING or outcome != JobState.DONE:
        files.delete(attempt.path.name)
    if row is None or row.state != JobState.RUNNING:
        return
    if row.is_to_stop and row.makes_file:  # after the last report; an act that was done stays done
        outcome = JobState.CANCELLED
        files.delete(attempt.path.name)
    row.move_to(outcome)
    row.failure, row.lease_until, row.finished_at = failure, None, timezone.now()
    if outcome == JobState.DONE and row.makes_file:
        row.file, row.file_name, row.size = attempt.path.name, files.safe_name(name), attempt.path.stat().st_size
        row.content_type = attempt.content_type
        row.shows_protected, row.expires_at = attempt.job.shows_protected, timezone.now() + KEPT
        _enter_file_made(attempt, row)
    if outcome == JobState.DONE:
        row.done = row.total or row.done
    row.save()


def _enter_file_made(attempt: Run, job: Job) -> None:
    """That the file was made: kept for the co-ordinator, whatever becomes of the file."""
    FileMade.objects.create(
        conference_id=job.conference_id,
        job=job,
        kind=job.kind,
        about=job.about,
        reason=job.reason,
        by_id=job.asked_by_id,
        address=attempt.job.asked_by.email,
        form=job.content_type,
        columns=attempt.columns,
        rows=attempt.rows if attempt.columns else None,
        names_protected=job.shows_protected and bool(attempt.columns),
    )


def sweep() -> bool:
    """Each minute: what a dead worker left goes back to the queue, after the third time it has failed; old files go.

    Gives whether something waits.
    """
    for job in Job.objects.abandoned():
        _release(job.pk)
    for job in Job.objects.past_keeping():
        _delete_file(job.pk)
    files.delete_older_than(KEPT + datetime.timedelta(days=1))
    return Job.objects.filter(state=JobState.QUEUED).exists()


@transaction.atomic
def _release(job_id: UUID) -> None:
    """Asks again under the lock: the worker may have come to life, or another sweep have been here."""
    job = Job.objects.abandoned().select_for_update().filter(pk=job_id).first()
    if job is None:
        return
    files.delete(job.claim.hex if job.claim else "")
    if job.attempts < ATTEMPTS and not job.is_to_stop:
        job.move_to(JobState.QUEUED)
    else:
        job.move_to(JobState.CANCELLED if job.is_to_stop else JobState.FAILED)
        job.finished_at = timezone.now()
        if not job.is_to_stop:
            with translation.override(job.language):
                job.failure = _("The work was interrupted three times. Please ask for it again, or for less of it.")
    job.claim, job.lease_until = None, None
    job.save()


@transaction.atomic
def _delete_file(job_id: UUID) -> None:
    job = Job.objects.past_keeping().select_for_update().filter(pk=job_id).first()
    if job is not None:
        files.delete(job.file)
        job.move_to(JobState.EXPIRED)
        job.file = ""
        job.save(update_fields=["state", "file"])
