"""Where Celery's processes give their signs of life: when they are ready, and whenever they have ended a task."""

from typing import Any

from celery import signals
from django.conf import settings
from django.db import connection

from conference.health import heartbeats


def connect() -> None:
    """Listen to Celery; in the web server nothing is ever heard."""
    signals.worker_ready.connect(worker_is_ready, dispatch_uid="health")
    signals.task_postrun.connect(task_has_ended, dispatch_uid="health")


def worker_is_ready(sender: Any, **_details: Any) -> None:
    """A fresh start is known at once, not when beat asks for the first time."""
    for queue in sender.app.amqp.queues.consume_from:
        if queue in settings.WORKER_QUEUES:
            heartbeats.keep(heartbeats.worker_of(queue))
    # The tasks run in other processes, which must not inherit this connection.
    connection.close()


def task_has_ended(task: Any, **_details: Any) -> None:
    """By the queue it came from: several workers may share one, and one may serve several."""
    still_here(task)


def still_here(task: Any) -> None:
    """A sign of life of the worker that runs ``task``; a task that takes minutes calls it between its steps."""
    queue = (task.request.delivery_info or {}).get("routing_key", "")
    if queue in settings.WORKER_QUEUES and not task.request.is_eager:
        heartbeats.keep(heartbeats.worker_of(queue), every=heartbeats.OFTEN)
