"""The command that loads the demonstration, and everything that is there afterwards."""

from io import StringIO
from typing import Any

from django.core.management import call_command

from agenda.models import Appearance, Release, RoomBooking, Session
from conference.correspondence.models import OutgoingMessage, ReminderOccurrence
from conference.models import Conference, Mission, Organisation, TeamMembership, User
from registration.models import Delegation, FocalPoint, Invitation, Participant, Registration, RegistrationTransition

MODELS: tuple[Any, ...] = (
    Conference,
    User,
    TeamMembership,
    Organisation,
    Mission,
    Delegation,
    FocalPoint,
    Participant,
    Invitation,
    Registration,
    RegistrationTransition,
    Session,
    RoomBooking,
    Appearance,
    Release,
    OutgoingMessage,
    ReminderOccurrence,
)


def load(**options: object) -> str:
    """What the command says."""
    said = StringIO()
    call_command("load_demo", stdout=said, **options)
    return said.getvalue()


def everything() -> dict[Any, list[Any]]:
    return {model: list(model._default_manager.order_by("pk").values()) for model in MODELS}
