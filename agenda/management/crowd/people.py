"""The people of a crowd and how each came to take part, one after the other."""

import datetime
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from agenda.management.crowd.names import COURTESIES, FUNCTIONS, TITLES, name_of
from agenda.management.crowd.stage import Stage
from agenda.management.crowd.ways import APPLYING, INVITED, NOMINATED, Way
from registration.models import (
    ROLES_OUTSIDE_QUOTA,
    Channel,
    Delegation,
    DelegationRole,
    Invitation,
    Participant,
    Registration,
    Visibility,
    notice_in_force,
)
from registration.states import InvitationState, RegistrationState, Track

S = RegistrationState
SHARES = {
    "participating-states": 36,
    "international-organisations": 6,
    "partners": 14,
    "experts": 6,
    "civil-society": 22,
    "academia": 8,
    "media": 8,
}
APPLIED = ("civil-society", "academia", "media")
ROLES = {
    DelegationRole.DELEGATE: 60,
    DelegationRole.ADVISER: 18,
    DelegationRole.ALTERNATE: 8,
    DelegationRole.INTERPRETER: 6,
    DelegationRole.SECURITY: 5,
    DelegationRole.SUPPORT: 3,
}
VISIBILITY = {Visibility.LISTED: 78, Visibility.COUNTED: 18, Visibility.HIDDEN: 4}
LANGUAGES = {"en": 65, "ru": 25, "mn": 10}
NATIONALITIES = ("AT", "CA", "DE", "FI", "GE", "JP", "KR", "KZ", "MA", "MN", "PL", "TR", "UA", "US")
HEADLESS = 0.06
#: A State sends the more, the earlier it stands in the crowd's own order: few come with thousands, many with a handful.
SKEW = 2.2


@dataclass
class Arrival:
    """One person with a registration, the way that led to where it stands, and when each step was taken."""

    registration: Registration
    way: Way
    steps: list[datetime.datetime]

    @property
    def person(self) -> Participant:
        return self.registration.participant


class Arrivals:
    """So many people; the first registered member of each delegation heads it, but for some that have no head."""

    def __init__(self, stage: Stage, count: int) -> None:
        self._stage, self._count = stage, count
        self._headed: set[Delegation] = set()
        self._left: Registration | None = None
        self._notice = notice_in_force(stage.conference)
        self._shares = {slug: share for slug, share in SHARES.items() if stage.delegations.get(slug, True)}

    def __iter__(self) -> Iterator[Arrival]:
        for number in range(1, self._count + 1):
            left, self._left = self._left, None
            arrival = self._substitute(left, number) if left else self._new(number)
            if arrival.way[-1] == S.REPLACED:
                self._left = arrival.registration
            yield arrival

    def _new(self, number: int) -> Arrival:
        category = self._stage.chance.weighted(self._shares)
        registration = self._registration(number, category)
        if category in APPLIED:
            registration.track = Track.APPLICATION
            self._consent(registration)
            return self._stood(registration, self._stage.chance.weighted(APPLYING))
        if category == "experts":
            self._consent(registration)
            registration.invitation = self._invitation(registration)
            return self._stood(registration, self._stage.chance.weighted(INVITED))
        way = self._stage.chance.weighted(NOMINATED)
        if way[-1] == S.REPLACED and number == self._count:
            way = (S.NOMINATED, S.WITHDRAWN)
        return self._joined(registration, self._delegation(category), way)

    def _substitute(self, left: Registration, number: int) -> Arrival:
        """Who comes in place of another, in the same delegation and role."""
        delegation = left.delegation
        registration = self._registration(number, left.category.slug)
        registration.replaces = left
        arrival = self._joined(registration, delegation, (S.NOMINATED, S.COMPLETE, S.REGISTERED))
        registration.role, registration.is_outside_quota = left.role, left.is_outside_quota
        return arrival

    def _registration(self, number: int, category: str) -> Registration:
        stage, chance = self._stage, self._stage.chance
        return Registration(
            pk=chance.identifier(),
            conference=stage.conference,
            participant=participant(stage, number, in_delegation=category in stage.delegations),
            category=stage.categories[category],
            track=Track.NOMINATION,
            form_token=chance.identifier(),
            created_at=stage.recorded(chance.between(100, 2700) / 48),
        )

    def _consent(self, registration: Registration) -> None:
        registration.privacy_notice_version = self._notice
        registration.consented_at = registration.submitted_at = registration.created_at

    def _stood(self, registration: Registration, way: Way) -> Arrival:
        registration.state, registration.version = way[-1], len(way)
        began, now = registration.created_at, self._stage.recorded(0.02)
        # Half of the decisions are of the last third of the time: offices work as a date comes near.
        last = began + (now - began) * (1 - self._stage.chance.share() ** 2)
        pause = (last - began) / max(1, len(way) - 1)
        steps = [began + pause * step for step in range(len(way))]
        registration.state_since = steps[-1]
        if registration.state == S.WAITLISTED:
            registration.waited_for = S.REGISTERED if registration.track == Track.APPLICATION else S.NOMINATED
        _lack(registration, self._stage)
        return Arrival(registration, way, steps)

    def _joined(self, registration: Registration, delegation: Delegation | None, way: Way) -> Arrival:
        chance = self._stage.chance
        registration.delegation, registration.role = delegation, chance.weighted(ROLES)
        registration.is_outside_quota = registration.role in ROLES_OUTSIDE_QUOTA
        registration.position = chance.between(1, 99)
        if delegation and way[-1] == S.REGISTERED and delegation not in self._headed:
            self._headed.add(delegation)
            if not chance.happens(HEADLESS):
                registration.role, registration.is_outside_quota = DelegationRole.HEAD, False
        arrival = self._stood(registration, way)
        person = registration.participant
        if way == (S.NOMINATED,) and person.email and chance.happens(0.5):
            registration.asked_member_at = registration.state_since
        return arrival

    def _delegation(self, category: str) -> Delegation:
        own = self._stage.delegations[category]
        return own[int(len(own) * self._stage.chance.share() ** SKEW)]

    def _invitation(self, registration: Registration) -> Invitation:
        invitation = Invitation(
            pk=self._stage.chance.identifier(),
            conference=self._stage.conference,
            category=registration.category,
            participant=registration.participant,
            email=registration.participant.email,
            language=registration.participant.language,
            channel=Channel.EMAIL,
            state=InvitationState.ACCEPTED,
            state_since=registration.created_at,
            created_at=self._stage.recorded(57),
        )
        invitation.bind()
        return invitation


def participant(stage: Stage, number: int, *, in_delegation: bool) -> Participant:
    """A person with a name of any script; of members of delegations few have an address of their own."""
    chance = stage.chance
    person = Participant(
        pk=chance.identifier(),
        conference=stage.conference,
        courtesy=chance.weighted(COURTESIES),
        title=chance.weighted(TITLES),
        function=chance.one_of(FUNCTIONS),
        institution=f"Institution {chance.between(1, 400)}",
        nationality=chance.one_of(NATIONALITIES),
        email=f"person{number:06}@{stage.conference.slug}.example",
        language=chance.weighted(LANGUAGES),
        visibility=chance.weighted(VISIBILITY),
        **asdict(name_of(chance)),
    )
    if in_delegation and chance.happens(0.35):
        person.email = ""
    if chance.happens(0.05):
        person.office_email = f"office{chance.between(1, 900):03}@{stage.conference.slug}.example"
    person.never_write_automatically = bool(person.email) and chance.happens(0.01)
    return person


def _lack(registration: Registration, stage: Stage) -> None:
    """What is still outstanding of who was only named; and the text by which everybody is found."""
    person, chance = registration.participant, stage.chance
    if registration.state == S.NOMINATED:
        person.function = "" if chance.happens(0.5) else person.function
        person.nationality = "" if chance.happens(0.4) else person.nationality
    person.search_text = person.make_search_text()
