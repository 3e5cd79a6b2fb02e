"""Codes for the door. Every move of a registration keeps them right by itself; these are for a badge that was lost."""

from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import User
from registration.errors import RegistrationError
from registration.models import Badge, Registration
from registration.models.badge import VoidReason
from registration.states import RegistrationState


def valid_badge(registration: Registration) -> Badge | None:
    """The one code of a registration that opens a door, if it has one."""
    badge: Badge | None = registration.badges.valid().first()
    return badge


@transaction.atomic
def issue_badge(registration: Registration, *, by: User | None) -> Badge:
    """Gives a registration a new code and kills the former one. The caller has locked the registration.

    Raises ``RegistrationError`` for one that is not registered. Nobody has to call it after a move: ``move_to`` issues
    the code with which somebody becomes registered.
    """
    if registration.state != RegistrationState.REGISTERED:
        raise RegistrationError(_("Only who is registered has a badge."))
    void_badges(registration, by=by)
    badge: Badge = Badge.objects.issue(registration, by=by)
    return badge


def void_badges(registration: Registration, *, by: User | None, reason: VoidReason = VoidReason.REISSUED) -> int:
    """Kills the code of a registration whose row the caller has locked; gives how many there were, at most one."""
    return Badge.objects.void(registration, reason, by=by)
