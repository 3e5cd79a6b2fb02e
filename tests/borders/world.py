"""Two hosts on one installation, each with at least one row of everything; the registers they share."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from conference.models import Organisation, OrganisationFamily, OrganisationName, TeamMembership, TeamRole, User
from tests.borders.desk import add_desk
from tests.borders.host import Host, add_team, make_host
from tests.borders.letters import add_letters, write_history
from tests.borders.papers import add_papers
from tests.borders.participation import add_participation
from tests.borders.programme import add_programme
from tests.borders.side_events import add_side_events
from tests.borders.whole_person import add_everything
from tests.borders.words import ROOTS
from tests.factories.conference import PASSWORD, make_mission, make_officer, make_state, make_user


@dataclass(frozen=True)
class World:
    """``here`` is the host whose people are walked with; ``there`` the other one."""

    here: Host
    there: Host
    of_both: User
    of_there: User
    superuser: User
    stranger: User
    international: Organisation

    @property
    def hosts(self) -> tuple[Host, Host]:
        return self.here, self.there


def make_world() -> World:
    """The same things for both hosts, under other words. The latest conference is that of ``here``."""
    here = make_host("orkhon-2019", ROOTS[0])
    there = make_host(
        "kherlen-2017",
        ROOTS[1],
        starts_on=datetime.date(2019, 6, 20),
        ends_on=datetime.date(2019, 6, 21),
        host_state=make_state("CA"),
    )
    for host, states in ((here, ("KG", "TR")), (there, ("KG", "KZ"))):
        add_team(host)
        add_participation(host, states)
        add_programme(host)
        add_side_events(host)
        add_papers(host)
        add_letters(host)
        add_desk(host)
        add_everything(host)
    make_mission(make_state("DE"))
    international = Organisation.objects.create(family=OrganisationFamily.UN, abbreviation="IDF")
    OrganisationName.objects.create(organisation=international, name={"en": "Inter-Regional Dialogue Forum"})
    _share_the_registers(here, there, international)
    return World(
        here=here,
        there=there,
        of_both=_officer_of_both(here, there),
        of_there=make_officer(there.conference, *TeamRole, email="all@officers.example", name="Officer of all duties"),
        superuser=User.objects.create_superuser("root@installation.example", PASSWORD, name="Administrator"),
        stranger=make_user("stranger@people.example"),
        international=international,
    )


def _share_the_registers(here: Host, there: Host, international: Organisation) -> None:
    """Officers of both hosts have corrected the same State, mission and organisation."""
    state = make_state("KG")
    for host in (here, there):
        for thing in (state, state.missions.get(city__en="Geneva"), international):
            write_history(host, thing, of_a_register=True)


def _officer_of_both(here: Host, there: Host) -> User:
    """Co-ordinator and registration officer of the one, only an observer of the other."""
    officer = make_officer(
        here.conference,
        TeamRole.COORDINATOR,
        TeamRole.REGISTRATION,
        email="both@officers.example",
        name="Officer of both",
    )
    TeamMembership.objects.create(conference=there.conference, user=officer, role=TeamRole.OBSERVER)
    return officer
