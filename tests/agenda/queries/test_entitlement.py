"""Who may know of a session, enter it, and have its link: by registration, by role in it, and nobody else."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from agenda.models import Listing
from agenda.queries.entitlement import Entitlement
from agenda.states import AppearanceState
from conference.models import TeamRole
from registration.models import Route, Visibility
from registration.states import RegistrationState
from tests.factories.agenda import make_appearance, make_session
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_focal_point,
    make_participant,
    make_registration,
)

pytestmark = pytest.mark.django_db
NOTHING = Entitlement()
SESSION = uuid.uuid4()


@pytest.fixture
def civil_society(conference):
    return make_category(conference, Route.APPLICATION)


@pytest.fixture
def government(conference):
    return make_category(conference)


def registered(conference, category, state=RegistrationState.REGISTERED, **changes):
    return make_registration(state, conference, category=category, **changes)


def of(registration):
    user = make_user(registration.participant.email)
    return Entitlement.of(user, registration.conference)


def test_who_is_not_signed_in_is_entitled_to_what_is_public_and_to_nothing_else(conference, government):
    found = Entitlement.of(AnonymousUser(), conference)
    assert found == NOTHING
    assert found.may_know(Listing.PUBLIC, [government.pk], SESSION)
    assert not found.may_know(Listing.PARTICIPANTS, [], SESSION)
    assert not found.may_know(Listing.ENTITLED, [], SESSION)
    assert not found.may_enter([], SESSION)
    assert not found.sees_more


def test_an_address_that_nobody_has_given_is_entitled_to_nothing(conference):
    make_registration(RegistrationState.REGISTERED, conference, person={"email": ""})
    for email in ("stranger@people.example", ""):
        user = make_user("stranger@people.example")
        user.email = email
        assert Entitlement.of(user, conference) == NOTHING


def test_a_participant_knows_what_is_for_participants_and_enters_what_is_for_the_category(
    conference, government, civil_society
):
    found = of(registered(conference, civil_society))
    assert (found.is_participant, found.is_of_delegation, found.categories) == (True, False, {civil_society.pk})
    assert found.may_know(Listing.PARTICIPANTS, [government.pk], SESSION)
    assert not found.may_enter([government.pk], SESSION)
    assert not found.may_know(Listing.ENTITLED, [government.pk], SESSION)
    for entry in ([], [civil_society.pk, government.pk], [str(civil_society.pk)]):
        assert found.may_enter(entry, SESSION)
        assert found.may_know(Listing.ENTITLED, entry, str(SESSION))


@pytest.mark.parametrize("state", sorted(frozenset(RegistrationState) - {RegistrationState.REGISTERED}))
def test_who_is_not_registered_does_not_take_part(conference, state):
    assert of(make_registration(state, conference)) == NOTHING


def test_the_private_office_is_entitled_as_its_principal_is_and_a_shared_mailbox_as_all_of_its_persons(
    conference, government, civil_society
):
    registered(conference, government, person={"office_email": "office@ministry.example"})
    registered(conference, civil_society, person={"email": "office@ministry.example"})
    found = Entitlement.of(make_user("office@ministry.example"), conference)
    assert found.categories == {government.pk, civil_society.pk}


def test_a_protected_person_is_entitled_as_anybody_else(conference, government):
    found = of(registered(conference, government, person={"visibility": Visibility.HIDDEN}))
    assert found.may_enter([government.pk], SESSION)


def test_a_member_of_a_delegation_is_of_it(conference):
    delegation = make_delegation(conference)
    found = of(make_registration(RegistrationState.REGISTERED, conference, delegation=delegation))
    assert found.is_of_delegation


def test_a_focal_point_knows_what_participants_know_and_enters_nothing(conference, government):
    focal_point = make_focal_point(make_delegation(conference))
    found = Entitlement.of(make_user(focal_point.email), conference)
    assert (found.is_of_delegation, found.is_participant, found.sees_more) == (True, False, True)
    assert found.may_know(Listing.PARTICIPANTS, [government.pk], SESSION)
    assert not found.may_know(Listing.ENTITLED, [government.pk], SESSION)
    assert not found.may_enter([], SESSION)


def test_a_focal_point_who_was_replaced_is_nobody(conference):
    focal_point = make_focal_point(make_delegation(conference))
    focal_point.ended_at = focal_point.designated_at
    focal_point.save()
    assert Entitlement.of(make_user(focal_point.email), conference) == NOTHING


def test_a_speaker_without_a_registration_knows_the_own_session_alone(conference, government):
    session, other = make_session(conference), make_session(conference)
    speaker = make_participant(conference)
    make_appearance(session, speaker)
    session.entry.add(government)
    found = Entitlement.of(make_user(speaker.email), conference)
    assert found == Entitlement(speaks_in=frozenset({session.pk}))
    assert found.may_know(Listing.ENTITLED, [government.pk], session.pk)
    assert found.may_have_link(session)
    assert not found.may_know(Listing.PARTICIPANTS, [], other.pk)
    assert not found.may_have_link(other)


def test_who_regretted_or_has_left_speaks_nowhere(conference):
    declined = make_participant(conference)
    make_appearance(make_session(conference), declined, state=AppearanceState.DECLINED)
    assert Entitlement.of(make_user(declined.email), conference) == NOTHING
    left = make_participant(conference)
    make_registration(RegistrationState.WITHDRAWN, conference, participant=left)
    make_appearance(make_session(conference), left, state=AppearanceState.CONFIRMED)
    assert Entitlement.of(make_user(left.email), conference) == NOTHING


@pytest.mark.parametrize("role", list(TeamRole))
def test_the_team_is_told_everything(conference, government, role):
    session = make_session(conference)
    session.entry.add(government)
    found = Entitlement.of(make_officer(conference, role), conference)
    assert found.sees_more
    assert found.may_know(Listing.ENTITLED, [government.pk], session.pk)
    assert found.may_have_link(session)


def test_what_holds_in_one_conference_holds_in_no_other(conference, government):
    other = make_conference()
    registration = registered(other, make_category(other))
    make_appearance(make_session(other), registration.participant)
    focal_point = make_focal_point(make_delegation(other))
    for email in (registration.participant.email, focal_point.email):
        assert Entitlement.of(make_user(email), conference) == NOTHING
    assert Entitlement.of(make_officer(other), conference) == NOTHING


def test_an_account_put_out_of_use_is_nobodys(conference, government):
    registration = registered(conference, government)
    user = make_user(registration.participant.email, is_active=False)
    assert Entitlement.of(user, conference) == NOTHING


@pytest.mark.parametrize("count", [1, 20])
def test_it_costs_three_queries_for_one_and_for_many(conference, government, django_assert_num_queries, count):
    email = "mission@missions.example"
    for _ in range(count):
        registration = registered(conference, government, person={"email": email})
        make_appearance(make_session(conference), registration.participant)
        make_focal_point(make_delegation(make_conference()), email=email)
    user = make_user(email)
    with django_assert_num_queries(3):
        found = Entitlement.of(user, conference)
    assert len(found.speaks_in) == count
