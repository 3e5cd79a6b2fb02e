"""What the Secretariat decided about a delegation's seats, when and why."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registration.models.delegation import Delegation
from registration.models.registration import Registration


class SeatDecision(models.Model):
    """Append-only: another number of seats, or (``registration``) one member seated beyond them."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="seat_decisions")
    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.CASCADE, related_name="seat_decisions"
    )
    quota_before = models.PositiveSmallIntegerField(null=True, blank=True)
    quota = models.PositiveSmallIntegerField(null=True, blank=True)
    seats_at_table = models.PositiveSmallIntegerField(null=True, blank=True)
    used = models.PositiveIntegerField(help_text=_("Seats taken when it was decided."))
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("decision on seats")
        verbose_name_plural = _("decisions on seats")
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                name="fewer_seats_than_are_taken_have_a_reason",
                condition=Q(quota__isnull=True) | Q(quota__gte=models.F("used")) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="who_is_seated_beyond_the_quota_is_so_for_a_reason",
                condition=Q(registration__isnull=True) | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.quota_before} → {self.quota}"

    @property
    def over(self) -> int:
        """By how many the members seated exceeded the seats when it was decided."""
        return 0 if self.quota is None else max(0, self.used - self.quota)
