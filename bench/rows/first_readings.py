"""The first reading of a page or file after a release: whoever comes first waits for it to be rendered."""

import http.client
import time
from collections.abc import Callable

from bench import machine
from bench.crowd import Crowd
from bench.figures import Figures, median, percentile
from bench.row import Goal, Row, Worked
from bench.site import LOOPBACK, Site
from bench.visits import AS_BROWSERS_ASK, OK

TURNS = 4
#: A process looks once a second whether there is another edition. Seconds.
UNTIL_IT_IS_LOOKED = 1.1
AT_ONCE, TYPESET = Goal(most_p95_ms=1_000), Goal(most_p95_ms=2_000)


def first_reading_of(path: str) -> Callable[[Site, Crowd], Figures]:
    """The work of a row: publishes another release, then reads the page, four times over."""

    def work(site: Site, crowd: Crowd) -> Figures:
        address = path.format(crowd=crowd)
        waits: list[float] = []
        etags, size, cpu, faults = {_read(site, address)[1]}, 0, 0.0, {}
        for turn in range(TURNS):
            _publish(crowd, f"{address} {turn} {time.time_ns()}")
            time.sleep(UNTIL_IT_IS_LOOKED)
            before, began = machine.read(site.worker_pids), time.perf_counter()
            status, etag, size = _read(site, address)
            waits.append(time.perf_counter() - began)
            cpu += machine.read(site.worker_pids).since(before).total
            if status != OK or etag in etags:
                faults[f"{status}, not rendered anew" if etag in etags else str(status)] = 1
            etags.add(etag)
        return Figures(
            a_second=1 / median(waits),
            p50_ms=median(waits) * 1000,
            p95_ms=percentile(waits, 0.95) * 1000,
            cpu_ms=cpu / TURNS * 1000 if machine.IS_KNOWN else None,
            bytes_sent=size,
            visits=TURNS,
            seconds=sum(waits),
            faults=faults,
        )

    return work


def _publish(crowd: Crowd, words: str) -> None:
    """Another release, in which one session has another abstract."""
    from agenda.actions.describe import describe_session
    from agenda.actions.release import release_agenda
    from agenda.models import Session

    session = Session.objects.get(pk=crowd.session_id)
    describe_session(session.pk, changes={"title": {"en": words}}, by=None)
    release_agenda(session.conference_id, by=None)


def _read(site: Site, address: str) -> tuple[int, str, int]:
    """Status, ETag and the size of what came."""
    connection = http.client.HTTPConnection(LOOPBACK, site.port, timeout=60)
    try:
        connection.request("GET", address, headers={**AS_BROWSERS_ASK, "Host": f"localhost:{site.port}"})
        response = connection.getresponse()
        return response.status, response.headers.get("ETag", ""), len(response.read())
    finally:
        connection.close()


def _row(name: str, path: str, goal: Goal = AT_ONCE) -> Row:
    return Worked(f"first-{name}", first_reading_of(path), "after a release", unit="readings", goal=goal)


ROWS: list[Row] = [
    _row("agenda", "/en/{crowd.slug}/agenda/"),
    _row("session", "/en/{crowd.slug}/agenda/sessions/{crowd.session_id}/"),
    _row("ics", "/{crowd.slug}/agenda.ics?lang=en"),
    _row("json", "/{crowd.slug}/agenda.json?lang=en"),
    _row("xml", "/{crowd.slug}/agenda.xml?lang=en"),
    _row("pdf", "/{crowd.slug}/agenda.pdf?lang=en", TYPESET),
]
