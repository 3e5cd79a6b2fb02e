import pytest

from conference.models import TeamRole
from conference.permissions import ROLES_THAT_SEE_PROTECTED, has_role, roles_in
from tests.factories.conference import make_conference, make_officer, make_user

pytestmark = pytest.mark.django_db


def test_the_installations_administrator_is_not_let_in_on_who_is_protected():
    conference = make_conference()
    administrator = make_user("root@secretariat.example", is_staff=True, is_superuser=True)
    assert not has_role(administrator, conference, ROLES_THAT_SEE_PROTECTED)
    assert TeamRole.COORDINATOR in roles_in(administrator, conference)


def test_a_duty_that_was_given_counts_for_an_administrator_too():
    conference = make_conference()
    administrator = make_officer(conference, TeamRole.DUTY_OF_CARE, is_superuser=True)
    assert has_role(administrator, conference, ROLES_THAT_SEE_PROTECTED)


def test_roles_end_at_the_conferences_door():
    conference, other = make_conference(), make_conference()
    officer = make_officer(conference, TeamRole.COORDINATOR)
    assert roles_in(officer, other) == frozenset()


def test_an_officer_who_was_switched_off_has_no_role():
    conference = make_conference()
    officer = make_officer(conference, TeamRole.COORDINATOR)
    officer.is_active = False
    assert roles_in(officer, conference) == frozenset()
