"""What officers do about jobs: ask for one, cancel it, take its file."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from conference.alarm import wake
from conference.jobs.errors import JobNotAllowedError, ReasonMissingError, TooManyJobsError
from conference.jobs.models import Download, FileMade, Job
from conference.jobs.running import claimed
from conference.jobs.states import JobState
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, has_role
from conference.registry import registry

AT_ONCE = 5
QUEUE = "work"


@transaction.atomic
def ask_for_job(
    kind: str,
    *,
    conference: Conference,
    by: User,
    asked_for: Mapping[str, Any],
    about: str = "",
    reason: str = "",
    is_claimed: bool = False,
) -> Job:
    """Writes the job's row and wakes a worker after the commit. Locks the officer's row, so that five stay five.

    ``is_claimed``: no worker is woken, since the caller does the job itself; should it die, the lease ends.

    Raises ``JobNotAllowedError``, ``ReasonMissingError`` and ``TooManyJobsError``.
    """
    found = registry.job_kinds[kind]
    if not found.may_ask(by, conference):
        raise JobNotAllowedError
    if found.asks_reason and not reason.strip():
        raise ReasonMissingError
    User.objects.select_for_update().get(pk=by.pk)
    if Job.objects.unfinished().filter(asked_by=by).count() >= AT_ONCE:
        raise TooManyJobsError
    job = Job.objects.create(
        conference=conference,
        kind=kind,
        makes_file=found.makes_file,
        asked_for=dict(asked_for),
        about=about[:300],
        reason=reason.strip(),
        language=get_language() or "en",
        asked_by=by,
        **(claimed() | {"attempts": 1} if is_claimed else {}),
    )
    if not is_claimed:
        transaction.on_commit(lambda: wake("jobs.run_due", queue=QUEUE))
    return job


@transaction.atomic
def cancel_job(job_id: UUID, *, by: User) -> Job:
    """Ends what waits; asks what is under way to stop. Locks the row. Raises ``IllegalJobTransitionError``."""
    job = Job.objects.select_for_update().get(pk=job_id, asked_by=by)
    if job.state == JobState.RUNNING:
        job.is_to_stop = True
    else:
        job.move_to(JobState.CANCELLED)
        job.finished_at = timezone.now()
    job.save(update_fields=["state", "is_to_stop", "finished_at"])
    return job


def may_take(job: Job, *, by: User) -> bool:
    """Whether the officer may have the file now: done for them, and holding nothing that they may no longer read."""
    kind = registry.job_kinds.get(job.kind)
    if kind is None or not job.makes_file or job.state != JobState.DONE or job.asked_by != by:
        return False
    may_read = not job.shows_protected or has_role(by, job.conference, ROLES_THAT_SEE_PROTECTED)
    return may_read and kind.may_ask(by, job.conference)


def record_file(
    job: Job, *, by: User, kind: str, about: str, form: str, columns: Sequence[tuple[str, str]], rows: int
) -> FileMade:
    """Records a file that an officer takes of what a job left behind, not the job's own: once, and as taken.

    Read again, it is the same file.
    """
    made, _is_new = FileMade.objects.get_or_create(
        job=job,
        kind=kind,
        about=about,
        by=by,
        defaults={
            "conference_id": job.conference_id,
            "address": by.email,
            "form": form,
            "columns": [list(each) for each in columns],
            "rows": rows,
        },
    )
    record_download(job, by=by)
    return made


def record_download(job: Job, *, by: User) -> Download:
    """Before the first byte is sent."""
    return Download.objects.create(job=job, by=by)
