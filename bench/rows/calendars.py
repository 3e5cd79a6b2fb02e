"""The calendar files that programmes fetch again and again."""

from bench.row import Goal, Row, Visited

GOAL = Goal(least_of_healthz=0.9, most_cpu_ms=1.0, most_queries=0)

ROWS: list[Row] = [
    Visited("ics", "/{crowd.slug}/agenda.ics?lang=en", "the whole agenda as iCalendar", goal=GOAL),
    Visited("ics-session", "/{crowd.slug}/agenda/sessions/{crowd.session_id}.ics?lang=en", "one session", goal=GOAL),
]
