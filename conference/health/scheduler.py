"""Celery's beat, which gives a sign of life as it ticks."""

from typing import Any

from celery.beat import PersistentScheduler
from django.db import connection

from conference.health import heartbeats


class LivelyScheduler(PersistentScheduler):
    """Writes its sign of life itself: that of a beat which waited for a worker would end with the worker."""

    def tick(self, *arguments: Any, **options: Any) -> float:
        heartbeats.keep(heartbeats.BEAT, every=heartbeats.OFTEN)
        # Seconds pass until the next tick; a kept connection would not survive a restart of PostgreSQL.
        connection.close()
        return float(super().tick(*arguments, **options))
