"""Who of the Secretariat works on a conference, and as what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TeamRole(models.TextChoices):
    """A Secretariat officer's duty in one conference."""

    COORDINATOR = "coordinator", _("co-ordinator")
    REGISTRATION = "registration", _("registration officer")
    PROTOCOL = "protocol", _("protocol officer")
    VETTING = "vetting", _("vetting officer")
    AGENDA = "agenda", _("agenda officer")
    CORRESPONDENCE = "correspondence", _("correspondence officer")
    VISA = "visa", _("visa officer")
    DUTY_OF_CARE = "duty_of_care", _("duty-of-care officer")
    OBSERVER = "observer", _("observer")


class TeamMembership(models.Model):
    """An officer's role in the team of one conference; several roles are several rows."""

    conference = models.ForeignKey("conference.Conference", on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("officer")
    )
    role = models.CharField(_("role"), max_length=20, choices=TeamRole)

    class Meta:
        verbose_name = _("member of the team")
        verbose_name_plural = _("team")
        constraints = (models.UniqueConstraint(fields=["conference", "user", "role"], name="officer_has_a_role_once"),)

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"
