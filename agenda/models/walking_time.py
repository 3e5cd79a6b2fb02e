"""How long the way is from one session to the next."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, Venue, Versioned

#: Between two venues, and between two rooms of one, while the Secretariat has said nothing of them.
USUAL_BETWEEN_VENUES = 20
USUAL_WITHIN_A_VENUE = 0


class WalkingTime(Identified, Versioned):
    """Between two venues, the same both ways; of one venue from room to room; of none between any two."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="walking_times")
    first = models.ForeignKey(
        Venue,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("one venue"),
        help_text=_("Leave both empty to say it of all venues of which nothing else is said."),
    )
    second = models.ForeignKey(
        Venue,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("the other venue"),
        help_text=_("It is the same both ways. The same venue twice: from one of its rooms to another."),
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("walking time")
        verbose_name_plural = _("walking times")
        ordering = ("first__position", "second__position")
        constraints = (
            models.UniqueConstraint(
                "conference",
                Least("first", "second"),
                Greatest("first", "second"),
                nulls_distinct=False,
                name="way_between_two_venues_is_said_once",
                violation_error_message=_("The time for this way is entered already; change it there."),
            ),
            models.CheckConstraint(
                name="way_has_two_ends_or_is_any",
                condition=Q(first__isnull=True, second__isnull=True) | Q(first__isnull=False, second__isnull=False),
                violation_error_message=_("Choose both venues, or neither."),
            ),
        )

    def __str__(self) -> str:
        if self.first is None or self.second is None:
            return str(_("Between any two venues"))
        if self.first_id == self.second_id:
            return str(_("Within “%(venue)s”") % {"venue": self.first})
        return f"{self.first} – {self.second}"
