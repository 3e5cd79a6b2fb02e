"""Who may do what in a conference, by role."""

import pytest
from django.contrib.auth.models import AnonymousUser

from conference.models import TeamRole
from conference.permissions import conferences_of, has_role, roles_in
from tests.factories.conference import make_conference, make_officer, make_user

pytestmark = pytest.mark.django_db

PROTECTED = {TeamRole.DUTY_OF_CARE, TeamRole.VISA}


def test_an_officer_has_the_roles_given_in_that_conference_and_none_in_another() -> None:
    conference, another = make_conference(), make_conference(slug="another")
    officer = make_officer(conference, TeamRole.REGISTRATION, TeamRole.AGENDA)
    assert roles_in(officer, conference) == {TeamRole.REGISTRATION, TeamRole.AGENDA}
    assert roles_in(officer, another) == frozenset()
    assert list(conferences_of(officer)) == [conference]


def test_a_superuser_has_every_role_but_those_that_see_protected_persons() -> None:
    conference = make_conference()
    superuser = make_user("root@ministry.example", is_staff=True, is_superuser=True)
    assert roles_in(superuser, conference) == set(TeamRole) - PROTECTED
    assert list(conferences_of(superuser)) == [conference]


def test_a_superuser_sees_protected_persons_when_it_is_given_to_them() -> None:
    conference = make_conference()
    superuser = make_officer(conference, TeamRole.VISA, is_superuser=True)
    assert roles_in(superuser, conference) == set(TeamRole) - {TeamRole.DUTY_OF_CARE}


@pytest.mark.parametrize("lost", ["is_active", "is_staff"])
def test_who_has_left_the_staff_has_no_role(lost: str) -> None:
    conference = make_conference()
    officer = make_officer(conference, TeamRole.REGISTRATION)
    setattr(officer, lost, False)
    assert roles_in(officer, conference) == frozenset()


def test_nobody_in_particular_has_no_role() -> None:
    assert roles_in(AnonymousUser(), make_conference()) == frozenset()
    assert list(conferences_of(AnonymousUser())) == []


def test_one_role_of_those_asked_for_is_enough() -> None:
    conference = make_conference()
    officer = make_officer(conference, TeamRole.REGISTRATION)
    assert has_role(officer, conference, frozenset({TeamRole.AGENDA, TeamRole.REGISTRATION}))
    assert not has_role(officer, conference, frozenset({TeamRole.AGENDA}))
