"""Lists as files: everybody's registration, written as the page and the worker write it."""

import resource
import time
from typing import Any

from bench.crowd import Crowd
from bench.figures import Figures
from bench.row import Goal, Row, Worked
from bench.site import Site

COLUMNS_OF_A_WORKBOOK = 30
#: 5,000 rows as CSV in half a second, as a workbook of 30 columns in two seconds.
CSV_GOAL, XLSX_GOAL = Goal(least_a_second=10_000), Goal(least_a_second=2_500)


def plain_table(_site: Site, crowd: Crowd) -> Figures:
    """The usual columns as CSV."""
    from registration.queries.columns import USUAL

    return _written(crowd, "csv", list(USUAL))


def workbook(_site: Site, crowd: Crowd) -> Figures:
    """Thirty columns as XLSX."""
    from registration.queries.columns import columns_of

    conference, officer = _who_asks(crowd)
    keys = [column.key for column in columns_of(conference, officer)]
    return _written(crowd, "xlsx", keys[:COLUMNS_OF_A_WORKBOOK])


def _who_asks(crowd: Crowd) -> tuple[Any, Any]:
    from conference.models import Conference, User

    return Conference.objects.get(slug=crowd.slug), User.objects.get(email=f"officer@{crowd.slug}.example")


def _written(crowd: Crowd, form: str, keys: list[str]) -> Figures:
    """From the list's identifiers to the file; the memory is how much more the process took at its height."""
    from conference.jobs import files
    from conference.jobs.asking import ask_for_job
    from conference.jobs.running import run_at_once
    from registration.models import Registration

    conference, officer = _who_asks(crowd)
    before, cpu, began = _height(), time.process_time(), time.perf_counter()
    rows = Registration.objects.filter(conference=conference).order_by("-state_since", "pk")
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    asked_for = {"ids": ids, "columns": keys, "format": form}
    job = ask_for_job(
        "registrations", conference=conference, by=officer, asked_for=asked_for, reason="bench", is_claimed=True
    )
    job = run_at_once(job)
    seconds = time.perf_counter() - began
    figures = Figures(
        a_second=len(ids) / seconds,
        visits=len(ids),
        seconds=seconds,
        cpu_ms=(time.process_time() - cpu) / max(1, len(ids)) * 1000,
        bytes_sent=job.size,
        memory_mb=_height() - before,
        faults={} if job.state == "done" else {"files not made": 1},
    )
    files.delete(job.file)
    return figures


def _height() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


ROWS: list[Row] = [
    Worked("export-csv", plain_table, "everybody in the usual columns, as CSV", "rows", CSV_GOAL),
    Worked("export-xlsx", workbook, "everybody in 30 columns, as a workbook", "rows", XLSX_GOAL),
]
