"""What Celery wakes: it calls one act each."""

from functools import partial
from typing import Any

from celery import shared_task

from conference.alarm import wake
from conference.health.receivers import still_here
from conference.jobs import running
from conference.jobs.asking import QUEUE


@shared_task(name="jobs.run_due", bind=True)
def run_due(self: Any) -> None:
    """One job; the next has a task of its own, so that a worker which is to end does not begin it."""
    if running.run_due(alive=partial(still_here, self)):
        wake("jobs.run_due", queue=QUEUE, insist=True)


@shared_task(name="jobs.sweep")
def sweep() -> None:
    """Each minute: what was left, and what no one was woken for."""
    if running.sweep():
        wake("jobs.run_due", queue=QUEUE, insist=True)
