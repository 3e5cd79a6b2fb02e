"""What registration does when it hears of something: a letter of invitation that was taken, refused, or came back."""

from conference.correspondence.models import OutgoingMessage
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
    """Called in the transaction that keeps another server's notice: as if ours had refused it at once."""
    if message.about_id is not None:
        settle_invitation(message.about_id, recipient=message.recipient, outcome=MessageState.FAILED, answer=words)
