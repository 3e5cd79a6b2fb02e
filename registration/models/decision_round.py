"""Decisions of a round: recorded one by one, told to nobody, and released together."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, User, Versioned
from conference.permissions import Actor, conferences_of
from registration.errors import IllegalRoundTransitionError
from registration.models.category import ParticipantCategory
from registration.models.decision_act import DecisionAct
from registration.models.registration import Registration
from registration.states import ROUND_TRANSITIONS, RegistrationState, RoundState


class Outcome(models.TextChoices):
    """What may be decided provisionally; each is a state of the one table."""

    REGISTERED = RegistrationState.REGISTERED.value, _("register")
    WAITLISTED = RegistrationState.WAITLISTED.value, _("waiting list")
    DECLINED = RegistrationState.DECLINED.value, _("decline")


class DecisionRoundQuerySet(models.QuerySet["DecisionRound"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """The team's alone: to applicants there is no round until it is released, and then only their own letter."""
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.filter(conference=conference)


class DecisionRound(Identified, Versioned):
    """A round of one category. Until its release nothing that an applicant can see has changed."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="decision_rounds")
    category = models.ForeignKey(
        ParticipantCategory, on_delete=models.PROTECT, related_name="decision_rounds", verbose_name=_("category")
    )
    title = models.CharField(_("name of the round"), max_length=120, help_text=_("Read by officers alone."))
    state = models.CharField(_("status"), max_length=12, choices=RoundState, default=RoundState.OPEN)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    act = models.OneToOneField(DecisionAct, null=True, blank=True, on_delete=models.SET_NULL, related_name="round")

    objects: ClassVar = DecisionRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of decisions")
        verbose_name_plural = _("rounds of decisions")
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["category"],
                condition=Q(state__in=["open", "releasing"]),
                name="category_has_one_round_in_preparation",
                violation_error_message=_("A round of this category is in preparation already."),
            ),
            models.CheckConstraint(
                name="released_round_says_when",
                condition=Q(state__in=["open", "dropped"]) | Q(released_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def move_to(self, wanted: RoundState, *, by: User | None) -> None:
        """Moves the state; the caller holds the row's lock. Raises ``IllegalRoundTransitionError``."""
        current = RoundState(self.state)
        if wanted not in ROUND_TRANSITIONS[current]:
            raise IllegalRoundTransitionError(current=current.label, wanted=wanted.label)
        self.state, self.version = wanted, self.version + 1
        if wanted == RoundState.RELEASING:
            self.released_by, self.released_at = by, timezone.now()
        self.save(update_fields=["state", "version", "released_by", "released_at", "act"])


class RoundDecision(models.Model):
    """What shall become of one registration; ``done_at`` once it has, ``refusal`` where it could not."""

    round = models.ForeignKey(DecisionRound, on_delete=models.CASCADE, related_name="decisions")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="round_decisions")
    outcome = models.CharField(_("decision"), max_length=20, choices=Outcome)
    ground = models.CharField(
        _("ground"), max_length=36, blank=True, help_text=_("The ground chosen; its words stand in the reason.")
    )
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("decision of a round")
        verbose_name_plural = _("decisions of a round")
        ordering = ("decided_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["round", "registration"], name="round_decides_once_on_each"),
            models.CheckConstraint(
                name="declined_in_a_round_has_a_reason", condition=~Q(outcome="declined") | ~Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return str(self.get_outcome_display())
