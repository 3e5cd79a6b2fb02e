"""A message that another mail server gave back."""

from django.utils import timezone

from conference.correspondence.models import Bounce, BounceKind, OutgoingMessage

WORDS = "550 5.1.1 No such mailbox"


def give_back(message: OutgoingMessage, *, words: str = WORDS, kind: BounceKind = BounceKind.CAME_BACK) -> Bounce:
    """As a notice of that server would: the message came back, unless it is delayed only."""
    if kind == BounceKind.CAME_BACK:
        message.came_back_at = timezone.now()
        message.save(update_fields=["came_back_at"])
    number = message.bounces.count()
    bounce: Bounce = message.bounces.create(
        kind=kind, notice=f"{number:064}", address=message.recipient, status="5.1.1", words=words
    )
    return bounce
