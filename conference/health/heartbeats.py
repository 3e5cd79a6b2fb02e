"""Signs of life in PostgreSQL. Redis could not tell: it is what a worker may have lost."""

import datetime
import logging
import time

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F
from django.db.models.functions import Now

from conference.health.models import Heartbeat

logger = logging.getLogger(__name__)

BEAT = "beat"
# Beat asks each queue's worker each half a minute; one that finishes task after task says so of itself.
OFTEN = 15.0
# Between two letters a worker says so, too; within one, a mail server that takes all its time takes longer (0014).
LIMIT = datetime.timedelta(seconds=90)
_tried: dict[str, float] = {}


def worker_of(queue: str) -> str:
    """The name under which whoever takes the tasks of ``queue`` is known."""
    return f"worker:{queue}"


def expected() -> tuple[str, ...]:
    """Who must be alive."""
    return (*(worker_of(queue) for queue in settings.WORKER_QUEUES), BEAT)


def keep(name: str, *, every: float = 0.0) -> None:
    """Write that ``name`` works, unless that was tried in the last ``every`` seconds.

    That the database does not answer is logged and no more: the work itself will tell.
    """
    now = time.monotonic()
    if now - _tried.get(name, -every) < every:
        return
    _tried[name] = now
    try:
        write(name)
    except (DatabaseError, InterfaceError) as error:
        logger.warning("The sign of life of %s could not be written: %s", name, str(error).partition("\n")[0])


def write(name: str) -> None:
    """Write that ``name`` works, in one statement."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=Now())], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )


def silent() -> dict[str, datetime.datetime | None]:
    """Those who must be alive and gave no sign of it for too long, each with its last one. One query."""
    age = ExpressionWrapper(Now(output_field=DateTimeField()) - F("at"), output_field=DurationField())
    seen = {beat.name: beat for beat in Heartbeat.objects.annotate(age=age)}
    return {
        name: seen[name].at if name in seen else None
        for name in expected()
        if name not in seen or seen[name].age > LIMIT
    }
