"""A stop of the walk over all pages, and those who make it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from conference.models import Conference
from registration.states import InvitationState

SLUG = "ulaanbaatar-2019"
EVERYBODY = ""
OFFICER = "coordinator@demo.example"
OBSERVER = "observer@demo.example"
TWO_STEPS = "two.steps@elsewhere.example"
ADMINISTRATOR = "administrator@elsewhere.example"
FOCAL_POINT = "gyeong.su-bin@delegation-kr.example"
SPEAKER = "leyla.aslanbeyli@caspian-dialogue.example"
APPLICANT = "onorbaiar@altai-neighbours.example"
BEGINNER = "tobias.lindqvist-berg@harbour-radio.example"
VISA_OFFICER = "visas@demo.example"
CARE_OFFICER = "care@demo.example"
OPEN = (InvitationState.SENT, InvitationState.DELIVERED, InvitationState.ACKNOWLEDGED)


@dataclass(frozen=True)
class Stop:
    """A page; ``act`` names what is done on it before it is looked at, ``status`` what it is opened with (0: either).

    ``is_repetition``: the same template with other data, walked only when everything is.
    """

    name: str
    path: str
    who: str = EVERYBODY
    act: str = ""
    status: int = 200
    part: str = ""
    is_repetition: bool = False

    def __str__(self) -> str:
        return f"{self.path}{f' ({self.act})' if self.act else ''}, seen by {self.who or 'everybody'}"


def stop_at(name: str, held: Conference, *rest: Any, **how: Any) -> Stop:
    return Stop(name, reverse(name, args=[held.slug, *rest]), **how)
