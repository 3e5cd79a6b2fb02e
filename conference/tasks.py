"""What Celery wakes of the lowest app."""

from celery import shared_task

from conference.actions.clear_expired import clear_expired as clear


@shared_task(name="conference.clear_expired")
def clear_expired() -> None:
    clear()
