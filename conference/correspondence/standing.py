"""How a message stands, in words for those who look at it beside what it is about."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState


def standing_text(message: OutgoingMessage) -> str:
    """Its status; that it came back where it did. Of a message read with ``state`` and ``came_back_at``."""
    state = MessageState(message.state)
    if message.came_back_at is None:
        return capfirst(str(state.label))
    return _("Sent, and came back") if state == MessageState.SENT else _("Came back")
