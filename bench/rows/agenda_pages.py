"""The pages below the agenda: one day, one session, the speakers, one speaker."""

from bench.row import Goal, Row, Visited

GOAL = Goal(least_of_healthz=0.9, most_cpu_ms=1.0, most_queries=0)

ROWS: list[Row] = [
    Visited("agenda-day", "/en/{crowd.slug}/agenda/?day={crowd.first_day}", "the first day alone", goal=GOAL),
    Visited(
        "session", "/en/{crowd.slug}/agenda/sessions/{crowd.session_id}/", "one session with its speakers", goal=GOAL
    ),
    Visited("speakers", "/en/{crowd.slug}/agenda/speakers/", "everybody named on the agenda", goal=GOAL),
    Visited("speaker", "/en/{crowd.slug}/agenda/speakers/{crowd.speaker_id}/", "one speaker", goal=GOAL),
]
