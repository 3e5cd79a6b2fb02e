"""Acts let go at the same moment, in threads of their own, on the real database."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from registration.errors import RegistrationError
from registration.models import Registration

PATIENCE = 60


def at_once(acts):
    """Runs each act in a thread of its own, all let go at the same moment; what each returned or refused, in words."""
    gate = threading.Barrier(len(acts))

    def run(act):
        try:
            gate.wait(PATIENCE)
            return act()
        except RegistrationError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def while_another_waits(act, others):
    """Lets ``others`` run into the locks of ``act``, which commits once they wait (or have not had to)."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            act()
            waiting = pool.submit(at_once, [others])
            deadline = time.monotonic() + PATIENCE
            while not waiting.done() and not _somebody_waits_for_us() and time.monotonic() < deadline:
                time.sleep(0.02)
        return waiting.result(PATIENCE)[0]


def _somebody_waits_for_us():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return cursor.fetchone()[0]


def kinds(outcomes):
    return Counter(outcome.state if isinstance(outcome, Registration) else type(outcome) for outcome in outcomes)
