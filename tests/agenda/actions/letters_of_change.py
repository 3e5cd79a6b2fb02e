"""Letters of change as the tests of releases look at them: which there are, what they tell, and that they go."""

from typing import Any

from agenda.actions.schedule import schedule_session
from agenda.models import Session
from conference.correspondence.delivery import deliver_due
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from conference.models import Room
from tests.factories.agenda import at

S = MessageState
ZONE = "Ulaanbaatar time (UTC+8)"
LONG_AGO = "2020-01-01T00:00Z"


def letters(**which: Any) -> list[OutgoingMessage]:
    found = OutgoingMessage.objects.filter(purpose="agenda_change", **which)
    return list(found.order_by("created_at", "recipient"))


def live() -> list[OutgoingMessage]:
    return letters(state__in=[S.QUEUED, S.HELD, S.BY_HAND, S.SENDING, S.SENT, S.UNKNOWN])


def move(session: Session, clock: str, rooms: tuple[Room, ...] | list[Room] = ()) -> None:
    """On Thursday, for an hour."""
    begins = at(clock)
    schedule_session(session.pk, starts_at=begins, ends_at=begins.replace(hour=begins.hour + 1), rooms=rooms, by=None)


def told(letter: OutgoingMessage) -> list[str]:
    """The sentences between the salutation and the enclosure, without the names of sessions."""
    _head, _sep, rest = letter.text.partition("that the programme has changed as follows:\n\n")
    block = rest.partition("\n\nThe calendar entry")[0]
    return [line for line in block.splitlines() if line and not line.startswith("“")]


def deliver_due_now() -> None:
    """As if what waits had waited long enough."""
    OutgoingMessage.objects.filter(state=S.QUEUED).update(next_attempt_at=LONG_AGO)
    deliver_due(Queue.MAIL)
