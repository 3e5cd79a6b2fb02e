"""What the mail server's answer makes of an invitation."""

from uuid import UUID

from django.db import transaction

from conference.correspondence.states import MessageState
from registration.models import DispatchWay, Invitation
from registration.states import InvitationState as I


@transaction.atomic(savepoint=False)  # whoever tells it of thousands has one of their own
def settle_invitation(invitation_id: UUID, *, recipient: str, outcome: MessageState, answer: str) -> None:
    """Keeps what became of the letter: *sent* once the server took it, *returned* when it was refused for good.

    The copy to a private office, a letter to a former address, and the copy of a note that a courier carries decide
    nothing. Locks the invitation; one that was deleted meanwhile is nobody's concern.
    """
    locked = Invitation.objects.select_for_update(no_key=True)
    invitation = locked.filter(pk=invitation_id, email=recipient).first()
    if invitation is None or invitation.dispatched_how not in {"", DispatchWay.EMAIL}:
        return
    if outcome == MessageState.SENT and invitation.state in {I.DRAFT, I.BOUNCED}:
        invitation.move_to(I.SENT, by=None)
    elif outcome == MessageState.FAILED and invitation.state in {I.DRAFT, I.SENT, I.DELIVERED}:
        invitation.move_to(I.BOUNCED, by=None, reason=answer)
