"""Who takes part."""

from registration.models.answer import Answer
from registration.models.assignment import Assignment
from registration.models.badge import Badge
from registration.models.brought_table import BroughtTable
from registration.models.category import ParticipantCategory, Route, Visibility
from registration.models.consent import RenewedConsent
from registration.models.decision_act import Decision, DecisionAct
from registration.models.decision_round import DecisionRound, Outcome, RoundDecision
from registration.models.decline_ground import DeclineGround
from registration.models.delegation import Delegation, FocalPoint, FocalPointRank
from registration.models.document import Document, DocumentKind
from registration.models.duplicate import DuplicateCandidate, DuplicateState, Merge, Signal
from registration.models.invitation import Channel, DispatchWay, Invitation, InvitationTransition
from registration.models.likeness import Likeness
from registration.models.needs import Diet, ParticipantNeeds
from registration.models.objection import Objection, ObjectionChannel
from registration.models.officer_note import ROLES_THAT_READ_GUARDED_NOTES, NoteReaders, OfficerNote
from registration.models.participant import (
    FACTS_OF_A_PERSON,
    NAME_FIELDS,
    WISHES_OF_A_PERSON,
    NameOfAddress,
    NameOrder,
    Participant,
    is_cyrillic,
    searchable,
)
from registration.models.particulars import AgeBand, Modality, Particular
from registration.models.pending_change import ChangeKind, PendingChange
from registration.models.privacy_notice import STANDARD, PrivacyNotice, notice_in_force
from registration.models.question import (
    Question,
    QuestionKind,
    QuestionOption,
    QuestionSubject,
    QuestionWording,
)
from registration.models.registration import (
    APPLICATION_FIELDS,
    Application,
    Registration,
    RegistrationTransition,
)
from registration.models.registration_import import ColumnsRemembered, ImportedRegistration, RegistrationImport
from registration.models.review_request import ReviewRequest
from registration.models.roles import ROLES_OUTSIDE_QUOTA, DelegationRole, SeatType
from registration.models.round import GROUPS_OF_STATES, InvitationRound
from registration.models.saved_filter import DeskArrangement, SavedFilter
from registration.models.seat_decision import SeatDecision
from registration.models.tag import Tag, TagColour, Tagging
from registration.models.travel import JOURNEY_FIELDS, Passport, SensitiveReading, Travel
from registration.models.unfinished import UnfinishedForm
from registration.models.vetting import READERS, Grade, Opinion, Reading, ReadingEnd, Recommendation

__all__ = [
    "APPLICATION_FIELDS",
    "FACTS_OF_A_PERSON",
    "GROUPS_OF_STATES",
    "JOURNEY_FIELDS",
    "NAME_FIELDS",
    "READERS",
    "ROLES_OUTSIDE_QUOTA",
    "ROLES_THAT_READ_GUARDED_NOTES",
    "STANDARD",
    "WISHES_OF_A_PERSON",
    "AgeBand",
    "Answer",
    "Application",
    "Assignment",
    "Badge",
    "BroughtTable",
    "ChangeKind",
    "Channel",
    "ColumnsRemembered",
    "Decision",
    "DecisionAct",
    "DecisionRound",
    "DeclineGround",
    "Delegation",
    "DelegationRole",
    "DeskArrangement",
    "Diet",
    "DispatchWay",
    "Document",
    "DocumentKind",
    "DuplicateCandidate",
    "DuplicateState",
    "FocalPoint",
    "FocalPointRank",
    "Grade",
    "ImportedRegistration",
    "Invitation",
    "InvitationRound",
    "InvitationTransition",
    "Likeness",
    "Merge",
    "Modality",
    "NameOfAddress",
    "NameOrder",
    "NoteReaders",
    "Objection",
    "ObjectionChannel",
    "OfficerNote",
    "Opinion",
    "Outcome",
    "Participant",
    "ParticipantCategory",
    "ParticipantNeeds",
    "Particular",
    "Passport",
    "PendingChange",
    "PrivacyNotice",
    "Question",
    "QuestionKind",
    "QuestionOption",
    "QuestionSubject",
    "QuestionWording",
    "Reading",
    "ReadingEnd",
    "Recommendation",
    "Registration",
    "RegistrationImport",
    "RegistrationTransition",
    "RenewedConsent",
    "ReviewRequest",
    "RoundDecision",
    "Route",
    "SavedFilter",
    "SeatDecision",
    "SeatType",
    "SensitiveReading",
    "Signal",
    "Tag",
    "TagColour",
    "Tagging",
    "Travel",
    "UnfinishedForm",
    "Visibility",
    "is_cyrillic",
    "notice_in_force",
    "searchable",
]
