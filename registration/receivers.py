"""What registration does when it hears of something: a letter of invitation that was taken, refused, or came back."""

from collections.abc import Sequence

from conference.correspondence.models import COPY, OutgoingMessage
from conference.correspondence.states import MessageState
from registration.actions.settle import Settled, settle_invitations


def invitations_settled(messages: Sequence[OutgoingMessage]) -> None:
    """Called in a transaction, once the mail server's answers to letters of invitation are recorded."""
    settle_invitations(
        [
            Settled(message.about_id, message.recipient, MessageState(message.state), message.answer)
            for message in messages
            if message.about_id is not None
        ]
    )


def invitation_returned(message: OutgoingMessage, words: str) -> None:
    """Called in the transaction that keeps another server's notice: as if ours had refused it at once.

    That of a letter in whose place another has been written since says nothing of the invitation.
    """
    if message.about_id is not None and not _was_written_again(message):
        settle_invitations([Settled(message.about_id, message.recipient, MessageState.FAILED, words)])


def _was_written_again(message: OutgoingMessage) -> bool:
    later = OutgoingMessage.objects.filter(
        about_id=message.about_id, purpose=message.purpose, created_at__gt=message.created_at
    )
    return later.exclude(key__startswith=COPY).exclude(state=MessageState.CANCELLED).exists()
