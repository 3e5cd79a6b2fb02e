"""The ledger as a table: to whom what was written, and what became of it; never what it said."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.clock import on_the_clock
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.purposes import PURPOSES
from conference.correspondence.withheld import marked_for
from conference.exports.csv_file import CONTENT_TYPE, csv_file
from conference.jobs.rows import rows_in_order
from conference.jobs.stamp import file_name_of, stamp_of
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_CORRESPOND, has_role
from conference.registry import JobKind

if TYPE_CHECKING:
    import datetime

    from conference.jobs.models import Job
    from conference.jobs.running import Run


def may_ask(user: User, conference: Conference) -> bool:
    return has_role(user, conference, ROLES_THAT_CORRESPOND)


def headings() -> tuple[str, ...]:
    return (
        _("Purpose"),
        _("Status"),
        _("Written"),
        _("Sent"),
        _("Attempts"),
        _("The server's words"),
        _("Language"),
        _("Recipient"),
        _("Address"),
        _("Subject"),
    )


def write(run: "Run") -> str:
    """Writes the messages that were on the list; of those that concern protected persons neither name nor subject."""
    job, title, ids = run.job, _("Ledger"), run.job.asked_for["ids"]
    with csv_file(run.path, stamp=stamp_of(job, title=title), headings=headings()) as write_row:
        for done, message in enumerate(rows_in_order(_messages(job), ids), start=1):
            write_row(_row(message, job.conference))
            run.report(done, len(ids))
    return file_name_of(job, title=title, extension="csv")


def _messages(job: "Job") -> QuerySet[Any]:
    visible = OutgoingMessage.objects.visible_to(job.asked_by, job.conference)
    rows = marked_for(visible, job.conference, sees_protected=job.shows_protected)
    return rows.defer("text", "html", "calendar", "secrets")


def _row(message: Any, conference: Conference) -> tuple[object, ...]:
    purpose = PURPOSES.get(message.purpose)
    standing = (
        purpose.label if purpose else message.purpose,
        message.get_state_display(),
        _moment(conference, message.created_at),
        _moment(conference, message.sent_at),
        message.attempts,
    )
    if message.is_withheld:
        return (*standing, "", "", _("Protected participant"))
    return (
        *standing,
        message.answer,
        message.language,
        message.recipient_name,
        message.recipient,
        message.subject,
    )


def _moment(conference: Conference, at: "datetime.datetime | None") -> str:
    return on_the_clock(conference, at).strftime("%Y-%m-%d %H:%M") if at else ""


LEDGER = JobKind(
    key="ledger",
    label=gettext_lazy("ledger as a file"),
    may_ask=may_ask,
    write=write,
    content_type=CONTENT_TYPE,
)
