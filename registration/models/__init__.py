"""Who takes part."""

from registration.models.badge import Badge
from registration.models.category import ParticipantCategory, Route, Visibility
from registration.models.delegation import Delegation, FocalPoint, FocalPointRank
from registration.models.document import Document, DocumentKind
from registration.models.invitation import Channel, DispatchWay, Invitation, InvitationTransition
from registration.models.needs import Diet, ParticipantNeeds
from registration.models.participant import NameOfAddress, NameOrder, Participant, searchable
from registration.models.particulars import AgeBand, Modality, Particular
from registration.models.pending_change import ChangeKind, PendingChange
from registration.models.registration import (
    Application,
    Registration,
    RegistrationTransition,
)
from registration.models.roles import ROLES_OUTSIDE_QUOTA, DelegationRole, SeatType
from registration.models.round import InvitationRound
from registration.models.seat_decision import SeatDecision
from registration.models.travel import Passport, SensitiveReading, Travel
from registration.models.unfinished import UnfinishedForm

__all__ = [
    "ROLES_OUTSIDE_QUOTA",
    "AgeBand",
    "Application",
    "Badge",
    "ChangeKind",
    "Channel",
    "Delegation",
    "DelegationRole",
    "Diet",
    "DispatchWay",
    "Document",
    "DocumentKind",
    "FocalPoint",
    "FocalPointRank",
    "Invitation",
    "InvitationRound",
    "InvitationTransition",
    "Modality",
    "NameOfAddress",
    "NameOrder",
    "Participant",
    "ParticipantCategory",
    "ParticipantNeeds",
    "Particular",
    "Passport",
    "PendingChange",
    "Registration",
    "RegistrationTransition",
    "Route",
    "SeatDecision",
    "SeatType",
    "SensitiveReading",
    "Travel",
    "UnfinishedForm",
    "Visibility",
    "searchable",
]
