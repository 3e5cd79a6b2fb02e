"""As whom the addresses are walked: everybody from a passer-by to the administrator of the installation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from conference.models import TeamRole, User
from tests.borders.host import Host
from tests.borders.words import WORD
from tests.borders.world import World

TEAM_ROLES = frozenset(role.value for role in TeamRole)
SEEING_PROTECTED = frozenset({"registration", "duty_of_care", "of_there", "of_both"})
OFFICERS = TEAM_ROLES | {"of_there", "of_both", "superuser"}
SERVING_BOTH = frozenset({"of_both", "superuser"})
PERSONS = frozenset(
    {
        "stranger",
        "invitee",
        "nominee",
        "applicant",
        "hidden_person",
        "twice",
        "focal_point",
        "other_focal_point",
        "organisation_focal_point",
        "speaker",
        "private_office",
    }
)
ANONYMOUS = "anonymous"
ROLES = (ANONYMOUS, *sorted(PERSONS), *sorted(TEAM_ROLES), "of_both", "of_there", "superuser")


def user_of(world: World, role: str) -> User | None:
    """Who it is; nobody for a passer-by."""
    here = world.here
    if role in TEAM_ROLES:
        return here.officers[TeamRole(role)]
    special: Mapping[str, Callable[[], User]] = {
        "stranger": lambda: world.stranger,
        "of_both": lambda: world.of_both,
        "of_there": lambda: world.of_there,
        "superuser": lambda: world.superuser,
    }
    if role in special:
        return special[role]()
    address = address_of(here, role)
    return User.objects.for_address(address) if address else None


def address_of(host: Host, role: str) -> str:
    """The address by which a person signs in."""
    points = {"focal_point": "first", "other_focal_point": "second", "organisation_focal_point": "organisation"}
    if role in points:
        return str(host.focal_points[f"{points[role]}-primary"].email)
    if role == "private_office":
        return str(host.people["minister"].office_email)
    return str(host.people[role].email) if role in host.people else ""


def home_of(world: World, role: str) -> Host:
    """The conference in which a role works unless it is told otherwise."""
    return world.there if role == "of_there" else world.here


@dataclass(frozen=True)
class Visitor:
    """A role with its browser."""

    role: str
    client: Client
    world: World
    own_name: str = ""
    #: To what is nobody's, by address; asked once.
    answers: dict[object, tuple[int, str, str]] = field(default_factory=dict, compare=False)

    @property
    def home(self) -> Host:
        return home_of(self.world, self.role)

    @property
    def elsewhere(self) -> Host:
        return self._other(self.home)

    def withheld(self, host: Host | None) -> frozenset[str]:
        """Words that may stand on no page of a host's conference that this visitor opens.

        All of the other host's, and of this host's own those that are for others. On pages of no conference, whatever
        is not for everybody. Whoever works for both, or takes part in the other, may read how that one is called: one
        chooses between them.
        """
        if host is None:
            withheld = [each.words.withheld_from("", duties=frozenset()) for each in self.world.hosts]
            return frozenset().union(*withheld).difference(WORD.findall(self.own_name.lower()))
        other = self._other(host)
        takes_part_there = self.role == "twice" or (self.role in PERSONS and other is home_of(self.world, self.role))
        may_know = self.role in SERVING_BOTH or takes_part_there
        known = f"{self.own_name} {other.conference.short_title if may_know else ''}".lower()
        within = host.words.withheld_from(self._known_as(host), duties=self._duties(host))
        theirs = {word.text for word in other.words.used.values() if self.role not in word.readers & {"superuser"}}
        return within.union(theirs).difference(WORD.findall(known))

    def identifiers_withheld(self, host: Host) -> frozenset[str]:
        """Of the other host's rows: none of them is named, not even by its identifier."""
        return self._other(host).identifiers()

    def _other(self, host: Host) -> Host:
        return next(each for each in self.world.hosts if each is not host)

    def _known_as(self, host: Host) -> str:
        is_at_home = self.role == "twice" or home_of(self.world, self.role) is host
        return self.role if is_at_home else "stranger"

    def _duties(self, host: Host) -> frozenset[str]:
        """To which of the team's secrets the role is let in, in this conference."""
        if self.role == "superuser":
            return frozenset({"team"})
        if self.role == "of_both":
            return frozenset({"team", "protected"} if host is self.world.here else {"team"})
        if self.role not in OFFICERS or home_of(self.world, self.role) is not host:
            return frozenset()
        return frozenset({"team", "protected"} if self.role in SEEING_PROTECTED else {"team"})

    def work_in(self, host: Host) -> None:
        """Chooses the conference of the admin."""
        self.client.post(reverse("admin:choose-conference"), {"slug": host.slug})


def visitor(world: World, role: str) -> Visitor:
    """Signed in where the role signs in; an officer works in the conference that is home."""
    client = Client(raise_request_exception=True)
    user = user_of(world, role)
    if user is not None:
        client.force_login(user)
    found = Visitor(role, client, world, f"{user.email} {user}" if user else "")
    if role in OFFICERS:
        found.work_in(home_of(world, role))
    return found
