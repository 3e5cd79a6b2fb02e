"""The files of the agenda that programs fetch again and again: calendars, data, paper."""

from bench.row import Goal, Row, Visited

GOAL = Goal(least_of_healthz=0.9, most_cpu_ms=1.0, most_queries=0)

ROWS: list[Row] = [
    Visited("ics", "/{crowd.slug}/agenda.ics?lang=en", "the whole agenda as iCalendar", goal=GOAL),
    Visited("ics-session", "/{crowd.slug}/agenda/sessions/{crowd.session_id}.ics?lang=en", "one session", goal=GOAL),
    Visited("json", "/{crowd.slug}/agenda.json?lang=en", "the whole agenda as data", goal=GOAL),
    Visited("xml", "/{crowd.slug}/agenda.xml?lang=en", "the same as apps for conferences read it", goal=GOAL),
    Visited("pdf", "/{crowd.slug}/agenda.pdf?lang=en", "the same, typeset", goal=Goal(most_queries=0)),
]
