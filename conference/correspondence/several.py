"""One decision about several messages: those that allow it are moved, of the others it is said why not."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from conference.correspondence.errors import NotPermittedError
from conference.correspondence.models import DeliveryAttempt, OutgoingMessage, Queue
from conference.correspondence.models.outgoing_message import OutgoingMessageQuerySet
from conference.correspondence.moves import FIELDS, Move, reason_in
from conference.correspondence.outbox import wake_after_commit
from conference.correspondence.states import TRANSITIONS, MessageState
from conference.correspondence.telling import tell
from conference.correspondence.withheld import marked_for
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_CORRESPOND, ROLES_THAT_SEE_PROTECTED, has_role

#: Locked together for a second or two; more at once is more than somebody has looked at.
MOST = 1000


@dataclass
class Several:
    """What the move would do, or has done: to which messages, and how many of the others stand where."""

    moved: list[OutgoingMessage] = field(default_factory=list)
    left: Counter[MessageState] = field(default_factory=Counter)
    #: Of protected persons, whom this officer is not shown.
    not_permitted: int = 0


def look_at(ids: Collection[UUID], move: Move, conference: Conference, *, by: User) -> Several:
    """What :func:`move_several` would do now; changes nothing."""
    return _parted(list(_rows(ids, conference)), move, conference, by)


@transaction.atomic
def move_several(ids: Collection[UUID], move: Move, conference: Conference, *, by: User, reason: str = "") -> Several:
    """Moves those of the conference's messages whose state allows it by now; the others stay as they are.

    Locks the rows, in the order of their keys: what a worker has claimed meanwhile goes. Raises ``NotPermittedError``
    and ``ReasonNeededError``.
    """
    if not has_role(by, conference, ROLES_THAT_CORRESPOND):
        raise NotPermittedError
    given = reason_in(reason, move)
    rows = list(_rows(ids, conference).select_for_update(of=("self",)))
    found = _parted(rows, move, conference, by)
    for message in found.moved:
        message.move_to(move.wanted)
        move.change(message)
    OutgoingMessage.objects.bulk_update(found.moved, FIELDS, batch_size=500)
    DeliveryAttempt.objects.bulk_create(
        DeliveryAttempt(message=message, outcome=move.wanted, answer=str(move.sentence), reason=given, by=by)
        for message in found.moved
    )
    tell(found.moved)
    for queue in {message.queue for message in found.moved} if move.wakes else ():
        wake_after_commit(Queue(queue))
    return found


def _rows(ids: Collection[UUID], conference: Conference) -> OutgoingMessageQuerySet:
    rows = OutgoingMessage.objects.filter(pk__in=list(ids)[:MOST], conference=conference)
    return rows.select_related("conference").defer("text", "html", "calendar", "enclosures").order_by("pk")


def _parted(rows: Sequence[OutgoingMessage], move: Move, conference: Conference, by: User) -> Several:
    found, kept_from = Several(), _kept_from(rows, conference, by)
    for message in rows:
        state = MessageState(message.state)
        if state not in move.origins or move.wanted not in TRANSITIONS[state]:
            found.left[state] += 1
        elif message.pk in kept_from:
            found.not_permitted += 1
        else:
            found.moved.append(message)
    return found


def _kept_from(rows: Sequence[OutgoingMessage], conference: Conference, by: User) -> set[UUID]:
    """What goes by hand to protected persons is for who may read it: as ``ledger.can_manage`` says of one."""
    by_hand = [message.pk for message in rows if message.state == MessageState.BY_HAND]
    if not by_hand or has_role(by, conference, ROLES_THAT_SEE_PROTECTED):
        return set()
    marked = marked_for(OutgoingMessage.objects.filter(pk__in=by_hand), conference, sees_protected=False)
    return set(marked.filter(is_withheld=True).values_list("pk", flat=True))
