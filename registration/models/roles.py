"""What one is in a delegation, and where one sits."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DelegationRole(models.TextChoices):
    """In protocol order."""

    HEAD = "head", _("head of delegation")
    DEPUTY_HEAD = "deputy_head", _("deputy head of delegation")
    DELEGATE = "delegate", _("delegate")
    ALTERNATE = "alternate", _("alternate")
    ADVISER = "adviser", _("adviser")
    OBSERVER = "observer", _("observer")
    INTERPRETER = "interpreter", _("interpreter")
    SECURITY = "security", _("security")
    LIAISON = "liaison", _("liaison")
    ACCOMPANYING = "accompanying", _("spouse or accompanying person")
    OFFICIAL_MEDIA = "official_media", _("official media")
    SUPPORT = "support", _("support")


class SeatType(models.TextChoices):
    """Where a delegation's seats are, in a conference that tells them apart."""

    AT_TABLE = "at_table", _("at the table")
    BEHIND = "behind", _("behind")


ROLES_OUTSIDE_QUOTA = frozenset({DelegationRole.INTERPRETER, DelegationRole.SECURITY, DelegationRole.SUPPORT})


def usual_roles_outside_quota() -> list[str]:
    """What a new category begins with."""
    return sorted(ROLES_OUTSIDE_QUOTA)
