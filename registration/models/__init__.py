"""Who takes part."""

from registration.models.badge import Badge
from registration.models.category import ParticipantCategory, Route, Visibility
from registration.models.delegation import Delegation, FocalPoint, FocalPointRank
from registration.models.document import Document, DocumentKind
from registration.models.invitation import Channel, DispatchWay, Invitation, InvitationTransition
from registration.models.participant import NameOfAddress, NameOrder, Participant, searchable
from registration.models.pending_change import ChangeKind, PendingChange
from registration.models.registration import (
    Application,
    Registration,
    RegistrationTransition,
)
from registration.models.roles import ROLES_OUTSIDE_QUOTA, DelegationRole, SeatType
from registration.models.round import InvitationRound
from registration.models.seat_decision import SeatDecision

__all__ = [
    "ROLES_OUTSIDE_QUOTA",
    "Application",
    "Badge",
    "ChangeKind",
    "Channel",
    "Delegation",
    "DelegationRole",
    "DispatchWay",
    "Document",
    "DocumentKind",
    "FocalPoint",
    "FocalPointRank",
    "Invitation",
    "InvitationRound",
    "InvitationTransition",
    "NameOfAddress",
    "NameOrder",
    "Participant",
    "ParticipantCategory",
    "PendingChange",
    "Registration",
    "RegistrationTransition",
    "Route",
    "SeatDecision",
    "SeatType",
    "Visibility",
    "searchable",
]
