"""The conference's first page."""

from bench.row import Goal, Row, Visited

ROWS: list[Row] = [
    Visited(
        "landing",
        "/en/{crowd.slug}/",
        "the conference's first page",
        goal=Goal(least_of_healthz=0.9, most_cpu_ms=1.0, most_queries=0),
    )
]
