"""All letters of one act wait, go on, or are given up: what an officer decides about a campaign while it runs."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from conference.correspondence.models import DeliveryAttempt, OutgoingMessage, Pause, Queue
from conference.correspondence.outbox import wake_after_commit
from conference.correspondence.states import MessageState
from conference.models import Conference, User

#: In as many letters at once an act is given up: a worker waits no longer for them than for a batch of its own.
SLICE = 500


def pause_act(act_id: UUID, *, conference: Conference, by: User | None, reason: str = "") -> bool:
    """No worker takes a letter of the act any more; false where it is paused already, and stays as it was.

    What a worker has claimed goes: a batch each. The caller has asked whether ``by`` may, and records the act.
    """
    _pause, is_new = Pause.objects.get_or_create(
        act_id=act_id, defaults={"conference": conference, "by": by, "reason": reason[:500]}
    )
    return is_new


@transaction.atomic
def resume_act(act_id: UUID) -> bool:
    """Lets the letters of the act go on, each when it is due; false where it was not paused."""
    ended, _kinds = Pause.objects.filter(act_id=act_id).delete()
    for queue in _waiting(act_id).order_by().values_list("queue", flat=True).distinct():
        wake_after_commit(Queue(queue))
    return ended > 0


@transaction.atomic
def give_up_act(act_id: UUID, *, by: User | None, answer: str, limit: int = SLICE) -> int:
    """Cancels for good up to ``limit`` letters of the act that have not begun to go; gives how many it were.

    Asked again until it gives 0, each time in a transaction of its own; a pause of the act, made before, keeps workers
    from taking what is left meanwhile. Locks the rows; what a worker has just claimed goes. Secrets are wiped.
    """
    rows = _waiting(act_id, MessageState.HELD, MessageState.BY_HAND).order_by("pk")
    found = list(rows.select_for_update(of=("self",), skip_locked=True).only("pk", "state")[:limit])
    for message in found:
        message.move_to(MessageState.CANCELLED)
    ids = [message.pk for message in found]
    OutgoingMessage.objects.filter(pk__in=ids).update(state=MessageState.CANCELLED, secrets={}, answer=answer)
    DeliveryAttempt.objects.bulk_create(
        DeliveryAttempt(message_id=pk, outcome=MessageState.CANCELLED, answer=answer, by=by) for pk in ids
    )
    return len(ids)


def _waiting(act_id: UUID, *more: MessageState) -> QuerySet[OutgoingMessage]:
    return OutgoingMessage.objects.filter(act_id=act_id, state__in=[MessageState.QUEUED, *more])
