"""A place is the delegation's: of a protected person the desk, chosen columns and files tell which, and not whose."""

import pytest

from conference.models import TeamRole
from registration.models import DelegationRole, Visibility
from registration.queries.columns import columns_of, rows_for
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_state
from tests.factories.registration import make_delegation, make_registration

pytestmark = pytest.mark.django_db
OF_A_PLACE = ("delegation", "group", "role", "place")


@pytest.fixture
def conference():
    return make_conference()


def test_the_place_is_told_to_everybody_and_nothing_of_the_person(conference):
    delegation = make_delegation(conference, state=make_state("MN"))
    row = make_registration(
        S.COMPLETE,
        delegation=delegation,
        role=DelegationRole.ADVISER,
        person={"visibility": Visibility.HIDDEN, "family_name": "Secret", "function": "Witness", "phone": "+976 11"},
    )
    told = []
    for role in (TeamRole.PROTOCOL, TeamRole.REGISTRATION):
        columns = columns_of(conference, make_officer(conference, role))
        (cells,) = rows_for(type(row).objects.filter(pk=row.pk), columns)
        told.append({column.key: column.value(cells) for column in columns})
    clerk, registrar = told
    assert registrar["delegation"] == "Mongolia"
    assert {key: clerk[key] for key in OF_A_PLACE} == {key: registrar[key] for key in OF_A_PLACE}
    shown = {key for key, value in clerk.items() if value not in ("", None)}
    assert shown == {*OF_A_PLACE, "reference", "category", "status", "since", "family_name", "name"}
    assert clerk["name"] == clerk["family_name"] == "Protected participant"
