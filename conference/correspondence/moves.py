"""The moves of a message that officers have, as data: from which states, to which, and whether a reason is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.correspondence.compose import clean
from conference.correspondence.errors import ReasonNeededError
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import IN_TROUBLE, MessageState

S = MessageState
# An officer has fewer moves than the machine: what a worker has is the worker's.
NOT_WITH_A_WORKER = frozenset(MessageState) - {S.SENDING}


REASON_LENGTH = 500


@dataclass(frozen=True)
class Move:
    """``sentence`` is kept with the officer's own reason; ``change`` what else of the message changes, in memory."""

    origins: frozenset[MessageState]
    wanted: MessageState
    sentence: str | Promise
    asks_reason: bool = True
    change: Callable[[OutgoingMessage], None] = lambda _message: None

    @property
    def wakes(self) -> bool:
        """Whether a worker has something to do afterwards."""
        return self.wanted == S.QUEUED


def reason_in(typed: str, move: Move) -> str:
    """The officer's reason as it is kept. Raises ``ReasonNeededError`` where the move asks for one."""
    reason = clean(typed).strip()[:REASON_LENGTH]
    if move.asks_reason and not reason:
        raise ReasonNeededError
    return reason


def _start_afresh(message: OutgoingMessage) -> None:
    message.attempts, message.handed_over_at, message.next_attempt_at = 0, None, timezone.now()
    # What came back was the former one.
    message.came_back_at = message.return_noted_at = None


def _has_arrived(message: OutgoingMessage) -> None:
    message.sent_at = message.handed_over_at or timezone.now()
    _wipe(message)


def _wipe(message: OutgoingMessage) -> None:
    message.secrets = {}


#: Of what a move may change.
FIELDS = (
    "state",
    "attempts",
    "handed_over_at",
    "next_attempt_at",
    "sent_at",
    "secrets",
    "came_back_at",
    "return_noted_at",
)
FAILED_AGAIN = Move(frozenset({S.FAILED}), S.QUEUED, _("Sent again by an officer."), change=_start_afresh)
UNKNOWN_AGAIN = Move(frozenset({S.UNKNOWN}), S.QUEUED, _("Sent again by an officer."), change=_start_afresh)
AGAIN = Move(IN_TROUBLE, S.QUEUED, _("Sent again by an officer."), change=_start_afresh)
HOLD = Move(frozenset({S.QUEUED}), S.HELD, _("Held by an officer."))
RELEASE = Move(frozenset({S.HELD}), S.QUEUED, _("Released by an officer."), asks_reason=False, change=_start_afresh)
CANCEL = Move(NOT_WITH_A_WORKER, S.CANCELLED, _("Cancelled by an officer."), change=_wipe)
ARRIVED = Move(frozenset({S.UNKNOWN}), S.SENT, _("Marked as sent by an officer."), change=_has_arrived)
ELSEWHERE = Move(frozenset({S.FAILED}), S.CANCELLED, _("Sent to another address by an officer."), change=_wipe)
BY_HAND = Move(frozenset({S.BY_HAND}), S.SENT, _("Sent by hand."), asks_reason=False, change=_has_arrived)
