"""The agenda of all days: as a browser asks for it, without compression, and when it has not changed."""

from bench.row import Goal, Row, Visited
from bench.visits import AS_BROWSERS_ASK

GOAL = Goal(least_of_healthz=0.9, most_cpu_ms=1.0, most_queries=0)
UNCOMPRESSED = {**AS_BROWSERS_ASK, "Accept-Encoding": "identity"}

ROWS: list[Row] = [
    Visited("agenda", "/en/{crowd.slug}/agenda/", "all days, as a browser asks", goal=GOAL),
    Visited("agenda-plain", "/en/{crowd.slug}/agenda/", "the same, not compressed", headers=UNCOMPRESSED, goal=GOAL),
    Visited(
        "agenda-304",
        "/en/{crowd.slug}/agenda/",
        "the same, to who has it already",
        visitors="bench.visits:returning_reader",
        goal=GOAL,
    ),
]
