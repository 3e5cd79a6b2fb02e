"""What beat asks of each queue, so that an idle worker, too, gives a sign of life."""

from celery import shared_task


@shared_task(name="health.answer")
def answer() -> None:
    """Nothing: that it was taken and ended is the answer (see receivers)."""
