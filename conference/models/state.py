"""The register of States: dated official names, their groups, and the missions through which they are written to."""

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models.dated import DatedName, DateRange, name_on
from conference.models.identified import Identified
from conference.models.translated import TranslatedTextField


class StateGroup(models.TextChoices):
    """How a State stands to the organisation. A group, not a category: Asian Partners are governments."""

    PARTICIPATING = "participating_state", _("participating State")
    ASIAN_PARTNER = "asian_partner", _("Asian Partner for Co-operation")
    MEDITERRANEAN_PARTNER = "mediterranean_partner", _("Mediterranean Partner for Co-operation")
    OTHER = "other", _("other invited State")


class State(Identified):
    """A State, whatever it is called on a given day."""

    code = models.CharField(_("code"), max_length=2, unique=True, help_text=_("Two letters, never printed."))
    group = models.CharField(_("group"), max_length=32, choices=StateGroup)

    class Meta:
        verbose_name = _("State")
        verbose_name_plural = _("States")
        ordering = ("code",)

    def __str__(self) -> str:
        """The name in force today; the code while the register has none."""
        name = next((name for name in self.names.all() if name.is_valid_on(timezone.now().date())), None)
        return str(name) if name else self.code

    def name_on(self, day: datetime.date) -> "StateName":
        """The name in force on a day. Uses prefetched names; raises ``ObjectDoesNotExist``."""
        return name_on(self.names.all(), day)


class StateName(DatedName):
    """An official short name with its formal name, case forms and sort keys, valid from one day to before another."""

    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="names")
    formal_name = TranslatedTextField(_("formal name"))
    genitive = TranslatedTextField(_("genitive (“of …”)"), blank=True)
    dative = TranslatedTextField(_("dative (“to …”)"), blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("name of a State")
        verbose_name_plural = _("names of States")
        constraints = (
            ExclusionConstraint(
                name="state_has_one_name_a_day",
                expressions=[
                    (F("state"), RangeOperators.EQUAL),
                    (DateRange(F("valid_from"), F("valid_to"), Value("[)")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This State already has a name for part of that time."),
            ),
        )


class Mission(Identified):
    """The mission, delegation or embassy through which a State is written to."""

    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="missions", verbose_name=_("State"))
    name = TranslatedTextField(_("name"), help_text=_("For example: Delegation of … to the OSCE."))
    city = TranslatedTextField(_("city"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language of correspondence"), max_length=8, default="en")
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        ordering = ("state__code", "city")

    def __str__(self) -> str:
        return str(self.name)
