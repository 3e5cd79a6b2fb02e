"""What the mail server took of one worker's letters, on its way into the ledger."""

import time
from uuid import UUID

from conference.correspondence import claims
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.telling import has_listener, tell_of


class Answers:
    """What the server took of one worker: recorded with the hand-over of the next letter, then told.

    So a letter costs one commit; where the worker dies, at most one letter is unknown, as if each had its own.
    """

    def __init__(self) -> None:
        self._last: claims.Taken | None = None
        self._untold: list[UUID] = []
        self._untold_since = 0.0

    def take(self, message: OutgoingMessage, answer: str) -> None:
        """The server took it."""
        self._last = claims.Taken(message, answer)
        if has_listener(message):
            self._untold_since = self._untold_since if self._untold else time.monotonic()
            self._untold.append(message.pk)

    def hand_over(self, message: OutgoingMessage) -> bool:
        """As :func:`conference.correspondence.claims.mark_handed_over`."""
        is_mine = claims.mark_handed_over(message, self._last)
        self._last = None
        return is_mine

    def record(self) -> None:
        """Before anything that may take its time."""
        if self._last:
            claims.record_taken(self._last)
            self._last = None

    def tell(self, *, waiting: float = 0.0) -> None:
        """Tells whoever registered, where somebody waits for that so many seconds."""
        if self._untold and time.monotonic() - self._untold_since >= waiting:
            self.record()
            tell_of(self._untold)
            self._untold = []
