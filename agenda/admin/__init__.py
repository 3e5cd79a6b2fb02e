"""The Secretariat's pages of the programme."""

from agenda.admin import (
    absences,
    conflicts,
    documents,
    interpreters,
    programme_imports,
    release,
    session,
    side_events,
    speakers,
    walking_times,
)

__all__ = [
    "absences",
    "conflicts",
    "documents",
    "interpreters",
    "programme_imports",
    "release",
    "session",
    "side_events",
    "speakers",
    "walking_times",
]
