"""The officer's files: asking for one, watching it being made, taking it."""

from conference.jobs.admin import files_made, jobs

__all__ = ["files_made", "jobs"]
