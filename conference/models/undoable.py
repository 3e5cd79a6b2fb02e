"""What an officer did and may take back for a while."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models.identified import Identified

#: Long enough to see a slip on the next page, shorter than anybody acts on what was done.
UNDO_WITHIN = datetime.timedelta(minutes=30)


class Undoable(Identified):
    """An act by somebody at a moment, undone once or not at all; what it changed stands in the rows that name it."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def undo_until(self) -> datetime.datetime:
        """Until when it can be undone."""
        return self.at + UNDO_WITHIN

    @property
    def may_be_undone(self) -> bool:
        """Whether the time for it is not over; what has changed since is found by the act."""
        return self.undone_at is None and timezone.now() < self.undo_until
