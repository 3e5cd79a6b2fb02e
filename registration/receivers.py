"""What registration does when it hears of something: a letter of invitation that was taken, refused, or came back."""

from conference.correspondence.models import COPY, OutgoingMessage
from conference.correspondence.states import MessageState
from registration.actions.settle import settle_invitation


def invitation_settled(message: OutgoingMessage) -> None:
    """Called in the transaction that records the mail server's answer to a letter of invitation."""
    if message.about_id is not None:
        settle_invitation(
            message.about_id,
            recipient=message.recipient,
            outcome=MessageState(message.state),
            answer=message.answer,
        )


def invitation_returned(message: OutgoingMessage, words: str) -> None:
    """Called in the transaction that keeps another server's notice: as if ours had refused it at once.

    That of a letter in whose place another has been written since says nothing of the invitation.
    """
    if message.about_id is not None and not _was_written_again(message):
        settle_invitation(message.about_id, recipient=message.recipient, outcome=MessageState.FAILED, answer=words)


def _was_written_again(message: OutgoingMessage) -> bool:
    later = OutgoingMessage.objects.filter(
        about_id=message.about_id, purpose=message.purpose, created_at__gt=message.created_at
    )
    return later.exclude(key__startswith=COPY).exclude(state=MessageState.CANCELLED).exists()
