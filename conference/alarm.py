"""Waking a worker: Celery is told that there is work; whether it hears decides nothing."""

import logging
import time
from collections.abc import Sequence

from celery import current_app
from django.conf import settings
from kombu.pools import producers

logger = logging.getLogger(__name__)

QUIET_SECONDS = settings.BROKER_QUIET_SECONDS
# Somebody waits for the page: left to itself the library tries to connect for six seconds.
IMPATIENT = {"socket_connect_timeout": 0.3, "socket_timeout": 0.3, "max_retries": 0}
# A kept connection may be stale, because the broker was started anew: that shows at once, and a second try helps. A
# broker that hangs shows after the timeout, and nothing helps.
AT_ONCE = 0.1
_quiet_until = 0.0


def wake(task: str, *, queue: str, args: Sequence[object] = (), insist: bool = False) -> None:
    """Tells a worker of the queue that there is work. With Redis down the sweeper finds it: the failure is remembered.

    Who keeps nobody waiting insists, and asks the broker in that minute, too.
    """
    global _quiet_until  # noqa: PLW0603  one process, one memory of a broker that does not answer
    if time.monotonic() < _quiet_until and not insist:
        return
    try:
        _tell(task, queue, args)
    except Exception as error:  # noqa: BLE001  whatever the broker's library raises, the act is committed
        _quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("The broker does not answer (%s); the sweeper will find the work.", error)


def _tell(task: str, queue: str, args: Sequence[object]) -> None:
    began = time.monotonic()
    try:
        _send(task, queue, args)
    except Exception:
        if time.monotonic() - began > AT_ONCE:
            raise
        _send(task, queue, args)


def _send(task: str, queue: str, args: Sequence[object]) -> None:
    broker = current_app.connection_for_write(transport_options=IMPATIENT)
    with producers[broker].acquire(block=True, timeout=1) as producer:
        current_app.send_task(task, args=list(args), queue=queue, producer=producer, retry=False)
