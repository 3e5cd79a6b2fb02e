"""Long work and its results."""

from conference.jobs.models.download import Download
from conference.jobs.models.job import Job

__all__ = ["Download", "Job"]
