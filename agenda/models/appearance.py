"""A person in a session in a role."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.errors import IllegalAppearanceTransitionError
from agenda.models.session import Session
from agenda.states import APPEARANCE_TRANSITIONS, AppearanceState
from conference.models import Conference, Identified, TranslatedTextField, User
from conference.permissions import Actor, conferences_of
from registration.models import Participant


class AppearanceRole(models.TextChoices):
    """In the order in which the agenda names them."""

    CHAIR = "chair", _("chair")
    MODERATOR = "moderator", _("moderator")
    KEYNOTE = "keynote", _("keynote speaker")
    REMARKS = "remarks", _("remarks")
    INTRODUCER = "introducer", _("introducer")
    PANELLIST = "panellist", _("panellist")
    RAPPORTEUR = "rapporteur", _("rapporteur")


class AppearanceQuerySet(models.QuerySet["Appearance"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """All of a conference for its team; for anybody else their own."""
        if conferences_of(actor).filter(pk=conference.pk).exists():
            return self.filter(session__conference=conference)
        if not actor.is_authenticated:
            return self.none()
        own = Participant.objects.visible_to(actor, conference)
        return self.filter(session__conference=conference, participant__in=own)


class Appearance(Identified):
    """Of a participant, or a static line: a real person named in public sources, who is never written to."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="appearances")
    participant = models.ForeignKey(
        Participant,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="appearances",
        verbose_name=_("participant"),
    )
    static_name = TranslatedTextField(_("name, as a static line"), blank=True)
    static_function = TranslatedTextField(_("function, as a static line"), blank=True)
    role = models.CharField(_("role"), max_length=20, choices=AppearanceRole)
    position = models.PositiveSmallIntegerField(_("order of speaking"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    state = models.CharField(_("status"), max_length=20, choices=AppearanceState, default=AppearanceState.INVITED)
    reason = models.TextField(_("reason of regrets"), blank=True)
    responded_at = models.DateTimeField(_("answered"), null=True, blank=True)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_with = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text=_("What the last invitation said of time, place and role, and which release was the last one then."),
    )
    brief_sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="appearance_is_of_a_participant_or_a_static_line",
                condition=Q(participant__isnull=False, static_name={})
                | (Q(participant__isnull=True) & ~Q(static_name={})),
                violation_error_message=_("Choose a participant, or write a static line, not both."),
            ),
            models.UniqueConstraint(
                fields=["session", "participant", "role"],
                name="participant_has_a_role_in_a_session_once",
                violation_error_message=_("This person already has this role in the session."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.participant or self.static_name} – {self.get_role_display()}"

    @property
    def log_name(self) -> str:
        """What the admin's log calls it: by the role, for not everybody who reads the log may know the person."""
        return str(self.static_name) or str(self.get_role_display())

    def move_to(self, wanted: AppearanceState, *, by: User | None, reason: str = "") -> None:
        """Moves the state and saves it with actor, time and reason. The caller holds the row's lock.

        Raises ``IllegalAppearanceTransitionError``.
        """
        current = AppearanceState(self.state)
        if wanted not in APPEARANCE_TRANSITIONS[current]:
            raise IllegalAppearanceTransitionError(current=current.label, wanted=wanted.label)
        self.state, self.reason, self.responded_by, self.responded_at = wanted, reason, by, timezone.now()
        self.save(update_fields=["state", "reason", "responded_by", "responded_at"])
