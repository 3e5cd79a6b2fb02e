"""The table and the file of figures."""

import datetime
import json
import os
import platform
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.crowd import CrowdSize
from bench.figures import Figures
from bench.row import Row
from conference.embedded.children import ROOT

COLUMNS = (
    ("row", 22),
    ("a second", 9),
    ("of healthz", 10),
    ("p50 ms", 7),
    ("p95 ms", 7),
    ("p99 ms", 7),
    ("CPU ms", 7),
    ("queries", 8),
    ("sent B", 8),
    ("plain B", 8),
    ("RSS MB", 6),
    ("", 0),
)
BUSY = 0.1
CLIENT_AT_ITS_LIMIT = 0.8


def head() -> str:
    """The heads of the columns."""
    return _line([name for name, _width in COLUMNS])


def line_of(row: Row, figures: Figures) -> str:
    """One row, with its faults and missed goals at the end."""
    shown = figures.queries
    return _line(
        [
            row.name,
            _number(figures.a_second),
            f"{figures.of_healthz:.0%}" if figures.of_healthz is not None else "–",
            _number(figures.p50_ms),
            _number(figures.p95_ms),
            _number(figures.p99_ms),
            _number(figures.cpu_ms),
            "+".join(map(str, shown)) if shown else "–",
            _whole(figures.bytes_sent),
            _whole(figures.bytes_plain),
            _whole(figures.memory_mb),
            verdict(figures, row.unit),
        ]
    )


def verdict(figures: Figures, unit: str) -> str:
    """Nothing where all is well; else what went wrong, and what was not reached."""
    if figures.has_failed:
        faults = ", ".join(f"{fault} ×{times}" for fault, times in figures.faults.items())
        return f"FAILED: {faults or f'no {unit}'}"
    said = "".join(f"{key} {value}; " for key, value in figures.extra.items() if key != "healthz_cpu_ms").rstrip("; ")
    missed = f"goal: {', '.join(figures.missed)}" if figures.missed else ""
    share = figures.client_cpu_share or 0.0
    client = f"the client took {share:.0%} of a core: it may bear more" if share > CLIENT_AT_ITS_LIMIT else ""
    return " · ".join(part for part in (said, missed, client) if part)


def circumstances(size: CrowdSize, *, is_full: bool) -> dict[str, Any]:
    """Where, when and on what was measured."""
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607  whichever git there is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return {
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "revision": revision.stdout.strip(),
        "set": "full" if is_full else "quick",
        "registrations": size.registrations,
        "sessions": size.sessions,
        "cores": os.cpu_count(),
        "processor": _processor(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def remark(all_figures: list[Figures]) -> str:
    """A sentence where others kept the machine busy meanwhile: then the figures say less."""
    shares = [one.others_cpu_share for one in all_figures if one.others_cpu_share is not None]
    share = max(shares, default=0.0)
    if share < BUSY:
        return ""
    return f"Other programs took up to {share:.0%} of the machine meanwhile: take these figures with care."


def write(path: Path, facts: dict[str, Any], results: dict[str, Figures]) -> None:
    """The figures as JSON, for comparing and for a programme to read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = {name: asdict(figures) for name, figures in results.items()}
    text = json.dumps({"circumstances": facts, "rows": rows}, indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _line(cells: list[str]) -> str:
    (first, *rest), (_, width) = cells, COLUMNS[0]
    pairs = zip(rest, COLUMNS[1:], strict=True)
    return "  ".join([first.ljust(width), *(cell.rjust(width) for cell, (_, width) in pairs)]).rstrip()


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"  # noqa: PLR2004


def _whole(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"
