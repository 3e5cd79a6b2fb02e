"""The ledger as a table: to whom what was written, and what became of it; never what it said."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.clock import on_the_clock
from conference.columns import Column, Row, Value
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.purposes import purpose_called
from conference.correspondence.states import MessageState
from conference.correspondence.withheld import marked_for
from conference.jobs.tables import write_table
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_CORRESPOND, has_role
from conference.registry import JobKind

if TYPE_CHECKING:
    from conference.jobs.running import Run

STANDING = gettext_lazy("Standing")
LETTER = gettext_lazy("Letter")
USUAL = (
    "purpose",
    "status",
    "written",
    "sent",
    "came_back",
    "attempts",
    "answer",
    "language",
    "recipient_name",
    "recipient",
    "subject",
)


def may_ask(user: User, conference: Conference) -> bool:
    return has_role(user, conference, ROLES_THAT_CORRESPOND)


def columns(conference: Conference, user: User, sees_protected: bool | None) -> list[Column]:  # noqa: ARG001, FBT001
    """What concerns protected persons is marked on the rows: of those neither name nor subject is told."""
    return [
        Column(key="purpose", label=gettext_lazy("Purpose"), group=STANDING, value=_purpose, reads=("purpose",)),
        Column(key="status", label=gettext_lazy("Status"), group=STANDING, value=_status, reads=("state",)),
        _moment(conference, "written", gettext_lazy("Written"), "created_at"),
        _moment(conference, "sent", gettext_lazy("Sent"), "sent_at"),
        _moment(conference, "came_back", gettext_lazy("Came back"), "came_back_at"),
        Column(
            key="attempts",
            label=gettext_lazy("Attempts"),
            group=STANDING,
            value=lambda row: row["attempts"],
            reads=("attempts",),
        ),
        _told("answer", gettext_lazy("The server's words")),
        _told("language", gettext_lazy("Language")),
        _told("recipient_name", gettext_lazy("Recipient"), instead=lambda: _("Protected participant")),
        _told("recipient", gettext_lazy("Address")),
        _told("subject", gettext_lazy("Subject")),
    ]


def write(run: "Run") -> str:
    """Writes the messages that were on the list."""
    job = run.job
    visible = OutgoingMessage.objects.visible_to(job.asked_by, job.conference)
    return write_table(run, marked_for(visible, job.conference, sees_protected=job.shows_protected), title=_("Ledger"))


def _purpose(row: Row) -> str:
    purpose = purpose_called(row["purpose"])
    return str(purpose.label) if purpose else row["purpose"]


def _status(row: Row) -> str:
    return str(MessageState(row["state"]).label)


def _moment(conference: Conference, key: str, label: Any, reads: str) -> Column:
    def value(row: Row) -> Value:
        return on_the_clock(conference, at) if (at := row[reads]) else None

    return Column(key=key, label=label, group=STANDING, value=value, reads=(reads,))


def _told(key: str, label: Any, *, instead: Callable[[], str] = lambda: "") -> Column:
    def value(row: Row) -> Value:
        return instead() if row["is_withheld"] else row[key]

    return Column(key=key, label=label, group=LETTER, value=value, reads=(key, "is_withheld"))


LEDGER = JobKind(
    key="ledger",
    label=gettext_lazy("ledger as a file"),
    may_ask=may_ask,
    write=write,
    columns=columns,
    usual=USUAL,
)
