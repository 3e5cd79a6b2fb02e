"""How a file is handed over: to whom it was made for, on record before the first byte."""

from django.http import FileResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from conference.jobs import files
from conference.jobs.asking import may_take, record_download
from conference.jobs.models import Job
from conference.models import User


def taken(job: Job, *, by: User) -> FileResponse | None:
    """The file; nothing where it is gone, or holds what the officer may no longer read."""
    file = files.folder() / job.file
    if not may_take(job, by=by) or not file.is_file():
        return None
    record_download(job, by=by)
    return FileResponse(file.open("rb"), as_attachment=True, filename=job.file_name, content_type=job.content_type)


def sent_at_once(job: Job, *, by: User) -> HttpResponseBase:
    """The file that was made with this request; where it could not be, the page that says why."""
    return taken(job, by=by) or HttpResponseRedirect(reverse("admin:jobs_job_change", args=[job.pk]))
