"""Long work and its results."""

from conference.jobs.models.download import Download
from conference.jobs.models.file_made import FileMade
from conference.jobs.models.job import Job
from conference.jobs.models.layout import Layout, UsualLayout

__all__ = ["Download", "FileMade", "Job", "Layout", "UsualLayout"]
