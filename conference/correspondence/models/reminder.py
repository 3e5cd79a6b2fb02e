"""Reminders are rules; whether one is due is decided when it is sent."""

import datetime
from collections.abc import Mapping

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, State, User, Versioned


class ReminderRule(Identified, Versioned):
    """N days before the date, at a local hour, write to whoever the condition still holds for.

    ``condition`` names a reminder condition of the registry, which also says of which date the days are counted.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="reminder_rules")
    name = models.CharField(_("name"), max_length=200)
    condition = models.CharField(_("to whom"), max_length=60)
    days_before = models.SmallIntegerField(
        _("days before the date"),
        validators=[MinValueValidator(-60), MaxValueValidator(365)],
        help_text=_("A negative number is days after it."),
    )
    local_time = models.TimeField(_("at, in the venue's time"))
    avoids_weekends = models.BooleanField(
        _("not on Saturday or Sunday"),
        default=False,
        help_text=_("It goes on the working day before; one that is counted after the date, on the one after it."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text=_("What was due before the rule was made is not missed.")
    )

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> str:
        """By which the letters of this rule are known in the ledger: their versions end with it."""
        return f"-{self.pk.hex[:8]}"

    def begin_now(self) -> None:
        """Switched on again, in memory: what was due while it was off neither goes late nor was missed."""
        self.created_at = timezone.now()

    def version_for(self, anchor_on: datetime.date) -> str:
        """The version of the letters that go when the rule comes due for a date: one letter a person and date."""
        return f"{anchor_on:%Y%m%d}{self.mark}"


class DayToAvoid(Identified, Versioned):
    """A holiday: no reminder goes on it, or none to those of one State."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="days_to_avoid")
    state = models.ForeignKey(
        State,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("of which State"),
        help_text=_("Empty: no reminder goes to anybody on this day, for the hosts do not work on it."),
    )
    on = models.DateField(_("day"))
    name = models.CharField(_("what it is"), max_length=200, help_text=_("For example: Naadam"))
    created_at = models.DateTimeField(
        default=timezone.now,
        editable=False,
        help_text=_("Where the day before had passed by then, the one after is taken."),
    )

    class Meta:
        verbose_name = _("day to avoid")
        verbose_name_plural = _("days to avoid")
        ordering = ("on", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["conference", "on"],
                condition=Q(state__isnull=True),
                name="day_is_avoided_once",
                violation_error_message=_("This day is in the list already."),
            ),
            models.UniqueConstraint(
                fields=["conference", "on", "state"],
                condition=Q(state__isnull=False),
                name="day_is_avoided_once_for_a_state",
                violation_error_message=_("This day is in the list already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class OccurrenceOutcome(models.TextChoices):
    """MISSED: nobody looked for hours after it was due; an officer decides whether it still goes."""

    FIRED = "fired", _("sent")
    MISSED = "missed", _("missed")
    SENT_LATE = "sent_late", _("sent late")
    LEFT = "left", _("not sent")


TRANSITIONS: Mapping[OccurrenceOutcome, frozenset[OccurrenceOutcome]] = {
    OccurrenceOutcome.FIRED: frozenset(),
    OccurrenceOutcome.MISSED: frozenset({OccurrenceOutcome.SENT_LATE, OccurrenceOutcome.LEFT}),
    OccurrenceOutcome.SENT_LATE: frozenset(),
    OccurrenceOutcome.LEFT: frozenset(),
}
DECIDED = (OccurrenceOutcome.SENT_LATE, OccurrenceOutcome.LEFT)


class ReminderOccurrence(Identified):
    """That a rule came due once for one date: so it never fires twice. A missed one waits for an officer's decision.

    Those of a ``state`` whose holiday it was have one of their own; ``apart`` are the States that were left out of the
    one to all for that.
    """

    rule = models.ForeignKey(ReminderRule, on_delete=models.CASCADE, related_name="occurrences")
    anchor_on = models.DateField(_("date counted from"))
    state = models.ForeignKey(State, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    apart = ArrayField(models.UUIDField(), default=list, blank=True)
    due_at = models.DateTimeField(_("due"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=OccurrenceOutcome)
    recipients = models.PositiveIntegerField(_("reminded"), default=0)
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("occurrence of a reminder")
        verbose_name_plural = _("occurrences of reminders")
        ordering = ("-due_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["rule", "anchor_on"], condition=Q(state__isnull=True), name="reminder_comes_due_once_a_date"
            ),
            models.UniqueConstraint(
                fields=["rule", "anchor_on", "state"],
                condition=Q(state__isnull=False),
                name="reminder_comes_due_once_a_date_for_a_state",
            ),
            models.CheckConstraint(
                condition=Q(state__isnull=True) | Q(apart=[]), name="reminder_to_one_state_leaves_none_out"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=False, outcome__in=DECIDED)
                | Q(decided_at__isnull=True, decided_by__isnull=True) & ~Q(outcome__in=DECIDED),
                name="missed_reminder_decided_has_its_moment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} ({self.anchor_on})"
