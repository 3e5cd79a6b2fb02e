"""Which officer attends to a registration."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registration.models.in_force import ENDS_AFTER_IT_BEGAN_AND_IN_AN_ACT, InForce, InForceQuerySet


class Assignment(InForce):
    """At most one in force for a registration; those that have ended say who attended to it before."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("officer")
    )

    objects: ClassVar = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(
                fields=["officer", "registration"], name="assignment_by_officer", condition=Q(ended_at__isnull=True)
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["registration"],
                name="registration_is_assigned_to_one_officer",
                condition=Q(ended_at__isnull=True),
                violation_error_message=_("This registration is assigned to an officer already."),
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_began_and_in_an_act", condition=ENDS_AFTER_IT_BEGAN_AND_IN_AN_ACT
            ),
        )

    def __str__(self) -> str:
        return str(self.officer)
