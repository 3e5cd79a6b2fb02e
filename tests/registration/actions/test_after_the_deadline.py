"""After the deadline what is asked for is asked first; no act changes anything silently."""

import pytest

from registration.actions.correct import correct_registration
from registration.actions.nominate import complete_nomination
from registration.errors import (
    RegistrationError,
)
from registration.models import Participant
from registration.queries.pending_changes import asks_first, told_first
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import make_user
from tests.factories.registration import (
    make_delegation,
    make_focal_point,
    make_registration,
)


def test_before_the_deadline_nothing_is_asked_first(conference, officer):
    registration = make_registration(S.REGISTERED, conference, delegation=make_delegation(conference))
    assert not asks_first(make_user(registration.participant.email), registration)
    assert told_first(conference) == ""


def test_after_it_everything_is_but_what_the_secretariat_does_or_asked_for(closed, officer):
    registered = make_registration(S.REGISTERED, closed, delegation=make_delegation(closed))
    asked = make_registration(S.CHANGES_REQUESTED, closed)
    assert asks_first(make_user(registered.participant.email), registered)
    assert not asks_first(make_user(asked.participant.email), asked)
    assert not asks_first(officer, registered)
    assert "kept as a request" in told_first(closed)


@pytest.mark.parametrize("state", [S.NOMINATED, S.COMPLETE, S.WAITLISTED])
def test_after_the_deadline_no_act_changes_a_member_silently(closed, officer, state):
    delegation = make_delegation(closed)
    member = make_registration(state, delegation=delegation)
    frida, own = (make_user(email) for email in (make_focal_point(delegation).email, member.participant.email))
    for act in (correct_registration, complete_nomination):
        for other in (frida, own):
            with pytest.raises(RegistrationError, match="To correct a name or a function now, please write to"):
                act(member.pk, person_changes={"function": "Envoy"}, by=other)
            act(member.pk, person_changes={"phone": "+976 11 111111"}, by=other)
    assert Participant.objects.get(pk=member.participant_id).function == "Adviser"
    for act in (correct_registration, complete_nomination):
        act(member.pk, person_changes={"function": act.__name__}, by=officer)
        assert Participant.objects.get(pk=member.participant_id).function == act.__name__


def test_after_the_deadline_no_act_changes_an_application_silently(closed):
    row = make_registration(S.SUBMITTED, closed)
    own = make_user(row.participant.email)
    for person, application in (({"function": "Envoy"}, {}), ({}, {"mandate": "Another."})):
        with pytest.raises(RegistrationError, match="nothing was saved"):
            correct_registration(row.pk, by=own, person_changes=person, application_changes=application)


def test_what_was_asked_for_is_answered_at_once_after_the_deadline_too(closed):
    row = make_registration(S.CHANGES_REQUESTED, closed)
    own = make_user(row.participant.email)
    assert correct_registration(row.pk, person_changes={"function": "Envoy"}, by=own).state == S.SUBMITTED


def test_an_application_that_was_put_on_the_waiting_list_is_not_changed_silently_either(conference):
    row = make_registration(S.WAITLISTED, conference, track=Track.APPLICATION)
    with pytest.raises(RegistrationError, match="nothing was saved"):
        correct_registration(row.pk, person_changes={"function": "Envoy"}, by=make_user(row.participant.email))
