"""Letters to everybody: written into the outbox, then delivered by the worker of ``make run`` to a mail server."""

import itertools
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bench import machine
from bench.crowd import Crowd
from bench.figures import Figures
from bench.row import Row, Worked
from bench.site import Site
from conference.embedded import processes

if TYPE_CHECKING:
    from conference.correspondence.letter import Letter

AT_ONCE = 200
SAMPLE = 50
PATIENCE = 600.0
WORKER = "worker for letters"


def queueing(_site: Site, crowd: Crowd) -> Figures:
    """Composes a letter to each registration and writes it, two hundred in a transaction, as bulk decisions do."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from conference.correspondence import outbox

    letters = _letters(crowd)
    with CaptureQueriesContext(connection) as captured:
        sample = outbox.enqueue_all(itertools.islice(letters, min(SAMPLE, crowd.size.registrations // 2)))
    written, cpu, began = 0, time.process_time(), time.perf_counter()
    while batch := list(itertools.islice(letters, AT_ONCE)):
        with transaction.atomic():
            written += len(outbox.enqueue_all(batch))
    seconds = time.perf_counter() - began
    spent = (time.process_time() - cpu) / max(1, written) * 1000
    return Figures(
        a_second=written / seconds,
        visits=written,
        seconds=seconds,
        cpu_ms=spent,
        queries=[round(len(captured.captured_queries) / max(1, len(sample)))],
    )


def _letters(crowd: Crowd) -> Iterator["Letter"]:
    from registration import emails
    from registration.models import Registration

    everybody = Registration.objects.filter(conference__slug=crowd.slug).for_listing()
    everybody = everybody.select_related("conference", "participant__conference").order_by("pk")
    for registration in everybody.iterator(AT_ONCE):
        yield from emails.registration_confirmed(registration, None)


def delivery(site: Site, _crowd: Crowd) -> Figures:
    """Starts the worker and waits until nothing waits; every message must arrive once."""
    from conference.correspondence.models import OutgoingMessage

    waiting = OutgoingMessage.objects.filter(state__in=["queued", "sending"])
    # The crowd has letters of its own, of which some have failed: only what becomes of the others is judged.
    earlier = Counter(OutgoingMessage.objects.values_list("state", flat=True))
    expected, before = waiting.count(), set(machine.children_of(os.getpid()))
    worker = site.children[WORKER]
    worker.start(dict(os.environ))
    (pid,) = set(machine.children_of(os.getpid())) - before or {0}
    at_start = machine.read([pid])
    processes.wait_until(lambda: not waiting.exists(), patience=PATIENCE, pause=0.5)
    spent = machine.read([pid]).since(at_start)
    memory = machine.memory_of(pid)
    worker.ask_to_end()
    worker.end(15.0)
    tally = site.mail_tally()
    figures = Figures(
        a_second=(tally["messages"] - 1) / tally["seconds"] if tally["seconds"] else 0.0,
        visits=int(tally["messages"]),
        seconds=tally["seconds"],
        cpu_ms=spent.total / max(1, expected) * 1000,
        memory_mb=memory / 1_000_000,
    )
    states = Counter(OutgoingMessage.objects.values_list("state", flat=True))
    ended = {state: states[state] - earlier[state] for state in ("failed", "unknown")}
    figures.faults = faults_of(expected, tally, {**states, **ended})
    return figures


def faults_of(expected: int, tally: Mapping[str, float], states: Mapping[str, int]) -> dict[str, int]:
    """Whatever keeps the delivery from being one of every message, once: what arrived, and what the ledger says."""
    arrived = int(tally["different"])
    faults = {
        "messages still waiting": states.get("queued", 0) + states.get("sending", 0),
        "messages failed": states.get("failed", 0),
        "messages unknown": states.get("unknown", 0),
        "messages twice": int(tally["messages"]) - arrived,
        "messages lost": max(0, expected - arrived),
        "messages that nobody wrote": max(0, arrived - expected),
    }
    return {fault: times for fault, times in faults.items() if times}


ROWS: list[Row] = [
    Worked("mail-queueing", queueing, "letters composed and written into the outbox by one process"),
    Worked("mail-delivery", delivery, "letters delivered by one worker over SMTP, each exactly once"),
]
