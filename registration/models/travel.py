"""How somebody travels, and what a visa asks for: a compartment of its own, opened for those who need it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import EncryptedTextField, KeyedDigestField, Versioned
from registration.models.registration import Registration

SHOWN_OF_A_NUMBER = 4

# What travellers tell of their way and their stay.
JOURNEY_FIELDS = (
    "arrives_at",
    "arrival_flight",
    "departs_at",
    "departure_flight",
    "airport",
    "needs_lounge",
    "vehicle",
    "liaison",
    "hotel",
)


class Travel(Versioned):
    """Of a registration: when and how one comes, and what the Secretariat arranges. The passport is elsewhere."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="travel", primary_key=True)
    needs_visa_support = models.BooleanField(_("visa support"), default=False)
    arrives_at = models.DateTimeField(_("arrival"), null=True, blank=True)
    arrival_flight = models.CharField(_("flight or train of arrival"), max_length=60, blank=True)
    departs_at = models.DateTimeField(_("departure"), null=True, blank=True)
    departure_flight = models.CharField(_("flight or train of departure"), max_length=60, blank=True)
    airport = models.CharField(_("airport or station"), max_length=120, blank=True)
    needs_lounge = models.BooleanField(_("VIP lounge"), default=False)
    vehicle = models.CharField(_("vehicle"), max_length=200, blank=True)
    liaison = models.CharField(_("liaison officer"), max_length=200, blank=True)
    hotel = models.CharField(_("hotel"), max_length=200, blank=True)
    sponsored_ticket = models.BooleanField(_("ticket sponsored"), default=False)
    sponsored_hotel = models.BooleanField(_("hotel sponsored"), default=False)
    sponsored_allowance = models.BooleanField(_("allowance granted"), default=False)
    note = models.CharField(_("what else we should know"), max_length=500, blank=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("travel and visa")
        verbose_name_plural = _("travel and visas")
        constraints = (
            models.CheckConstraint(
                name="one_departs_after_one_arrives",
                condition=Q(departs_at__isnull=True)
                | Q(arrives_at__isnull=True)
                | Q(departs_at__gt=models.F("arrives_at")),
                violation_error_message=_("The departure is before the arrival."),
            ),
        )

    def __str__(self) -> str:
        return str(self.registration_id)


class Passport(models.Model):
    """There only where visa support is needed; encrypted, and read by the visa officer alone, each time on record."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="passport", primary_key=True
    )
    name = EncryptedTextField(_("name as in the passport"))
    number = EncryptedTextField(_("passport number"))
    issuer = EncryptedTextField(_("issuing State"))
    expires_on = EncryptedTextField(_("valid until"))
    # Two registrations with one passport are found by it.
    number_digest = KeyedDigestField(of="number")

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("passport")
        verbose_name_plural = _("passports")

    def __str__(self) -> str:
        return str(self.registration_id)

    @property
    def end_of_number(self) -> str:
        """As much as tells whose it is from another's to who knows the number, and the number to nobody."""
        return self.number[-SHOWN_OF_A_NUMBER:] if len(self.number) >= 2 * SHOWN_OF_A_NUMBER else "…"


class SensitiveReading(models.Model):
    """Append-only: who has read whose passport or needs, and when."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="sensitive_readings")
    what = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.what} {self.at}"
