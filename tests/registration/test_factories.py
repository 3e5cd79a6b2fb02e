"""The factories make what they say, in every state."""

import pytest

from registration.models import Registration
from registration.states import STATES_OF_TRACK, InvitationState, RegistrationState, Track
from tests.factories.registration import make_invitation, make_participant, make_registration

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", list(RegistrationState))
def test_a_registration_is_made_in_every_state(state):
    registration = make_registration(state)
    assert registration.state == state
    assert [(step.origin, step.target) for step in registration.transitions.all()] == [("", state)]


@pytest.mark.parametrize(
    ("track", "state"), [(track, state) for track in Track for state in sorted(STATES_OF_TRACK[track])]
)
def test_a_registration_is_made_in_every_state_of_its_track(track, state):
    assert make_registration(state, track=track).track == track


def test_two_registrations_of_one_conference_are_two_people():
    first = make_registration(RegistrationState.NOMINATED)
    make_registration(RegistrationState.NOMINATED, first.conference)
    assert Registration.objects.filter(conference=first.conference, delegation=first.delegation).count() == 2


@pytest.mark.parametrize("state", list(InvitationState))
def test_an_invitation_is_made_in_every_state(state):
    assert make_invitation(state=state).designation_digest
    assert make_invitation(state=state, to=make_participant()).designation_digest is None
