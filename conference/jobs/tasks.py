"""What Celery wakes: it calls one act each."""

from functools import partial
from typing import Any

from celery import shared_task

from conference.health.receivers import still_here
from conference.jobs import running


@shared_task(name="jobs.run_due", bind=True)
def run_due(self: Any) -> int:
    return running.run_due(alive=partial(still_here, self))


@shared_task(name="jobs.sweep", bind=True)
def sweep(self: Any) -> int:
    """Each minute: what was left, and what no one was woken for."""
    running.sweep()
    return running.run_due(alive=partial(still_here, self))
