"""A place is the State's: of a protected person chosen columns and files tell which, and not whose."""

import pytest

from conference.models import TeamRole
from registration.models import DelegationRole, Visibility
from registration.queries.columns import columns_of, rows_for
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_organisation, make_state
from tests.factories.registration import make_delegation, make_registration

pytestmark = pytest.mark.django_db
OF_A_PLACE = ("delegation", "group", "role", "place")
TOLD = ("reference", "category", "status", "since")


@pytest.fixture
def conference():
    return make_conference()


def told_to(role, row):
    columns = columns_of(row.conference, make_officer(row.conference, role))
    (cells,) = rows_for(type(row).objects.filter(pk=row.pk), columns)
    return {column.key: column.value(cells) for column in columns}


def hidden_member(delegation):
    return make_registration(
        S.COMPLETE,
        delegation=delegation,
        role=DelegationRole.ADVISER,
        person={"visibility": Visibility.HIDDEN, "family_name": "Secret", "function": "Witness", "phone": "+976 11"},
    )


def keys_told(cells):
    return {key for key, value in cells.items() if value not in ("", None)}


def test_the_place_of_a_state_is_told_to_everybody_and_nothing_of_the_person(conference):
    row = hidden_member(make_delegation(conference, make_state("MN")))

    clerk, registrar = told_to(TeamRole.PROTOCOL, row), told_to(TeamRole.REGISTRATION, row)

    assert registrar["delegation"] == "Mongolia"
    assert {key: clerk[key] for key in OF_A_PLACE} == {key: registrar[key] for key in OF_A_PLACE}
    assert keys_told(clerk) == {*OF_A_PLACE, *TOLD, "family_name", "name"}
    assert clerk["name"] == clerk["family_name"] == "Protected participant"


def test_the_place_of_an_organisation_would_tell_who_it_is(conference):
    row = hidden_member(make_delegation(conference, make_organisation(conference, name={"en": "Altai Neighbours"})))

    clerk, registrar = told_to(TeamRole.PROTOCOL, row), told_to(TeamRole.REGISTRATION, row)

    assert registrar["delegation"] == "Altai Neighbours"
    assert keys_told(clerk) == {*TOLD, "family_name", "name"}
