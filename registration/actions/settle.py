"""What the mail server's answer makes of invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from conference.correspondence.states import MessageState
from registration.models import DispatchWay, Invitation
from registration.states import InvitationState as I


@dataclass(frozen=True)
class Settled:
    """A letter about an invitation that was taken, or refused for good."""

    invitation_id: UUID
    recipient: str
    outcome: MessageState
    answer: str


@transaction.atomic(savepoint=False)  # whoever tells it of thousands has one of their own
def settle_invitations(letters: Sequence[Settled]) -> None:
    """Keeps what became of letters: *sent* once the server took it, *returned* when it was refused for good.

    The copy to a private office, a letter to a former address, and the copy of a note that a courier carries decide
    nothing. Locks the invitations, in the order of their keys; one that was deleted meanwhile is nobody's concern.
    """
    locked = Invitation.objects.select_for_update(no_key=True).order_by("pk")
    by_email = locked.filter(dispatched_how__in=["", DispatchWay.EMAIL])
    there = {(each.pk, each.email): each for each in by_email.filter(pk__in={one.invitation_id for one in letters})}
    about = [(there[key], one) for one in letters if (key := (one.invitation_id, one.recipient)) in there]
    taken = [each for each, one in about if one.outcome == MessageState.SENT and each.state in {I.DRAFT, I.BOUNCED}]
    Invitation.objects.move_all(dict.fromkeys(taken), I.SENT, by=None)
    for each, one in about:
        if one.outcome == MessageState.FAILED and each.state in {I.DRAFT, I.SENT, I.DELIVERED}:
            each.move_to(I.BOUNCED, by=None, reason=one.answer)
