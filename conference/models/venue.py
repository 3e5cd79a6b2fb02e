"""Where the conference is held."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.identified import Identified
from conference.models.translated import TranslatedTextField


class Venue(Identified):
    """A building with its address and the way there."""

    conference = models.ForeignKey("conference.Conference", on_delete=models.CASCADE, related_name="venues")
    name = TranslatedTextField(_("name"))
    address = TranslatedTextField(_("address"), blank=True)
    directions = TranslatedTextField(_("how to get there"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ("position",)

    def __str__(self) -> str:
        return str(self.name)


class Room(Identified):
    """A room in which sessions are held."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="rooms")
    name = TranslatedTextField(_("name"))
    floor = models.CharField(_("floor"), max_length=30, blank=True)
    seats_at_table = models.PositiveSmallIntegerField(_("seats at table"), null=True, blank=True)
    seats_behind = models.PositiveSmallIntegerField(_("seats behind"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ("venue__position", "position")

    def __str__(self) -> str:
        return str(self.name)
