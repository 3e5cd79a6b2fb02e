"""What an officer does about a message: send again, hold, let go, cancel, mark as sent. The machine does the rest."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.correspondence import moves
from conference.correspondence.errors import (
    IllegalMessageTransitionError,
    NothingToNoteError,
    NotPermittedError,
)
from conference.correspondence.models import DeliveryAttempt, OutgoingMessage, Queue
from conference.correspondence.moves import Move, reason_in
from conference.correspondence.outbox import wake_after_commit
from conference.correspondence.states import MessageState
from conference.correspondence.telling import tell
from conference.correspondence.withheld import marked_for
from conference.models import User
from conference.permissions import ROLES_THAT_CORRESPOND, ROLES_THAT_SEE_PROTECTED, has_role

ENDED = frozenset({MessageState.SENT, MessageState.CANCELLED})
# What an act that is undone can take back.
NOT_GONE = frozenset({MessageState.QUEUED, MessageState.HELD, MessageState.BY_HAND})


def can_manage(user: User, message: OutgoingMessage) -> bool:
    """Correspondence officers of its conference; a message of no conference is the installation's.

    A letter that goes by hand to a protected person is printed, with its codes, by officers who may see to whom it
    goes: nobody marks one as sent whose words they were not shown.
    """
    if message.conference is None:
        return user.is_active and user.is_superuser
    is_protected = message.state == MessageState.BY_HAND and concerns_protected(message)
    return has_role(user, message.conference, ROLES_THAT_SEE_PROTECTED if is_protected else ROLES_THAT_CORRESPOND)


def concerns_protected(message: OutgoingMessage) -> bool:
    """Whether it is named to few. One query."""
    if message.conference is None:
        return False
    rows = marked_for(OutgoingMessage.objects.filter(pk=message.pk), message.conference, sees_protected=False)
    return rows.filter(is_withheld=True).exists()


def retry_message(message_id: UUID, *, by: User, reason: str = "") -> OutgoingMessage:
    """Sends a failed message, or one of which nothing is known, again: the recipient may receive the latter twice.

    Locks the row. Raises ``NotPermittedError``, ``ReasonNeededError`` where no reason is given, and
    ``IllegalMessageTransitionError``, as every act here; to let go and to send by hand need no reason.
    """
    return _move(message_id, moves.AGAIN, by, reason)


def hold_message(message_id: UUID, *, by: User, reason: str = "") -> OutgoingMessage:
    """Keeps a queued message back until it is released. Locks the row."""
    return _move(message_id, moves.HOLD, by, reason)


def release_message(message_id: UUID, *, by: User, reason: str = "") -> OutgoingMessage:
    """Lets a held message go. Locks the row."""
    return _move(message_id, moves.RELEASE, by, reason)


def cancel_message(message_id: UUID, *, by: User, reason: str = "") -> OutgoingMessage:
    """Gives a message up for good; its secrets are wiped. Locks the row."""
    return _move(message_id, moves.CANCEL, by, reason)


def mark_as_sent(message_id: UUID, *, by: User, reason: str = "") -> OutgoingMessage:
    """Records that a message of which nothing was known has arrived, as somebody has learned. Locks the row."""
    return _move(message_id, moves.ARRIVED, by, reason)


def mark_as_sent_by_hand(message_id: UUID, *, by: User, reason: str = "") -> OutgoingMessage:
    """Records that an officer has printed or sent what goes by hand; its codes are wiped. Locks the row."""
    return _move(message_id, moves.BY_HAND, by, reason)


@transaction.atomic
def note_return(message_id: UUID, *, by: User) -> OutgoingMessage:
    """Records that an officer has dealt with a message that came back; it is trouble no longer. Locks the row.

    Raises ``NotPermittedError`` and ``NothingToNoteError``.
    """
    rows = OutgoingMessage.objects.select_for_update(of=("self",)).select_related("conference")
    message: OutgoingMessage = rows.get(pk=message_id)
    if not can_manage(by, message):
        raise NotPermittedError
    if not message.waits_for_a_note:
        raise NothingToNoteError
    message.return_noted_at = timezone.now()
    message.save(update_fields=["return_noted_at"])
    answer = _("Noted by an officer that it came back.")
    DeliveryAttempt.objects.create(message=message, outcome=message.state, answer=answer, by=by)
    return message


@dataclass(frozen=True)
class TakenBack:
    """The letters of an undone act: those that nobody will receive, and those that are gone or on their way."""

    cancelled: list[OutgoingMessage] = field(default_factory=list)
    gone: list[OutgoingMessage] = field(default_factory=list)


@transaction.atomic
def take_back(act_id: UUID, about: Collection[UUID], *, by: User) -> TakenBack:
    """Cancels the letters of an act about these things that have not begun to go; says which are gone or going.

    The caller has asked whether ``by`` may undo the act. Locks the rows: a worker that claims them first has them.
    """
    taken = TakenBack()
    rows = OutgoingMessage.objects.filter(act_id=act_id, about_id__in=about).order_by("pk")
    for message in rows.select_for_update(of=("self",)):
        if message.state not in NOT_GONE:
            taken.gone.append(message)
            continue
        message.move_to(MessageState.CANCELLED)
        _wipe(message)
        message.save(update_fields=["state", "secrets"])
        answer = _("Taken back: the decision was undone.")
        DeliveryAttempt.objects.create(message=message, outcome=MessageState.CANCELLED, answer=answer, by=by)
        tell([message])
        taken.cancelled.append(message)
    return taken


@transaction.atomic
def set_aside(about: Collection[UUID], *, by: User, answer: str) -> list[OutgoingMessage]:
    """Holds back the letters about these things that are to go, as an act does that can be undone; gives them.

    The caller has asked whether ``by`` may do the act. Locks the rows: what a worker has claimed goes.
    """
    return _move_all(Q(about_id__in=about, state=MessageState.QUEUED), MessageState.HELD, by=by, answer=answer)


@transaction.atomic
def let_go(ids: Collection[UUID], *, by: User, answer: str) -> list[OutgoingMessage]:
    """Lets those go that an act had set aside and nobody has touched since. Locks the rows."""
    moved = _move_all(Q(pk__in=ids, state=MessageState.HELD), MessageState.QUEUED, by=by, answer=answer)
    for queue in {message.queue for message in moved}:
        wake_after_commit(Queue(queue))
    return moved


@transaction.atomic
def give_up(about: Collection[UUID], *, by: User | None, answer: str) -> list[OutgoingMessage]:
    """Cancels for good the letters about these things that have not begun to go; secrets are wiped. Locks the rows."""
    return _move_all(Q(about_id__in=about, state__in=NOT_GONE), MessageState.CANCELLED, by=by, answer=answer)


@transaction.atomic
def supersede(
    waiting: Collection[UUID], in_doubt: Collection[UUID], *, by: User | None, answer: str
) -> list[OutgoingMessage]:
    """Cancels the letters about these things that told nothing, for another is written in their place; gives them.

    Those about ``in_doubt`` are with a worker, or nothing is known of them: should they come back to the queue, they
    are of no use any longer. Locks the rows.
    """
    told_nothing = NOT_GONE | {MessageState.FAILED}
    which = Q(about_id__in=waiting, state__in=told_nothing)
    OutgoingMessage.objects.filter(about_id__in=in_doubt).exclude(state__in=ENDED).update(expires_at=timezone.now())
    return _move_all(which, MessageState.CANCELLED, by=by, answer=answer)


@transaction.atomic
def hasten(act_id: UUID) -> int:
    """Makes the queued letters of an act due at once, whatever they wait for; gives how many. Locks the rows."""
    now = timezone.now()
    waiting = OutgoingMessage.objects.filter(act_id=act_id, state=MessageState.QUEUED, next_attempt_at__gt=now)
    rows = list(waiting.order_by("pk").select_for_update(of=("self",)).values_list("pk", "queue"))
    OutgoingMessage.objects.filter(pk__in=[pk for pk, _queue in rows]).update(next_attempt_at=now)
    for queue in {queue for _pk, queue in rows}:
        wake_after_commit(Queue(queue))
    return len(rows)


def _move_all(which: Q, wanted: MessageState, *, by: User | None, answer: str) -> list[OutgoingMessage]:
    rows = list(OutgoingMessage.objects.filter(which).order_by("pk").select_for_update(of=("self",)))
    for message in rows:
        message.move_to(wanted)
        if wanted == MessageState.CANCELLED:
            _wipe(message)
        message.save(update_fields=["state", "secrets"])
        DeliveryAttempt.objects.create(message=message, outcome=wanted, answer=answer, by=by)
    tell(rows)
    return rows


@transaction.atomic
def forget_words(which: Q) -> int:
    """Deletes what letters said; that each was written, to whom, when, and what became of it, stays.

    The caller knows that nobody may read it any more. Locks the rows; what a worker has is left.
    """
    rows = OutgoingMessage.objects.filter(which).exclude(state=MessageState.SENDING)
    found = list(rows.select_for_update(of=("self",)))
    for message in found:
        with override(message.language):
            message.text, message.html = _("What this letter said was deleted: it named somebody who never came."), ""
            message.calendar, message.enclosures = "", []
    OutgoingMessage.objects.bulk_update(found, ["text", "html", "calendar", "enclosures"])
    return len(found)


@transaction.atomic
def _move(message_id: UUID, move: Move, by: User, reason: str) -> OutgoingMessage:
    rows = OutgoingMessage.objects.select_for_update(of=("self",)).select_related("conference")
    message: OutgoingMessage = rows.get(pk=message_id)
    if not can_manage(by, message):
        raise NotPermittedError
    if message.state not in move.origins:
        raise IllegalMessageTransitionError(current=MessageState(message.state), wanted=move.wanted)
    message.move_to(move.wanted)
    given = reason_in(reason, move)
    move.change(message)
    message.save(update_fields=moves.FIELDS)
    log = DeliveryAttempt(message=message, outcome=move.wanted, answer=str(move.sentence), reason=given, by=by)
    log.save()
    if move.wakes:
        wake_after_commit(Queue(message.queue))
    tell([message])
    return message


def _wipe(message: OutgoingMessage) -> None:
    message.secrets = {}
