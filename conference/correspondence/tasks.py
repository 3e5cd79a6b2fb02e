"""What Celery wakes. Tasks take names and ids, and call one act each."""

from functools import partial
from typing import Any

from celery import shared_task

from conference.correspondence import claims, delivery, reminders, telling
from conference.correspondence.bounces import reading
from conference.correspondence.campaigns import sending, writing
from conference.correspondence.models import Queue
from conference.correspondence.outbox import wake
from conference.health.receivers import still_here


@shared_task(name="correspondence.deliver_due", bind=True)
def deliver_due(self: Any, queue: str) -> int:
    """Delivers for some seconds, so that a worker can be stopped; what is left wakes the next one."""
    tried = delivery.deliver_due(Queue(queue), alive=partial(still_here, self))
    if Queue(queue) in claims.queues_with_work():
        wake(Queue(queue), insist=True)
    return tried


@shared_task(name="correspondence.sweep")
def sweep() -> None:
    """Each minute: what a dead worker left, what it told nobody of, and what no one was woken for."""
    claims.release_abandoned()
    while telling.tell_of_forgotten():
        pass
    for queue in claims.queues_with_work():
        wake(queue, insist=True)


@shared_task(name="correspondence.fire_reminders")
def fire_reminders() -> int:
    return reminders.fire_due_reminders()


@shared_task(name="correspondence.read_bounces")
def read_bounces() -> None:
    """Each minute, where a mailbox is configured."""
    reading.read_bounces()


@shared_task(name="correspondence.write_campaigns", bind=True)
def write_campaigns(self: Any) -> int:
    """Writes letters for some seconds; what is left wakes the next one. Each minute the sweeper looks, too."""
    written = writing.write_due(alive=partial(still_here, self))
    if writing.has_work():
        sending.wake_writers(insist=True)
    return written
