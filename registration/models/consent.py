"""What became of a consent: each time that somebody agreed to a newer privacy notice."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registration.models.registration import Registration


class RenewedConsent(models.Model):
    """Append-only: who agreed to which version in place of which. The one at present stands on the registration."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="renewed_consents")
    former_version = models.CharField(max_length=20, blank=True)
    former_at = models.DateTimeField(null=True, blank=True)
    version = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                name="consent_is_renewed_for_another_notice",
                condition=~Q(version="") & ~Q(version=F("former_version")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.former_version} → {self.version}"
