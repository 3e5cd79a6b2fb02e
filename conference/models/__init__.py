"""What a conference is made of, and the registers it draws on."""

from conference.models.conference import Conference, CoOrganiser, Topic
from conference.models.dated import DatedName, Verification
from conference.models.emailed_code import CodePurpose, EmailedCode
from conference.models.encrypted import EncryptedTextField, KeyedDigestField
from conference.models.identified import Identified, Versioned
from conference.models.kept_figures import KeptFigures
from conference.models.organisation import Organisation, OrganisationFamily, OrganisationName
from conference.models.second_factor import RecoveryCode, SecondFactor, SecondFactorChange, SecondFactorRecord
from conference.models.sign_in_attempt import SignInAttempt
from conference.models.state import Mission, State, StateGroup, StateName
from conference.models.team import TeamMembership, TeamRole
from conference.models.translated import TranslatedText, TranslatedTextField
from conference.models.undoable import UNDO_WITHIN, Undoable
from conference.models.user import User, normalise_email
from conference.models.venue import Room, Venue

__all__ = [
    "UNDO_WITHIN",
    "CoOrganiser",
    "CodePurpose",
    "Conference",
    "DatedName",
    "EmailedCode",
    "EncryptedTextField",
    "Identified",
    "KeptFigures",
    "KeyedDigestField",
    "Mission",
    "Organisation",
    "OrganisationFamily",
    "OrganisationName",
    "RecoveryCode",
    "Room",
    "SecondFactor",
    "SecondFactorChange",
    "SecondFactorRecord",
    "SignInAttempt",
    "State",
    "StateGroup",
    "StateName",
    "TeamMembership",
    "TeamRole",
    "Topic",
    "TranslatedText",
    "TranslatedTextField",
    "Undoable",
    "User",
    "Venue",
    "Verification",
    "Versioned",
    "normalise_email",
]
