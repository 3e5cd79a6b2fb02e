"""Whom a conference is open to, and by which route each takes part."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, StateGroup, TranslatedTextField, Versioned
from registration.models.particulars import Particular, usually_asked
from registration.models.roles import DelegationRole, usual_roles_outside_quota


class Route(models.TextChoices):
    """How one comes to take part."""

    NOMINATION = "nomination", _("nominated by a focal point")
    INVITATION = "invitation", _("personal invitation")
    APPLICATION = "application", _("open application")
    ON_THE_SPOT = "on_the_spot", _("on the spot by the Secretariat")


class Visibility(models.TextChoices):
    """Set by the person, enforced in every output."""

    LISTED = "listed", _("listed")
    COUNTED = "counted", _("counted")
    HIDDEN = "hidden", _("hidden")


class ParticipantCategory(Identified, Versioned):
    """A category of participants: its route, its places, its window, and the visibility that is proposed first."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="categories")
    slug = models.SlugField(_("address"), max_length=40)
    name = TranslatedTextField(_("name"))
    description = TranslatedTextField(_("who this is for"), blank=True)
    route = models.CharField(_("route"), max_length=20, choices=Route)
    state_groups = ArrayField(
        models.CharField(max_length=32, choices=StateGroup),
        verbose_name=_("for the delegations of these States"),
        default=list,
        blank=True,
        help_text=_("The category that is proposed when a State of the group is invited."),
    )
    places = models.PositiveIntegerField(_("places"), null=True, blank=True, help_text=_("Empty: no limit of its own."))
    has_waiting_list = models.BooleanField(_("waiting list when full"), default=True)
    roles_outside_quota = ArrayField(
        models.CharField(max_length=20, choices=DelegationRole),
        verbose_name=_("roles outside quota"),
        default=usual_roles_outside_quota,
        blank=True,
        help_text=_("Whoever is named in one of these roles takes no seat."),
    )
    promotes_automatically = models.BooleanField(
        _("who waits is given a free place automatically"),
        default=True,
        help_text=_("Otherwise an officer gives it, in the order of the list or with a reason."),
    )
    tells_waiting_position = models.BooleanField(_("who waits is told the place on the waiting list"), default=False)
    asks_about_organisation = models.BooleanField(_("asks about the organisation and its work"), default=False)
    asks = ArrayField(
        models.CharField(max_length=30, choices=Particular),
        verbose_name=_("the form asks for"),
        default=usually_asked,
        blank=True,
        help_text=_("The name, the function and how to write to the person are always asked for."),
    )
    requires = ArrayField(
        models.CharField(max_length=30, choices=Particular),
        verbose_name=_("and must be answered"),
        default=list,
        blank=True,
        help_text=_("Of what the form asks for; the rest may be left out."),
    )
    default_visibility = models.CharField(
        _("visibility proposed"), max_length=10, choices=Visibility, default=Visibility.LISTED
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True, help_text=_("Empty: with the conference."))
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True, help_text=_("Empty: with the conference."))
    decide_by = models.DateField(
        _("applications are decided by"),
        null=True,
        blank=True,
        help_text=_("The day by which both readers have given their opinions and the decisions are released."),
    )
    colour = models.CharField(_("colour"), max_length=7, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("category of participants")
        verbose_name_plural = _("categories of participants")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["conference", "slug"], name="category_address_is_unique_in_a_conference"),
        )

    def __str__(self) -> str:
        return str(self.name)
