"""The states of a campaign and the one table of its moves; where each of its recipients stands, and why not."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CampaignState(models.TextChoices):
    """RUNNING: its letters are being written, or are on their way; DONE: none is on its way any more."""

    DRAFT = "draft", pgettext_lazy("campaign", "draft")
    SCHEDULED = "scheduled", pgettext_lazy("campaign", "scheduled")
    RUNNING = "running", pgettext_lazy("campaign", "under way")
    PAUSED = "paused", pgettext_lazy("campaign", "paused")
    DONE = "done", pgettext_lazy("campaign", "done")
    CANCELLED = "cancelled", pgettext_lazy("campaign", "cancelled")


C = CampaignState

TRANSITIONS: Mapping[CampaignState, frozenset[CampaignState]] = {
    C.DRAFT: frozenset({C.SCHEDULED}),
    # Back to be changed; paused, where its hour passed while nothing ran.
    C.SCHEDULED: frozenset({C.DRAFT, C.RUNNING, C.PAUSED, C.CANCELLED}),
    C.RUNNING: frozenset({C.PAUSED, C.DONE, C.CANCELLED}),
    C.PAUSED: frozenset({C.RUNNING, C.CANCELLED}),
    C.DONE: frozenset(),
    C.CANCELLED: frozenset(),
}

UNDER_WAY = frozenset({C.SCHEDULED, C.RUNNING, C.PAUSED})
ENDED = frozenset({C.DONE, C.CANCELLED})


class Standing(models.TextChoices):
    """WAITING: a letter is to be written; WRITTEN: it is in the ledger; DROPPED: the campaign was cancelled before."""

    WAITING = "waiting", pgettext_lazy("recipient of a campaign", "to be written to")
    EXCLUDED = "excluded", pgettext_lazy("recipient of a campaign", "left out")
    WRITTEN = "written", pgettext_lazy("recipient of a campaign", "written to")
    DROPPED = "dropped", pgettext_lazy("recipient of a campaign", "not written to: cancelled")


class Exclusion(models.TextChoices):
    """Why somebody on the list is not written to."""

    NO_ADDRESS = "no_address", _("no e-mail address is known")
    SAME_ADDRESS = "same_address", _("another letter of this campaign goes to the same address")
    CAME_BACK = "came_back", _("letters to this address came back")
    PROTECTED = "protected", _("a protected person: an officer who may know of them writes")
    ANSWERED = "answered", _("what the letter is for no longer holds")
    GONE = "gone", _("no longer on any list")
    LEFT_OUT = "left_out", _("left out by an officer")
