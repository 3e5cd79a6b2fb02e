"""``python -m bench``, that is ``make bench``: measures the rows, prints the table, keeps the figures.

ONLY=words     the rows whose names begin with one of the words (and /healthz beside them)
FULL=1         5,000 registrations and 300 sessions, and longer turns
REGISTRATIONS= SESSIONS=   another population
SECONDS=1      another length of a row, in seconds
RESULTS=path   where the figures are kept as JSON, else bench/results/
"""

import os
import signal
import sys
import time
from pathlib import Path

from bench import crowd, measure, report
from bench.crowd import CrowdSize
from bench.figures import Figures
from bench.rows import chosen_rows
from bench.site import SiteNotUpError, a_site
from conference.embedded.children import ROOT
from conference.embedded.errors import EmbeddedError


def main() -> int:
    """Gives 1 where a row failed; a goal that is missed is told, and fails nothing."""
    # Ended from outside, it still takes its servers and its folder away.
    signal.signal(signal.SIGTERM, lambda _signum, _frame: sys.exit(1))
    is_full = os.environ.get("FULL", "") not in {"", "0"}
    size = CrowdSize(_number("REGISTRATIONS", 5000 if is_full else 1000), _number("SESSIONS", 300 if is_full else 60))
    pace = measure.paced(measure.FULL if is_full else measure.QUICK, _number("SECONDS", 0))
    rows = chosen_rows(os.environ.get("ONLY", ""))
    began = time.monotonic()
    facts = report.circumstances(size, is_full=is_full)
    _say(f"Starting servers of its own, with {size.registrations} registrations and {size.sessions} sessions.")
    results: dict[str, Figures] = {}
    try:
        with a_site() as site:
            loaded = crowd.load(size)
            _say(f"Measuring {len(rows)} rows.\n\n{report.head()}")
            for row in rows:
                results[row.name] = measure.measure(row, site, loaded, pace)
                _say(report.line_of(row, results[row.name]))
    except (EmbeddedError, SiteNotUpError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return _end(facts, results, began)


def _end(facts: dict[str, object], results: dict[str, Figures], began: float) -> int:
    facts["minutes"] = round((time.monotonic() - began) / 60, 1)
    path = Path(os.environ.get("RESULTS") or ROOT / "bench" / "results" / f"{facts['at']}.json".replace(":", ""))
    report.write(path, facts, results)
    _say("\n".join(line for line in ("", report.remark(list(results.values())), f"Figures: {path}") if line))
    failed = [name for name, figures in results.items() if figures.has_failed]
    if failed:
        _say(f"These rows failed: {', '.join(failed)}.")
    return 1 if failed else 0


def _number(name: str, default: int) -> int:
    given = os.environ.get(name, "")
    return int(given) if given.isdigit() else default


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
