"""How fast one domain of recipients is written to."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MINUTE = datetime.timedelta(minutes=1)


class DomainPace(models.Model):
    """What was taken for a domain in the current minute, and until when nothing more is.

    ``refusals``: how often in a row it has said that it is too much; each next rest is twice as long.
    """

    domain = models.CharField(_("domain"), max_length=255, primary_key=True)
    minute_began_at = models.DateTimeField(default=timezone.now)
    taken = models.PositiveIntegerField(default=0)
    resting_until = models.DateTimeField(_("rests until"), null=True, blank=True)
    refusals = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("pace of a domain")
        verbose_name_plural = _("paces of domains")
        ordering = ("domain",)

    def __str__(self) -> str:
        return self.domain

    def take(self, wanted: int, most: int, now: datetime.datetime) -> int:
        """Counts up to ``wanted`` letters, in memory; gives how many the minute has room for. Full, it rests."""
        if self.minute_began_at + MINUTE <= now:
            self.minute_began_at, self.taken = now, 0
        room = max(0, min(wanted, most - self.taken))
        self.taken += room
        if self.taken >= most:
            self.resting_until = max(self.resting_until or now, self.minute_began_at + MINUTE)
        return room
