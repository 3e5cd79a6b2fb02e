"""That an officer knows of a conflict in the programme and lets it stand, and why."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models.session import Session
from conference.models import Conference, Identified
from registration.models import Participant


class ConflictKind(models.TextChoices):
    """The gravest first: in this order a day's conflicts are read."""

    CHAIR_TWICE = "chair_twice", _("a chair in two sessions at once")
    PERSON_TWICE = "person_twice", _("a person in two sessions at once")
    UNAVAILABLE = "unavailable", _("a speaker who is not available")
    TEAM_TWICE = "team_twice", _("interpreters in two sessions at once")
    TEAM_OVER_HOURS = "team_over_hours", _("interpreters over their hours")
    TEAM_WITHOUT_REST = "team_without_rest", _("interpreters without a rest")
    TEAM_LANGUAGES = "team_languages", _("interpreters without a language of the session")
    NO_COMMON_LANGUAGE = "no_common_language", _("a speaker without a language of the session")
    WAY_TOO_LONG = "way_too_long", _("too little time for the way")
    WHOLE_CONFERENCE = "whole_conference", _("something beside what is for everybody")
    ROOM_TOO_SMALL = "room_too_small", _("a room that is too small")
    NO_CHAIR = "no_chair", _("a session without a chair")
    NAME_TWICE = "name_twice", _("a static line in two sessions at once")


class AcknowledgedConflict(Identified):
    """By the key of the conflict, which changes with all that makes it one: then the words hold no longer.

    Session and person are those that it is of, so that the words go where the person goes.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="acknowledged_conflicts")
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=ConflictKind)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField(_("why it may stand"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("acknowledged conflict")
        verbose_name_plural = _("acknowledged conflicts")
        ordering = ("-at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["conference", "key"],
                condition=Q(withdrawn_at__isnull=True),
                name="conflict_is_acknowledged_once",
            ),
            models.CheckConstraint(name="conflict_is_acknowledged_for_a_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())
