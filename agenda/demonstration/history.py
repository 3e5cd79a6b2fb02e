"""How each registration and invitation came to where it stands: the moves, who made them, and when."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agenda.demonstration.clock import Clock
from registration.states import InvitationState, RegistrationState, Track

S = RegistrationState
I = InvitationState  # noqa: E741  as in the table of moves

THEMSELVES, FOCAL_POINT, REGISTRATION, VETTING = "themselves", "focal point", "registration", "vetting"


@dataclass(frozen=True)
class Step:
    """A state that was reached, some days after the first, by whom."""

    state: RegistrationState
    days_later: int
    by: str


@dataclass(frozen=True)
class Moment:
    step: Step
    at: datetime.datetime


NOMINATED = (Step(S.NOMINATED, 0, FOCAL_POINT),)
COMPLETED = (*NOMINATED, Step(S.COMPLETE, 0, FOCAL_POINT))
ACCEPTED = (Step(S.COMPLETE, 0, THEMSELVES),)
SUBMITTED = (Step(S.SUBMITTED, 0, THEMSELVES),)
REVIEWED = (*SUBMITTED, Step(S.UNDER_REVIEW, 1, VETTING))

NOMINATIONS: Mapping[RegistrationState, tuple[Step, ...]] = {
    S.NOMINATED: NOMINATED,
    S.COMPLETE: COMPLETED,
    S.REGISTERED: (*COMPLETED, Step(S.REGISTERED, 2, REGISTRATION)),
    S.WAITLISTED: (Step(S.WAITLISTED, 0, FOCAL_POINT),),
    S.REPLACED: (*COMPLETED, Step(S.REPLACED, 21, FOCAL_POINT)),
    S.WITHDRAWN: (*COMPLETED, Step(S.REGISTERED, 2, REGISTRATION), Step(S.WITHDRAWN, 9, FOCAL_POINT)),
}
INVITED: Mapping[RegistrationState, tuple[Step, ...]] = {
    S.COMPLETE: ACCEPTED,
    S.REGISTERED: (*ACCEPTED, Step(S.REGISTERED, 2, REGISTRATION)),
    S.WITHDRAWN: (*ACCEPTED, Step(S.REGISTERED, 2, REGISTRATION), Step(S.WITHDRAWN, 10, THEMSELVES)),
}
APPLICATIONS: Mapping[RegistrationState, tuple[Step, ...]] = {
    S.DRAFT: (Step(S.DRAFT, 0, THEMSELVES),),
    S.SUBMITTED: SUBMITTED,
    S.UNDER_REVIEW: REVIEWED,
    S.CHANGES_REQUESTED: (*REVIEWED, Step(S.CHANGES_REQUESTED, 3, VETTING)),
    S.REGISTERED: (*REVIEWED, Step(S.REGISTERED, 5, VETTING)),
    S.WAITLISTED: (*REVIEWED, Step(S.WAITLISTED, 5, VETTING)),
    S.DECLINED: (*REVIEWED, Step(S.DECLINED, 6, VETTING)),
    S.WITHDRAWN: (*SUBMITTED, Step(S.WITHDRAWN, 4, THEMSELVES)),
}
ON_THE_SPOT: Mapping[RegistrationState, tuple[Step, ...]] = {
    S.COMPLETE: (Step(S.COMPLETE, 0, REGISTRATION),),
    S.REGISTERED: (Step(S.COMPLETE, 0, REGISTRATION), Step(S.REGISTERED, 1, REGISTRATION)),
}
TRACK_OF_TABLE = {
    "members": (Track.NOMINATION, NOMINATIONS),
    "invited": (Track.NOMINATION, INVITED),
    "applicants": (Track.APPLICATION, APPLICATIONS),
    "staff": (Track.NOMINATION, ON_THE_SPOT),
}

INVITATIONS: Mapping[InvitationState, tuple[InvitationState, ...]] = {
    I.DRAFT: (I.DRAFT,),
    I.SENT: (I.DRAFT, I.SENT),
    I.DELIVERED: (I.DRAFT, I.SENT, I.DELIVERED),
    I.BOUNCED: (I.DRAFT, I.BOUNCED),
    I.ACKNOWLEDGED: (I.DRAFT, I.SENT, I.ACKNOWLEDGED),
    I.ACCEPTED: (I.DRAFT, I.SENT, I.ACCEPTED),
    I.DECLINED: (I.DRAFT, I.SENT, I.DECLINED),
    I.NO_REPLY: (I.DRAFT, I.SENT, I.NO_REPLY),
}


def moments(clock: Clock, steps: Iterable[Step], entered_on: str, key: str) -> list[Moment]:
    """The steps with their moments, each later than the one before and none after the demonstration begins."""
    found: list[Moment] = []
    for step in steps:
        moment = clock.office_time(entered_on, key, days_later=step.days_later)
        if found and moment <= found[-1].at:
            moment = min(found[-1].at + datetime.timedelta(minutes=7), clock.recorded_until)
        found.append(Moment(step, moment))
    return found
