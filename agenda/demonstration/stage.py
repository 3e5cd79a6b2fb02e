"""What one part of the load hands to the next, each by its key in the tables."""

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any

from agenda.demonstration.clock import Clock
from agenda.demonstration.identity import Demonstration, Row
from agenda.models import Session
from conference.correspondence.letter import Letter
from conference.models import Conference, Mission, Organisation, Room, State, TeamRole, Topic, User
from registration.models import Delegation, FocalPoint, Invitation, Participant, ParticipantCategory, Registration


@dataclass(frozen=True)
class DatedLetter:
    """A letter, and when it was written on the conference's clock."""

    letter: Letter
    written_at: datetime.datetime


@dataclass
class Stage:
    demonstration: Demonstration
    conference: Conference
    clock: Clock
    topics: dict[str, Topic] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    categories: dict[str, ParticipantCategory] = field(default_factory=dict)
    officers: dict[TeamRole, User] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    missions: dict[str, Mission] = field(default_factory=dict)
    delegations: dict[str, Delegation] = field(default_factory=dict)
    focal_points: dict[str, FocalPoint] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    participants: dict[str, Participant] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    answered_at: dict[str, datetime.datetime] = field(default_factory=dict)
    registrations: dict[str, Registration] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    #: Each version of the host's privacy notice, and since when it is in force on the conference's clock.
    notices: dict[str, datetime.datetime] = field(default_factory=dict)
    letters: list[DatedLetter] = field(default_factory=list)

    @property
    def outline(self) -> dict[str, Any]:
        return self.demonstration.outline

    def rows(self, name: str) -> list[Row]:
        return self.demonstration.rows(name)

    def texts(self, name: str) -> Any:
        return self.demonstration.texts(name)

    def id_of(self, kind: str, *key: str) -> uuid.UUID:
        return self.demonstration.id_of(kind, *key)

    def keep(self, letters: list[Letter], written_at: datetime.datetime) -> None:
        """Letters for the ledger."""
        self.letters += [DatedLetter(letter, written_at) for letter in letters]
