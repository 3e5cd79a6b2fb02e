"""The delegation of a State or an organisation, and who answers for it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, Organisation, State, Versioned
from conference.permissions import Actor, conferences_of
from registration.models.category import ParticipantCategory


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """All of a conference for its team; for anybody else those whose focal point they are."""
        if conferences_of(actor).filter(pk=conference.pk).exists():
            return self.filter(conference=conference)
        if not actor.is_authenticated:
            return self.none()
        return self.filter(
            conference=conference, focal_points__email=actor.email, focal_points__ended_at__isnull=True
        ).distinct()


class Delegation(Identified, Versioned):
    """Belongs to exactly one State or organisation; individuals have none."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="delegations")
    category = models.ForeignKey(ParticipantCategory, on_delete=models.PROTECT, related_name="delegations")
    state = models.ForeignKey(State, null=True, blank=True, on_delete=models.PROTECT)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    quota = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: no limit of its own.")
    )
    seats_at_table = models.PositiveSmallIntegerField(
        _("of which at the table"),
        null=True,
        blank=True,
        help_text=_("Empty: seats are not told apart. The others are behind."),
    )
    has_own_order = models.BooleanField(
        _("has set its own order"), default=False, help_text=_("Otherwise members stand in the order of their roles.")
    )
    note = models.TextField(_("note of the Secretariat"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = (
            models.CheckConstraint(
                name="delegation_is_of_a_state_or_an_organisation",
                condition=Q(state__isnull=False, organisation__isnull=True)
                | Q(state__isnull=True, organisation__isnull=False),
                violation_error_message=_("A delegation belongs to one State or one organisation."),
            ),
            models.CheckConstraint(
                name="seats_at_the_table_are_part_of_the_seats",
                condition=Q(seats_at_table__isnull=True) | Q(quota__isnull=False, seats_at_table__lte=F("quota")),
                violation_error_message=_("There cannot be more seats at the table than seats in all."),
            ),
            models.UniqueConstraint(
                fields=["conference", "state"],
                name="state_has_one_delegation",
                violation_error_message=_("This State already has a delegation."),
            ),
            models.UniqueConstraint(
                fields=["conference", "organisation"],
                name="organisation_has_one_delegation",
                violation_error_message=_("This organisation already has a delegation."),
            ),
        )

    def __str__(self) -> str:
        return self.name_in(None)

    def name_in(self, language: str | None) -> str:
        """The short name in force at the conference, in a language (none: the active one)."""
        owner = self.state or self.organisation
        name = owner.name_on(self.conference.starts_on).name if owner else None
        if name is None:
            return ""
        return name.in_language(language) if language else str(name)


class FocalPointRank(models.TextChoices):
    PRIMARY = "primary", _("primary")
    BACKUP = "backup", _("backup")


class FocalPoint(Identified):
    """Who answers for a delegation: no password, no account; the address alone opens the delegation's page."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="focal_points")
    rank = models.CharField(_("rank"), max_length=10, choices=FocalPointRank, default=FocalPointRank.PRIMARY)
    name = models.CharField(_("name"), max_length=200)
    function = models.CharField(_("function"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    language = models.CharField(_("language of correspondence"), max_length=8, default="en")
    designated_at = models.DateTimeField(_("designated"), default=timezone.now)
    ended_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    class Meta:
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        ordering = ("-rank", "designated_at")
        constraints = (
            models.UniqueConstraint(
                fields=["delegation", "rank"],
                condition=Q(ended_at__isnull=True),
                name="delegation_has_one_focal_point_a_rank",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="focal_point_email_is_lower_case"),
        )

    def __str__(self) -> str:
        return self.name
