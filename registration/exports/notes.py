"""All notes of a round in one file, to be printed, initialled and sealed."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.jobs.errors import JobError
from conference.jobs.stamp import file_name_of
from conference.models import Conference, User
from conference.registry import JobKind
from registration.models import InvitationRound
from registration.notes import notes_as_pdf
from registration.permissions import can_invite
from registration.queries.note_rounds import notes_of

if TYPE_CHECKING:
    from conference.jobs.running import Run


def may_ask(user: User, conference: Conference) -> bool:
    """Whoever invites: the codes of the delegations stand in the notes."""
    return can_invite(user, conference)


def write(run: "Run") -> str:
    """Typesets what the round holds now. Raises ``JobError`` where it was discarded meanwhile."""
    job = run.job
    found = InvitationRound.objects.filter(pk=job.asked_for["round"], conference=job.conference).first()
    if found is None:
        raise JobError(_("This round was discarded meanwhile."))
    notes = notes_of(found)
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
