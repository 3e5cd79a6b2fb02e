"""The officer's files: asking for one, watching it being made, taking it."""

from conference.jobs.admin import jobs

__all__ = ["jobs"]
