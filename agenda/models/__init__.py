"""What happens when."""

from agenda.models.acknowledged_conflict import AcknowledgedConflict, ConflictKind
from agenda.models.appearance import Appearance, AppearanceRole
from agenda.models.document import ConferenceDocument, ConferenceDocumentKind, Distribution, Step
from agenda.models.document_version import DocumentVersion
from agenda.models.interpreter_team import InterpreterTeam
from agenda.models.notice import ChangeNotice
from agenda.models.own_feed import OwnFeed
from agenda.models.programme_act import ChangedSession, ProgrammeAct, ProgrammeChange
from agenda.models.programme_import import ImportedSession, ProgrammeImport
from agenda.models.release import Release
from agenda.models.room_booking import RoomBooking
from agenda.models.seat_booking import SeatBooking
from agenda.models.session import Attribution, Listing, Session, SessionType
from agenda.models.session_star import SessionStar
from agenda.models.side_event import SideEventMove, SideEventProposal
from agenda.models.side_event_call import SideEventCall, SideEventEquipment
from agenda.models.speaker import Speaker
from agenda.models.speaker_brief import SpeakerBrief
from agenda.models.speaker_paper import Embargo, PaperKind, SpeakerPaper
from agenda.models.speaker_profile import Contact, SpeakerProfile
from agenda.models.speaker_requests import SpeakerRequests
from agenda.models.unavailability import Unavailability
from agenda.models.walking_time import WalkingTime

__all__ = [
    "AcknowledgedConflict",
    "Appearance",
    "AppearanceRole",
    "Attribution",
    "ChangeNotice",
    "ChangedSession",
    "ConferenceDocument",
    "ConferenceDocumentKind",
    "ConflictKind",
    "Contact",
    "Distribution",
    "DocumentVersion",
    "Embargo",
    "ImportedSession",
    "InterpreterTeam",
    "Listing",
    "OwnFeed",
    "PaperKind",
    "ProgrammeAct",
    "ProgrammeChange",
    "ProgrammeImport",
    "Release",
    "RoomBooking",
    "SeatBooking",
    "Session",
    "SessionStar",
    "SessionType",
    "SideEventCall",
    "SideEventEquipment",
    "SideEventMove",
    "SideEventProposal",
    "Speaker",
    "SpeakerBrief",
    "SpeakerPaper",
    "SpeakerProfile",
    "SpeakerRequests",
    "Step",
    "Unavailability",
    "WalkingTime",
]
