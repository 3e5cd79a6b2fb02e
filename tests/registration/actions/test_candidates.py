"""Whom somebody who is being entered may be the same as: protected persons take nobody's place on the list."""

import pytest

from conference.models import TeamRole
from registration.actions.likeness import look_in
from registration.models import Visibility
from registration.queries.duplicates import candidates_for
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.registration import make_registration, new_participant

ANNA = {"given_names": "Anna", "family_name": "Lindqvist", "phone": ""}


@pytest.mark.parametrize(("role", "told_of_hidden"), [(TeamRole.PROTOCOL, False), (TeamRole.REGISTRATION, True)])
def test_who_may_not_be_named_is_left_out_before_the_list_is_cut(conference, role, told_of_hidden):
    likelier = {"email": "anna@people.example", "visibility": Visibility.HIDDEN}
    hidden = [make_registration(S.SUBMITTED, conference, person=ANNA | likelier).participant for _each in range(2)]
    listed = [make_registration(S.SUBMITTED, conference, person=ANNA).participant for _each in range(2)]
    look_in(conference)
    arriving = new_participant(conference, **ANNA, email="anna@people.example")
    found = candidates_for(arriving, by=make_officer(conference, role), most=2)
    assert {each.participant for each in found} == set(hidden if told_of_hidden else listed)
