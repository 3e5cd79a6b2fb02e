"""What Celery wakes: it calls one act each."""

from celery import shared_task

from conference.jobs import running


@shared_task(name="jobs.run_due")
def run_due() -> int:
    return running.run_due()


@shared_task(name="jobs.sweep")
def sweep() -> int:
    """Each minute: what was left, and what no one was woken for."""
    running.sweep()
    return running.run_due()
