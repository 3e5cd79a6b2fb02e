"""What the parts of a crowd hand to one another."""

import datetime
import uuid
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from agenda.management.crowd.chance import Chance
from conference.models import Conference, Room, Topic, User
from registration.models import Delegation, FocalPoint, Participant, ParticipantCategory

ZONE = ZoneInfo("Asia/Ulaanbaatar")
#: In a crowd it is always this moment when it is loaded, so that it is the same whenever that is.
NOW = datetime.datetime(2016, 8, 22, 9, tzinfo=ZONE)
FIRST_DAY = datetime.date(2016, 9, 12)


@dataclass
class Stage:
    """A conference in the making; what was recorded in it is in real time, as everywhere.

    It holds what the later parts refer to, and nothing of which there are a hundred thousand.
    """

    conference: Conference
    chance: Chance
    officer: User
    offset: datetime.timedelta
    categories: dict[str, ParticipantCategory] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    delegations: dict[str, list[Delegation]] = field(default_factory=dict)
    focal_points: dict[uuid.UUID, FocalPoint] = field(default_factory=dict)
    speakers: list[Participant] = field(default_factory=list)

    def recorded(self, days_ago: float) -> datetime.datetime:
        """So many days before the crowd was loaded."""
        return NOW - self.offset - datetime.timedelta(days=days_ago)
