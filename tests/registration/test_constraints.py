"""What the database itself refuses, whatever the code does."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registration.models import DelegationRole, Invitation, Registration
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import make_organisation, make_state
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
)

pytestmark = pytest.mark.django_db


def refused(name):
    """The insert or update in the block must be refused by the constraint of that name."""
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize("state", [S.NOMINATED, S.COMPLETE, S.REGISTERED])
def test_a_delegation_has_one_head(state):
    head = make_registration(S.NOMINATED, delegation=make_delegation(), role=DelegationRole.HEAD)
    with refused("delegation_has_one_head"), transaction.atomic():
        make_registration(state, delegation=head.delegation, role=DelegationRole.HEAD)


@pytest.mark.parametrize("state", [S.WITHDRAWN, S.REPLACED, S.WAITLISTED])
def test_who_holds_no_seat_heads_no_delegation(state):
    head = make_registration(S.NOMINATED, delegation=make_delegation(), role=DelegationRole.HEAD)
    make_registration(state, delegation=head.delegation, role=DelegationRole.HEAD)
    assert Registration.objects.filter(delegation=head.delegation, role=DelegationRole.HEAD).count() == 2


@pytest.mark.parametrize("state", [S.DRAFT, S.SUBMITTED, S.UNDER_REVIEW, S.WAITLISTED, S.REGISTERED])
def test_a_participant_has_one_live_registration(state):
    first = make_registration(S.SUBMITTED)
    with refused("participant_has_one_live_registration"), transaction.atomic():
        make_registration(state, participant=first.participant)


@pytest.mark.parametrize("state", [S.WITHDRAWN, S.DECLINED, S.REPLACED])
def test_a_withdrawn_or_declined_person_may_come_again(state):
    former = make_registration(state, track=Track.APPLICATION)
    make_registration(S.SUBMITTED, participant=former.participant)
    assert former.participant.registrations.count() == 2


@pytest.mark.parametrize(
    ("track", "state"),
    [
        (Track.NOMINATION, S.SUBMITTED),
        (Track.NOMINATION, S.UNDER_REVIEW),
        (Track.NOMINATION, S.CHANGES_REQUESTED),
        (Track.NOMINATION, S.DECLINED),
        (Track.APPLICATION, S.NOMINATED),
        (Track.APPLICATION, S.COMPLETE),
    ],
)
def test_a_registration_keeps_to_its_track(track, state):
    registration = make_registration(S.DRAFT, track=track)
    with refused("registration_keeps_to_its_track"):
        Registration.objects.filter(pk=registration.pk).update(state=state)


def test_a_role_goes_with_a_delegation():
    with refused("role_goes_with_a_delegation"):
        make_registration(S.SUBMITTED, role=DelegationRole.DELEGATE)


def test_a_form_makes_one_registration():
    first = make_registration(S.SUBMITTED)
    with refused("form_token"):
        make_registration(S.SUBMITTED, first.conference, form_token=first.form_token)


def test_a_state_has_one_delegation():
    delegation = make_delegation(owner=make_state("KG"))
    with refused("state_has_one_delegation"):
        make_delegation(delegation.conference, make_state("KG"))


def test_an_organisation_has_one_delegation():
    organisation = make_organisation()
    delegation = make_delegation(owner=organisation)
    with refused("organisation_has_one_delegation"):
        make_delegation(delegation.conference, organisation)


def test_a_delegation_belongs_to_a_state_or_an_organisation():
    with refused("delegation_is_of_a_state_or_an_organisation"):
        make_delegation(owner=make_state("KG"), organisation=make_organisation())


def test_a_delegation_is_invited_once():
    invitation = make_invitation()
    with refused("delegation_is_invited_once"):
        make_invitation(to=invitation.delegation)


def test_an_invitation_has_one_addressee():
    invitation = make_invitation()
    with refused("invitation_has_one_addressee"):
        Invitation.objects.filter(pk=invitation.pk).update(participant=make_participant(invitation.conference))


def test_a_reference_number_is_unique_in_its_conference():
    invitation = make_invitation(reference="MFA/2019/77")
    with refused("reference_number_is_unique"):
        make_invitation(to=make_delegation(invitation.conference, make_state("KZ")), reference="MFA/2019/77")


def test_a_delegation_has_one_focal_point_of_a_rank_at_a_time():
    focal_point = make_focal_point(ended_at=timezone.now())
    make_focal_point(focal_point.delegation)
    with refused("delegation_has_one_focal_point_a_rank"):
        make_focal_point(focal_point.delegation)


def test_a_category_has_its_own_address_in_a_conference():
    category = make_category()
    with refused("category_address_is_unique_in_a_conference"):
        type(category).objects.create(conference=category.conference, slug=category.slug, route=category.route)
