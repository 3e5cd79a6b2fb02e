"""What officers set and take away again: it ends, and stays to be read and to be undone."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from conference.models import Conference
from conference.permissions import ROLES_THAT_SEE_PROTECTED, Actor, conferences_of, has_role
from registration.models.category import Visibility
from registration.models.registration import Registration

ENDS_AFTER_IT_BEGAN_AND_IN_AN_ACT = Q(ended_at__isnull=True, ended_in__isnull=True) | Q(
    ended_at__gte=F("at"), ended_in__isnull=False
)


class InForceQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """The team's; those on protected persons are for the officers to whom such a person is named."""
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        rows = self.filter(registration__conference=conference)
        if has_role(actor, conference, ROLES_THAT_SEE_PROTECTED):
            return rows
        return rows.exclude(registration__participant__visibility=Visibility.HIDDEN)

    def in_force(self) -> Self:
        return self.filter(ended_at__isnull=True)


class InForce(models.Model):
    """``act`` is what those set together have in common, ``ended_in`` the act that took it away."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="%(class)ss")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    act = models.UUIDField(editable=False, db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_in = models.UUIDField(null=True, blank=True, editable=False, db_index=True)

    class Meta:
        abstract = True
