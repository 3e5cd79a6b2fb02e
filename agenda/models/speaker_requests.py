"""What a conference asks of its speakers, and by when."""

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, Versioned

LONGEST_BIOGRAPHY = 5_000


class SpeakerRequests(Identified, Versioned):
    """One a conference; without a row the defaults hold."""

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="speaker_requests")
    asks_biography = models.BooleanField(_("a biography"), default=True)
    asks_portrait = models.BooleanField(_("a portrait"), default=True)
    asks_statement = models.BooleanField(
        _("a statement"), default=True, help_text=_("Of those who speak; chairs, moderators and rapporteurs send none.")
    )
    biography_length = models.PositiveSmallIntegerField(
        _("characters of a biography"), default=1_200, help_text=_("At most, in each language.")
    )
    statement_days = models.PositiveSmallIntegerField(
        _("days before the session"),
        default=2,
        help_text=_("By when a statement is sent, so that the interpreters can read it."),
    )
    statement_time = models.TimeField(_("time of day"), default=datetime.time(18), help_text=_("At the venue."))

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("what is asked of speakers")
        verbose_name_plural = _("what is asked of speakers")
        constraints = (
            models.CheckConstraint(
                name="biography_has_a_length_that_can_be_read",
                condition=Q(biography_length__gte=100, biography_length__lte=LONGEST_BIOGRAPHY),
                violation_error_message=_("A biography has between 100 and 5,000 characters."),
            ),
            models.CheckConstraint(
                name="statement_is_due_within_a_month_of_the_session",
                condition=Q(statement_days__lte=30),
                violation_error_message=_("A statement is due 30 days before the session at the earliest."),
            ),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
