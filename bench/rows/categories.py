"""The page on which whoever wants to come chooses a category: read by all, applied for by some."""

from bench.row import Goal, Row, Visited

ROWS: list[Row] = [
    Visited(
        "categories",
        "/en/{crowd.slug}/register/",
        "the categories one may register in",
        goal=Goal(least_of_healthz=0.9, most_cpu_ms=1.0, most_queries=0),
    )
]
