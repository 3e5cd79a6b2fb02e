"""Who takes part."""

from registration.models.badge import Badge
from registration.models.category import ParticipantCategory, Route, Visibility
from registration.models.delegation import Delegation, FocalPoint, FocalPointRank
from registration.models.invitation import Channel, Invitation, InvitationTransition
from registration.models.participant import NameOfAddress, NameOrder, Participant, searchable
from registration.models.registration import (
    ROLES_OUTSIDE_QUOTA,
    Application,
    DelegationRole,
    Registration,
    RegistrationTransition,
)

__all__ = [
    "ROLES_OUTSIDE_QUOTA",
    "Application",
    "Badge",
    "Channel",
    "Delegation",
    "DelegationRole",
    "FocalPoint",
    "FocalPointRank",
    "Invitation",
    "InvitationTransition",
    "NameOfAddress",
    "NameOrder",
    "Participant",
    "ParticipantCategory",
    "Registration",
    "RegistrationTransition",
    "Route",
    "Visibility",
    "searchable",
]
