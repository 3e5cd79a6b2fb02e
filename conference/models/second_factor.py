"""What an officer has beside the password: an app that makes codes, and recovery codes for the day it is lost."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models.encrypted import EncryptedTextField
from conference.models.identified import Identified


class SecondFactor(Identified):
    """The key that an officer's app and we share. It counts from the moment that ``User.second_factor`` names it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factors")
    key = EncryptedTextField()
    #: The half-minute whose code was used last: neither it nor an earlier one opens anything again.
    last_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(Identified):
    """One of ten codes on paper, each good once; only its digest is stored, keyed with the factor's own key."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.factor_id)


class SecondFactorChange(models.TextChoices):
    SET_UP = "set_up", _("Two-step sign-in was set up.")
    REPLACED = "replaced", _("The authenticator app was replaced.")
    CODES_RENEWED = "codes_renewed", _("New recovery codes were made.")
    RECOVERY_CODE_USED = "recovery_code_used", _("A recovery code was used to sign in.")
    SWITCHED_OFF = "switched_off", _("Two-step sign-in was switched off.")
    RESET = "reset", _("Two-step sign-in was reset by a colleague.")


class SecondFactorRecord(models.Model):
    """What was done about an officer's second factor, when, by whom and why; rows are only ever added."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factor_records")
    change = models.CharField(max_length=20, choices=SecondFactorChange)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="second_factors_changed",
    )
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["SecondFactorRecord"]]

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="second_factor_is_reset_for_a_reason",
                condition=~models.Q(change=SecondFactorChange.RESET) | ~models.Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_change_display())
