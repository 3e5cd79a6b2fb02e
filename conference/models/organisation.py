"""The register of organisations: international ones for everybody, civil society and media for one conference."""

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models.dated import DatedName, DateRange, name_on
from conference.models.identified import Identified


class OrganisationFamily(models.TextChoices):
    UN = "un", _("United Nations system")
    OSCE = "osce", _("OSCE structure")
    REGIONAL = "regional", _("regional organisation")
    OTHER = "other", _("other international body")
    SEATED_WITH_PRESIDENCY = "with its Presidency", _("seated with its Presidency")
    CIVIL_SOCIETY = "civil_society", _("civil-society organisation")
    ACADEMIC = "academic", _("academic institution")
    MEDIA = "media", _("media outlet")


OF_ONE_CONFERENCE = (OrganisationFamily.CIVIL_SOCIETY, OrganisationFamily.ACADEMIC, OrganisationFamily.MEDIA)


class Organisation(Identified):
    """An organisation, whatever it is called on a given day."""

    conference = models.ForeignKey(
        "conference.Conference", null=True, blank=True, on_delete=models.CASCADE, related_name="organisations"
    )
    abbreviation = models.CharField(_("abbreviation"), max_length=32, blank=True)
    family = models.CharField(_("family"), max_length=32, choices=OrganisationFamily)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("family", "abbreviation")
        constraints = (
            models.CheckConstraint(
                name="civil_society_and_media_belong_to_a_conference",
                condition=Q(family__in=OF_ONE_CONFERENCE, conference__isnull=False)
                | (~Q(family__in=OF_ONE_CONFERENCE) & Q(conference__isnull=True)),
                violation_error_message=_(
                    "Civil-society, academic and media organisations belong to one conference, "
                    "international ones to none."
                ),
            ),
            models.UniqueConstraint(
                fields=["abbreviation"],
                name="international_abbreviation_is_unique",
                condition=Q(conference__isnull=True) & ~Q(abbreviation=""),
            ),
        )

    def __str__(self) -> str:
        """The name in force today; the abbreviation while the register has none."""
        name = next((name for name in self.names.all() if name.is_valid_on(timezone.now().date())), None)
        return str(name) if name else self.abbreviation

    def name_on(self, day: datetime.date) -> "OrganisationName":
        """The name in force on a day. Uses prefetched names; raises ``ObjectDoesNotExist``."""
        return name_on(self.names.all(), day)


class OrganisationName(DatedName):
    """A name with its sort keys, valid from one day to before another."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")

    class Meta:
        verbose_name = _("name of an organisation")
        verbose_name_plural = _("names of organisations")
        constraints = (
            ExclusionConstraint(
                name="organisation_has_one_name_a_day",
                expressions=[
                    (F("organisation"), RangeOperators.EQUAL),
                    (DateRange(F("valid_from"), F("valid_to"), Value("[)")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This organisation already has a name for part of that time."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)
