"""A form that somebody has begun and not submitted: kept for them alone, and not for long."""

import datetime
import hashlib
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, EncryptedTextField, Identified, Versioned
from registration.models.category import ParticipantCategory
from registration.models.invitation import Invitation

# Begun in a browser and bound to no address yet: as long as one may sit over it, not longer.
KEPT_IN_BROWSER = datetime.timedelta(days=1)
KEPT_FOR_ADDRESS = datetime.timedelta(days=30)


def key_digest(key: str) -> str:
    """How the key in a browser's cookie is stored; 128 unguessable bits need no salt."""
    return hashlib.sha256(f"unfinished-form:{key}".encode()).hexdigest()


class UnfinishedFormQuerySet(models.QuerySet["UnfinishedForm"]):
    def live(self) -> Self:
        return self.filter(expires_at__gt=timezone.now())


class UnfinishedForm(Identified, Versioned):
    """Opened by the browser in which it was begun, or by whoever has shown that the address is theirs; by no link.

    The Secretariat does not read it: it is no registration, and nothing in it was submitted.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey(ParticipantCategory, on_delete=models.CASCADE, related_name="+")
    invitation = models.ForeignKey(Invitation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(_("verified address"), blank=True)
    key_digest = models.CharField(max_length=64, blank=True, editable=False)
    # Counts the files that come from one place in a day.
    client_digest = models.CharField(max_length=64, blank=True, editable=False)
    entries = EncryptedTextField(default="")
    saved_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects: ClassVar = UnfinishedFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("unfinished form")
        verbose_name_plural = _("unfinished forms")
        indexes = (models.Index(fields=["expires_at"], name="unfinished_form_by_expiry"),)
        constraints = (
            models.UniqueConstraint(
                fields=["address", "category"],
                condition=~Q(address="") & Q(invitation__isnull=True),
                include=["expires_at"],
                name="address_has_one_unfinished_form_a_category",
            ),
            models.UniqueConstraint(
                fields=["invitation"],
                condition=Q(invitation__isnull=False),
                name="invitation_has_one_unfinished_form",
            ),
            models.UniqueConstraint(
                fields=["key_digest", "category"],
                condition=~Q(key_digest=""),
                name="browser_has_one_unfinished_form_a_category",
            ),
            models.CheckConstraint(
                condition=~Q(address="") | ~Q(key_digest=""), name="unfinished_form_belongs_to_a_browser_or_an_address"
            ),
            models.CheckConstraint(condition=Q(address=Lower("address")), name="unfinished_form_address_is_lower_case"),
        )

    def __str__(self) -> str:
        return str(self.pk)
