"""What an officer decided in one act, on one registration or on many: kept, so that it can be undone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Undoable


class Decision(models.TextChoices):
    """What can be decided, and undone; a withdrawal is no decision: it is taken note of."""

    CONFIRM = "confirm", _("confirmed")
    TAKE_UP = "take_up", _("taken up for review")
    REQUEST_CHANGES = "request_changes", _("changes requested")
    WAITLIST = "waitlist", _("put on the waiting list")
    PROMOTE = "promote", _("given a place")
    DECLINE = "decline", _("declined")
    ROUND = "round", _("round of decisions released")


class DecisionAct(Undoable):
    """Its rows are the transitions that name it; its letters bear its identifier and wait until ``letters_go_at``."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="decision_acts")
    decision = models.CharField(_("decision"), max_length=20, choices=Decision)
    reason = models.TextField(_("reason"), blank=True)
    letters_go_at = models.DateTimeField(_("letters go"), default=timezone.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-at",)
        indexes = (models.Index(fields=["conference", "-at"], name="decision_act_by_time"),)
        constraints = (
            models.CheckConstraint(
                name="letters_of_a_decision_do_not_go_before_it", condition=Q(letters_go_at__gte=models.F("at"))
            ),
        )

    def __str__(self) -> str:
        return str(self.get_decision_display())
