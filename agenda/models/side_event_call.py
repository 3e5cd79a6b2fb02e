"""What a conference says of side events: from when until when organisations propose them, and within which limits."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, TranslatedTextField, Versioned
from registration.models import ParticipantCategory

SHORTEST_EVENT, LONGEST_EVENT = 15, 480
SHORTEST_TEXT, LONGEST_TEXT = 200, 10_000


class SideEventCall(Identified, Versioned):
    """One a conference; without a row none are offered. The moment of opening is within, that of closing is not."""

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="side_event_call")
    is_offered = models.BooleanField(
        _("side events are offered"), default=False, help_text=_("Otherwise no page says anything of them.")
    )
    opens_at = models.DateTimeField(_("proposals open"), null=True, blank=True)
    closes_at = models.DateTimeField(_("proposals close"), null=True, blank=True)
    explanation = TranslatedTextField(
        _("what proposers should know"),
        blank=True,
        help_text=_("For example: who may propose, when side events are held, who bears the costs."),
    )
    longest_minutes = models.PositiveSmallIntegerField(
        _("minutes of a side event"), default=90, help_text=_("At most.")
    )
    longest_text = models.PositiveSmallIntegerField(
        _("characters of a description"), default=2_000, help_text=_("At most, in each language.")
    )
    languages = ArrayField(
        models.CharField(max_length=8),
        verbose_name=_("languages of side events"),
        default=list,
        blank=True,
        help_text=_("None ticked: those of the conference."),
    )

    categories = models.ManyToManyField(
        ParticipantCategory, blank=True, verbose_name=_("who may propose"), help_text=_("None ticked: everybody.")
    )

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("call for side events")
        verbose_name_plural = _("calls for side events")
        constraints = (
            models.CheckConstraint(
                name="side_events_on_offer_have_a_window",
                condition=Q(is_offered=False) | Q(opens_at__isnull=False, closes_at__isnull=False),
                violation_error_message=_("Say when proposals open and when they close."),
            ),
            models.CheckConstraint(
                name="side_events_close_after_they_open",
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("Proposals cannot close before they open."),
            ),
            models.CheckConstraint(
                name="side_event_has_a_length_that_can_be_held",
                condition=Q(longest_minutes__gte=SHORTEST_EVENT, longest_minutes__lte=LONGEST_EVENT),
                violation_error_message=_("A side event takes between 15 minutes and 8 hours."),
            ),
            models.CheckConstraint(
                name="description_of_a_side_event_can_be_read",
                condition=Q(longest_text__gte=SHORTEST_TEXT, longest_text__lte=LONGEST_TEXT),
                violation_error_message=_("A description has between 200 and 10,000 characters at most."),
            ),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def languages_offered(self) -> list[str]:
        return list(self.languages or self.conference.languages)


class SideEventEquipment(Identified, Versioned):
    """Something that the venue can provide, for proposers to tick."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="side_event_equipment")
    name = TranslatedTextField(_("equipment"), help_text=_("For example: projector and screen."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("equipment for side events")
        verbose_name_plural = _("equipment for side events")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return str(self.name)
