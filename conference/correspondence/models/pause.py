"""Letters of one act that wait, all of them, until an officer lets them go on."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, User


class Pause(models.Model):
    """While there is this row, no worker takes a letter whose ``act_id`` it is.

    One row rather than a state of twenty thousand: it is felt by the next claim of every worker, and so is its end.
    """

    act_id = models.UUIDField(primary_key=True)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("since"), default=timezone.now)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ("-at",)

    def __str__(self) -> str:
        return str(self.act_id)
