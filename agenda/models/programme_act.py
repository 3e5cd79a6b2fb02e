"""What an officer did to several sessions at once: kept, so that it can be undone."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models.session import Session
from conference.models import UNDO_WITHIN, Conference, Undoable


class ProgrammeChange(models.TextChoices):
    EDIT = "edit", _("edited together")
    CANCEL = "cancel", _("cancelled together")


class ProgrammeActQuerySet(models.QuerySet["ProgrammeAct"]):
    def undoable(self) -> Self:
        """The last ones first; not undone, and not too long ago."""
        return self.filter(undone_at=None, at__gt=timezone.now() - UNDO_WITHIN).order_by("-at")


class ProgrammeAct(Undoable):
    """Its rows are the sessions that it changed."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="programme_acts")
    change = models.CharField(_("change"), max_length=10, choices=ProgrammeChange)
    reason = models.TextField(_("reason"), blank=True)

    objects: ClassVar = ProgrammeActQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of several sessions")
        verbose_name_plural = _("changes of several sessions")
        ordering = ("-at",)
        indexes = (models.Index(fields=["conference", "-at"], name="programme_act_by_time"),)

    def __str__(self) -> str:
        return str(self.get_change_display())


class ChangedSession(models.Model):
    """One session of such an act: what stood there before in what was edited, and the version that it left behind.

    Whoever finds another version finds what somebody has changed since.
    """

    act = models.ForeignKey(ProgrammeAct, on_delete=models.CASCADE, related_name="sessions")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    former: Any = models.JSONField(default=dict)

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["act", "session"], name="act_changes_a_session_once"),)

    def __str__(self) -> str:
        return str(self.session_id)
