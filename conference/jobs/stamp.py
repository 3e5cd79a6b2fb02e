"""What stands in each file: what it is, who took it, when and what for."""

from django.utils.translation import gettext as _

from conference.clock import on_the_clock
from conference.formats import day_text, time_text
from conference.jobs.models import Job


def stamp_of(job: Job, *, title: str) -> str:
    """One line in the job's language, by the conference's clock."""
    asked_at = on_the_clock(job.conference, job.asked_at)
    return _("%(title)s – %(conference)s – for %(name)s, %(day)s, %(time)s – %(reason)s") % {
        "title": f"{title} ({job.about})" if job.about else title,
        "conference": job.conference.short_title,
        "name": job.asked_by.email,
        "day": day_text(asked_at.date(), with_year=True),
        "time": time_text(asked_at, job.conference.zone),
        "reason": job.reason,
    }


def file_name_of(job: Job, *, title: str, extension: str) -> str:
    """“ulaanbaatar-2019 Registrations 2019-06-03 0901.csv”: sorted by name, they are sorted by time."""
    asked_at = on_the_clock(job.conference, job.asked_at)
    return f"{job.conference.slug} {title} {asked_at:%Y-%m-%d %H%M}.{extension}"
