"""All notes of a round in one file, to be printed, initialled and sealed."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.jobs.errors import JobError
from conference.jobs.rows import rows_in_order
from conference.jobs.stamp import file_name_of
from conference.models import Conference, User
from conference.registry import JobKind
from registration.models import Invitation
from registration.notes import notes_as_pdf
from registration.permissions import can_invite

if TYPE_CHECKING:
    from conference.jobs.running import Run


def may_ask(user: User, conference: Conference) -> bool:
    """Whoever invites: the codes of the delegations stand in the notes."""
    return can_invite(user, conference)


def write(run: "Run") -> str:
    """Typesets the notes that were asked for and are there still. Raises ``JobError`` where none is."""
    job = run.job
    numbered = Invitation.objects.for_listing().filter(conference=job.conference, round__isnull=False)
    notes = list(rows_in_order(numbered, job.asked_for["ids"]))
    if not notes:
        raise JobError(_("This round was discarded meanwhile."))
    pdf = notes_as_pdf(job.conference, notes, report=lambda done: run.report(done, len(notes) + 1))
    run.path.write_bytes(pdf)
    run.report(len(notes) + 1, len(notes) + 1)
    return file_name_of(job, title=_("Notes verbales"), extension="pdf")


NOTES = JobKind(
    key="notes",
    label=gettext_lazy("notes verbales, to be printed"),
    may_ask=may_ask,
    write=write,
    content_type="application/pdf",
    asks_reason=False,
)
