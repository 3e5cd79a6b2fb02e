"""Interpreters who work together: between which languages, how long, and in which sessions."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agenda.models.session import Session
from conference.models import Conference, Identified, Versioned


class InterpreterTeam(Identified, Versioned):
    """The hours are those that the team has agreed to; what goes beyond them is shown before a release."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="interpreter_teams")
    name = models.CharField(_("name"), max_length=100, help_text=_("For example: Team A, Mongolian and English."))
    languages = ArrayField(
        models.CharField(max_length=8), verbose_name=_("languages"), help_text=_("Between which they interpret.")
    )
    minutes_a_day = models.PositiveSmallIntegerField(
        _("minutes a day"), default=360, help_text=_("For how long they work on one day at most.")
    )
    minutes_without_rest = models.PositiveSmallIntegerField(
        _("minutes without a rest"), default=180, help_text=_("For how long they work at a stretch at most.")
    )
    rest_minutes = models.PositiveSmallIntegerField(
        _("minutes of a rest"), default=20, help_text=_("A shorter pause between two sessions is no rest.")
    )
    sessions = models.ManyToManyField(
        Session, related_name="interpreter_teams", verbose_name=_("sessions"), blank=True, editable=False
    )

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("interpreter team")
        verbose_name_plural = _("interpreter teams")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=["conference", "name"],
                name="interpreter_teams_of_a_conference_have_names_of_their_own",
                violation_error_message=_("There is a team with this name already."),
            ),
            models.CheckConstraint(
                name="interpreter_team_works_for_some_minutes_of_a_day",
                condition=Q(minutes_a_day__gt=0, minutes_a_day__lte=24 * 60),
                violation_error_message=_("The minutes a day are between 1 and 1,440."),
            ),
            models.CheckConstraint(
                name="interpreter_team_works_at_a_stretch_no_longer_than_a_day",
                condition=Q(minutes_without_rest__gt=0, minutes_without_rest__lte=F("minutes_a_day")),
                violation_error_message=_("At a stretch they cannot work longer than on one day."),
            ),
        )

    def __str__(self) -> str:
        return self.name
