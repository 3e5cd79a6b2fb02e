"""What an officer can do about a message, in words, each with its consequence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.correspondence import ledger, moves, readdressing
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.moves import Move
from conference.correspondence.states import MessageState


@dataclass(frozen=True)
class MessageAct:
    """``states``: those in which it is offered; the act itself decides again, under a lock."""

    key: str
    label: str | Promise
    explanation: str | Promise
    done: str | Promise
    act: Callable[..., OutgoingMessage]
    states: frozenset[MessageState]
    style: str = "secondary"
    #: The same for several messages that are ticked in the list; none where each has to be looked at.
    move: Move | None = None
    asks_reason: bool = True
    asks_address: bool = False
    #: Offered in whatever state, where the message came back.
    is_of_return: bool = False


S = MessageState

ACTS: Mapping[str, MessageAct] = {
    act.key: act
    for act in (
        MessageAct(
            "send-again",
            _("Send again"),
            _("It goes to the same address once more. A wrong address is corrected on the page that it is about."),
            _("The message is on its way again."),
            ledger.retry_message,
            frozenset({S.FAILED}),
            "primary",
            move=moves.FAILED_AGAIN,
        ),
        MessageAct(
            "send-elsewhere",
            _("Send to another address"),
            _("The same letter, as it stands here, goes to the address that you give; this one is trouble no longer."),
            _("The letter is on its way to the other address."),
            readdressing.send_elsewhere,
            frozenset({S.FAILED}),
            is_of_return=True,
            asks_address=True,
        ),
        MessageAct(
            "note-return",
            _("Take note"),
            _("Once the address is corrected or the addressee reached otherwise: it no longer counts as trouble."),
            _("It is noted that the message came back."),
            ledger.note_return,
            frozenset(),
            "primary",
            is_of_return=True,
            asks_reason=False,
        ),
        MessageAct(
            "mark-as-sent",
            _("Mark as sent"),
            _("For a message that has arrived, as you have learned, for example by telephone."),
            _("The message is marked as sent."),
            ledger.mark_as_sent,
            frozenset({S.UNKNOWN}),
            "primary",
            move=moves.ARRIVED,
        ),
        MessageAct(
            "mark-as-sent-by-hand",
            _("Mark as sent by hand"),
            _("Once the letter is printed and handed over, or sent by you. Its codes are not shown afterwards."),
            _("The letter is marked as sent by hand."),
            ledger.mark_as_sent_by_hand,
            frozenset({S.BY_HAND}),
            "primary",
            asks_reason=False,
        ),
        MessageAct(
            "send-once-more",
            _("Send again"),
            _("The recipient may receive it twice: nothing is known of the first."),
            _("The message is on its way again."),
            ledger.retry_message,
            frozenset({S.UNKNOWN}),
            move=moves.UNKNOWN_AGAIN,
        ),
        MessageAct(
            "release",
            _("Let it go"),
            _("The message is sent as soon as a worker takes it."),
            _("The message is on its way."),
            ledger.release_message,
            frozenset({S.HELD}),
            "primary",
            move=moves.RELEASE,
            asks_reason=False,
        ),
        MessageAct(
            "hold",
            _("Hold it back"),
            _("It waits until an officer lets it go."),
            _("The message is held back."),
            ledger.hold_message,
            frozenset({S.QUEUED}),
            move=moves.HOLD,
        ),
        MessageAct(
            "cancel",
            _("Cancel the message"),
            _("It is given up for good and cannot be sent afterwards; its codes are wiped."),
            _("The message is cancelled."),
            ledger.cancel_message,
            frozenset({S.QUEUED, S.HELD, S.FAILED, S.UNKNOWN, S.BY_HAND}),
            "trouble",
            move=moves.CANCEL,
        ),
    )
}


def acts_for(message: OutgoingMessage, *, is_withheld: bool) -> list[MessageAct]:
    """Those that its state allows, and what is left to do where it came back; no letter unread to another address."""
    allowed = (
        act for act in ACTS.values() if message.state in act.states or (act.is_of_return and message.waits_for_a_note)
    )
    goes = not is_withheld and readdressing.can_go_elsewhere(message)
    return [act for act in allowed if goes or not act.asks_address]


CAME_BACK = _("Another server gave it back, in the words below.")
STANDINGS: Mapping[MessageState, Promise] = {
    S.FAILED: _("It was not accepted and is not tried again by itself."),
    S.UNKNOWN: _("The connection was lost before the server's answer: it may have arrived or not."),
    S.HELD: _("An officer holds it back."),
    S.CANCELLED: _("It was given up and will not be sent."),
    S.SENDING: _("A worker is handing it over."),
    S.QUEUED: _("It goes out as soon as it is due."),
    S.BY_HAND: _("Nothing is written to this person automatically: print it or send it yourself, then mark it."),
}
