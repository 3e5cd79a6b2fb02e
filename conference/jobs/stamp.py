"""What stands in each file: what it is, who took it, when and what for."""

from django.utils.translation import gettext as _

from conference.clock import on_the_clock
from conference.formats import day_text, moment_text
from conference.jobs.models import Job


def stamp_of(job: Job, *, title: str) -> str:
    """One line in the job's language, by the conference's clock."""
    asked_at = on_the_clock(job.conference, job.asked_at)
    return _("%(title)s – %(conference)s – for %(name)s, %(moment)s %(year)s – %(reason)s") % {
        "title": f"{title} ({job.about})" if job.about else title,
        "conference": job.conference.short_title,
        "name": job.asked_by.email,
        "moment": moment_text(asked_at, job.conference.zone),
        "year": asked_at.year,
        "reason": job.reason,
    }


def file_name_of(job: Job, *, title: str, extension: str) -> str:
    """“ulaanbaatar-2019 Registrations 3 June 2019.csv”."""
    on = on_the_clock(job.conference, job.asked_at).date()
    return f"{job.conference.slug} {title} {day_text(on, with_year=True)}.{extension}"
