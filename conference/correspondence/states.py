"""The states of an outgoing message, and the one table of its moves."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    """UNKNOWN: the worker died between hand-over and answer; shown, never sent again by itself.

    BY_HAND: to somebody to whom nothing is written automatically; no worker takes it, an officer prints or sends it.
    """

    QUEUED = "queued", _("queued")
    SENDING = "sending", _("sending")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    UNKNOWN = "unknown", _("unknown")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")
    BY_HAND = "by_hand", _("to be sent by hand")


S = MessageState

TRANSITIONS: Mapping[MessageState, frozenset[MessageState]] = {
    S.QUEUED: frozenset({S.SENDING, S.HELD, S.CANCELLED}),
    # Held: what goes with it could not be typeset.
    S.SENDING: frozenset({S.SENT, S.FAILED, S.UNKNOWN, S.QUEUED, S.HELD}),
    S.SENT: frozenset(),
    S.FAILED: frozenset({S.QUEUED, S.CANCELLED}),
    # A slow server's answer may still come; else an officer decides.
    S.UNKNOWN: frozenset({S.QUEUED, S.SENT, S.FAILED, S.CANCELLED}),
    S.HELD: frozenset({S.QUEUED, S.CANCELLED}),
    S.CANCELLED: frozenset(),
    S.BY_HAND: frozenset({S.SENT, S.CANCELLED}),
}

IN_TROUBLE = frozenset({S.FAILED, S.UNKNOWN})
