"""The brief of a speaker for a session: what was told, and when."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models.appearance import Appearance
from conference.models import Identified


class SpeakerBrief(Identified):
    """The letter is the message about it. A further one is written only when something of ``told`` has changed."""

    appearance = models.ForeignKey(Appearance, on_delete=models.CASCADE, related_name="briefs")
    number = models.PositiveSmallIntegerField(_("number"))
    told: Any = models.JSONField(
        default=dict, editable=False, help_text=_("Time, rooms, part, panel and languages as the letter told them.")
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("brief")
        verbose_name_plural = _("briefs")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["appearance", "number"], name="briefs_of_a_speaker_are_numbered"),
        )

    def __str__(self) -> str:
        return _("Brief %(number)s") % {"number": self.number}
