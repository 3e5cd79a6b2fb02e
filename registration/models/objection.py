"""What a State objects to: recorded as an objection, read by who decides, and no veto."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, State
from conference.permissions import Actor
from registration.models.registration import Registration
from registration.models.vetting import visible_applications


class ObjectionChannel(models.TextChoices):
    """How it reached the Secretariat."""

    NOTE = "note", _("note verbale")
    LETTER = "letter", _("letter")
    EMAIL = "email", _("e-mail")
    TELEPHONE = "telephone", _("telephone")
    IN_PERSON = "in_person", _("in conversation")


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """The officers who decide, and nobody else."""
        allowed = visible_applications(actor, conference, through="registration")
        return self.none() if allowed is None else self.filter(allowed)

    def standing(self) -> Self:
        return self.filter(withdrawn_on__isnull=True)


class Objection(Identified):
    """Never altered; that the State has withdrawn it is noted beside it. No act asks whether there is one."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="objections")
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="+", verbose_name=_("State"))
    made_on = models.DateField(_("made on"))
    channel = models.CharField(_("channel"), max_length=10, choices=ObjectionChannel)
    words = models.TextField(_("what was said"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    form_token = models.UUIDField(unique=True, editable=False)

    objects: ClassVar = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection of a State")
        verbose_name_plural = _("objections of States")
        ordering = ("made_on", "recorded_at")
        constraints = (
            models.CheckConstraint(
                name="objection_is_withdrawn_after_it_was_made",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=models.F("made_on")),
            ),
            models.CheckConstraint(name="objection_says_what_was_said", condition=~Q(words="")),
        )

    def __str__(self) -> str:
        return str(self.state)
