"""A session that a participant has marked for themselves."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models.session import Session
from conference.models import Identified
from registration.models import Participant


class SessionStar(Identified):
    """Holds no seat. ``release`` is the last release's number then: of what it said the person needs no letter."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="stars")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="stars")
    release = models.PositiveIntegerField(default=0, editable=False)
    starred_at = models.DateTimeField(_("starred"), default=timezone.now)

    objects: ClassVar = models.Manager["SessionStar"]()

    class Meta:
        verbose_name = _("starred session")
        verbose_name_plural = _("starred sessions")
        constraints = (
            models.UniqueConstraint(fields=["session", "participant"], name="participant_stars_a_session_once"),
        )

    def __str__(self) -> str:
        return str(self.session)
