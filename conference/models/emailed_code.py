"""Short codes sent to an address: how participants sign in, and how an invitation is bound to its addressee."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models.identified import Identified


class CodePurpose(models.TextChoices):
    SIGN_IN = "sign_in", _("sign in")
    INVITATION = "invitation", _("open an invitation")
    FORM = "form", _("keep an unfinished form")


class EmailedCodeQuerySet(models.QuerySet["EmailedCode"]):
    def live(self) -> Self:
        """Neither used nor expired nor worn out by wrong tries."""
        return self.filter(used_at__isnull=True, expires_at__gt=timezone.now(), tries_left__gt=0)

    def made_within(self, span: datetime.timedelta) -> Self:
        return self.filter(created_at__gt=timezone.now() - span)


class EmailedCode(Identified):
    """One code for one address, purpose, object and asker; only its digest is stored, and each try is counted.

    The asker is the browser session that asked: the code opens there alone, so that nobody else's request or wrong try
    costs its owner anything.

    An address that nobody knows has rows too, whose digest fits no code: so limits and work are the same for all.
    """

    TRIES: ClassVar[int] = 5

    purpose = models.CharField(max_length=20, choices=CodePurpose)
    address = models.EmailField()
    about_id = models.UUIDField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    asker_digest = models.CharField(max_length=64)
    client_digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    tries_left = models.PositiveSmallIntegerField(default=TRIES)

    objects: ClassVar = EmailedCodeQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["address", "created_at"], name="code_by_address"),
            models.Index(fields=["client_digest", "created_at"], name="code_by_client"),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} – {self.address}"
