"""When a participant cannot be in any session."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.formats import moment_text
from conference.models import Identified, Versioned
from registration.models import Participant


class Unavailability(Identified, Versioned):
    """Half-open, as sessions are: who is away until ten may speak at ten. It goes with the person."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="unavailabilities", verbose_name=_("participant")
    )
    starts_at = models.DateTimeField(_("not available from"))
    ends_at = models.DateTimeField(_("available again from"))
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("For example: arrives on Thursday at 13:40. The person finds it among their own data."),
    )

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("time of absence")
        verbose_name_plural = _("times of absence")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="unavailability_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The person must be available again after the time begins."),
            ),
        )

    def __str__(self) -> str:
        """Without the name: not everybody who reads it may know the person."""
        return self.log_name

    @property
    def log_name(self) -> str:
        """“Thursday, 20 June, 07:00 – Thursday, 20 June, 13:00”, in the zone of the page."""
        zone = timezone.get_current_timezone()
        return " – ".join(moment_text(moment, zone) for moment in (self.starts_at, self.ends_at))
