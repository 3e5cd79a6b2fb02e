"""Reminders are rules; whether one is due is decided when it is sent."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, Versioned


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


class OccurrenceOutcome(models.TextChoices):
    FIRED = "fired", _("sent")
    MISSED = "missed", _("missed")


class ReminderOccurrence(Identified):
    """That a rule came due once for one date: so it never fires twice, and a missed one is shown, not sent late."""

    rule = models.ForeignKey(ReminderRule, on_delete=models.CASCADE, related_name="occurrences")
    anchor_on = models.DateField(_("date counted from"))
    due_at = models.DateTimeField(_("due"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=OccurrenceOutcome)
    recipients = models.PositiveIntegerField(_("reminded"), default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("occurrence of a reminder")
        verbose_name_plural = _("occurrences of reminders")
        ordering = ("-due_at",)
        constraints = (models.UniqueConstraint(fields=["rule", "anchor_on"], name="reminder_comes_due_once_a_date"),)

    def __str__(self) -> str:
        return f"{self.rule} ({self.anchor_on})"
