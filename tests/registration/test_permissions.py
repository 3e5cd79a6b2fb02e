"""Who may do what: every predicate with every kind of person, and the one door to registrations."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from conference.models import TeamRole
from registration.models import Delegation, Invitation, Participant, Registration
from registration.permissions import (
    can_appoint_focal_points,
    can_change_registration,
    can_decide,
    can_invite,
    can_nominate,
    can_record_reply,
    can_register,
    can_withdraw,
    is_addressee,
    is_focal_point,
    is_own,
)
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_state, make_user
from tests.factories.registration import make_delegation, make_focal_point, make_invitation, make_registration

pytestmark = pytest.mark.django_db
R = TeamRole
NOBODY = AnonymousUser()


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def delegation(conference):
    return make_delegation(conference)


@pytest.fixture
def member(delegation):
    return make_registration(S.COMPLETE, delegation=delegation, person={"email": "gulnara@mfa.example"})


@pytest.fixture
def application(conference):
    return make_registration(S.UNDER_REVIEW, conference, person={"email": "carol@people.example"})


@pytest.fixture
def frida(delegation):
    return make_user(make_focal_point(delegation, email="frida@mfa.example").email)


def roles_that(predicate, conference):
    return {role for role in R if predicate(make_officer(conference, role))}


def test_each_act_of_the_secretariat_is_some_roles_duty(conference, member, application):
    invite, register = {R.COORDINATOR, R.PROTOCOL, R.CORRESPONDENCE}, {R.COORDINATOR, R.REGISTRATION, R.PROTOCOL}
    invitation = make_invitation(to=member.delegation)
    assert roles_that(lambda officer: can_invite(officer, conference), conference) == invite
    assert roles_that(lambda officer: can_register(officer, conference), conference) == register
    assert roles_that(lambda officer: can_record_reply(officer, invitation), conference) == invite | register
    assert roles_that(lambda officer: can_appoint_focal_points(officer, conference), conference) == invite | register
    assert roles_that(lambda officer: can_nominate(officer, member.delegation), conference) == register
    assert roles_that(lambda officer: can_change_registration(officer, application), conference) == register
    assert roles_that(lambda officer: can_decide(officer, member), conference) == register
    assert roles_that(lambda officer: can_decide(officer, application), conference) == {
        R.COORDINATOR,
        R.REGISTRATION,
        R.VETTING,
    }
    assert roles_that(lambda officer: can_withdraw(officer, application), conference) == register | {R.VETTING}


def test_an_officer_of_another_conference_may_nothing_here(conference, member, application):
    other = make_officer(make_conference(), R.COORDINATOR)
    invitation = make_invitation(to=member.delegation)
    assert [
        can_invite(other, conference),
        can_register(other, conference),
        can_record_reply(other, invitation),
        can_appoint_focal_points(other, conference),
        can_nominate(other, member.delegation),
        can_change_registration(other, application),
        can_decide(other, application),
        can_withdraw(other, application),
    ] == [False] * 8


def test_nobody_who_is_not_signed_in_may_anything(conference, member):
    invitation = make_invitation(to=member.delegation)
    assert [
        is_addressee(NOBODY, invitation),
        is_own(NOBODY, member),
        is_focal_point(NOBODY, member.delegation),
        can_nominate(NOBODY, member.delegation),
        can_withdraw(NOBODY, member),
    ] == [False] * 5


def test_a_focal_point_answers_for_one_delegation_while_in_charge(conference, delegation, frida, member, application):
    neighbours = make_delegation(conference, make_state("KZ"))
    assert is_focal_point(frida, delegation)
    assert not is_focal_point(frida, neighbours)
    assert not is_focal_point(frida, None)
    assert can_nominate(frida, delegation)
    assert can_change_registration(frida, member)
    assert can_withdraw(frida, member)
    assert not can_change_registration(frida, application)
    assert not can_decide(frida, member)
    delegation.focal_points.update(ended_at=timezone.now())
    assert not is_focal_point(frida, delegation)


def test_one_may_change_and_withdraw_ones_own_and_a_private_office_the_principals(member):
    gulnara, office = make_user("gulnara@mfa.example"), make_user("office@mfa.example")
    Participant.objects.filter(pk=member.participant.pk).update(office_email="office@mfa.example")
    member.participant.refresh_from_db()
    for user in (gulnara, office):
        assert is_own(user, member)
        assert can_change_registration(user, member)
        assert can_withdraw(user, member)
        assert not can_nominate(user, member.delegation)


def test_an_address_that_is_missing_belongs_to_nobody(member):
    Participant.objects.update(email="", office_email="")
    member.participant.refresh_from_db()
    assert not is_own(make_user("gulnara@mfa.example"), member)


def test_an_officer_never_decides_on_their_own_registration(conference, application):
    carol = make_officer(conference, R.COORDINATOR, email="carol@people.example")
    assert not can_decide(carol, application)
    assert can_withdraw(carol, application)


def test_an_invitation_is_answered_by_the_address_it_was_sent_to(delegation):
    invitation = make_invitation(to=delegation)
    assert is_addressee(make_user(invitation.email), invitation)
    assert not is_addressee(make_user(), invitation)
    invitation.email = ""
    assert not is_addressee(make_user(), invitation)


def seen_by(actor, conference):
    return {
        registration.participant.email
        for registration in Registration.objects.visible_to(actor, conference).select_related("participant")
    }


def test_each_sees_what_is_theirs_and_no_more(conference, frida, member, application):
    neighbour = make_user(make_focal_point(make_delegation(conference, make_state("KZ"))).email)
    everybody = {"gulnara@mfa.example", "carol@people.example"}
    assert seen_by(make_officer(conference, R.OBSERVER), conference) == everybody
    assert seen_by(make_officer(conference, is_superuser=True), conference) == everybody
    assert seen_by(frida, conference) == {"gulnara@mfa.example"}
    assert seen_by(make_user("carol@people.example"), conference) == {"carol@people.example"}
    for stranger in (neighbour, make_user(), NOBODY, make_officer(make_conference(), R.COORDINATOR)):
        assert seen_by(stranger, conference) == set()


def test_a_focal_point_sees_no_national_who_applied_alone(conference, frida, application):
    Participant.objects.update(nationality="KG")
    assert seen_by(frida, conference) == set()


def test_a_membership_without_staff_account_opens_nothing(conference, application):
    officer = make_officer(conference, R.COORDINATOR)
    officer.is_staff = False
    assert seen_by(officer, conference) == set()


def test_delegations_invitations_and_participants_have_the_same_door(conference, frida, member, application):
    make_invitation(to=member.delegation)
    officer, carol = make_officer(conference, R.OBSERVER), make_user("carol@people.example")
    counts = {
        actor: [model.objects.visible_to(actor, conference).count() for model in (Delegation, Invitation, Participant)]
        for actor in (officer, frida, carol, NOBODY)
    }
    assert counts == {officer: [1, 1, 2], frida: [1, 0, 0], carol: [0, 0, 1], NOBODY: [0, 0, 0]}
