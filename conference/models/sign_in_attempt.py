"""Tries to sign in with a password, counted so that nobody can guess on."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from conference.models.identified import Identified


class SignInAttemptQuerySet(models.QuerySet["SignInAttempt"]):
    def made_within(self, span: datetime.timedelta) -> Self:
        return self.filter(at__gt=timezone.now() - span)


class SignInAttempt(Identified):
    """One try with a password, held to be wrong until it has proved right. Who tried whom from where is not kept."""

    address_digest = models.CharField(max_length=64)
    client_digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = SignInAttemptQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["address_digest", "at"], name="attempt_by_address"),
            models.Index(fields=["client_digest", "at"], name="attempt_by_client"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
