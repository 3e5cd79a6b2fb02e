"""A decision is undone within its time: states, places in line and letters return; who moved on is left and named."""

import datetime

import pytest
from django.utils import timezone

from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import UNDO_WITHIN, TeamRole
from registration.actions.decide import (
    confirm_registration,
    decline_application,
    promote,
    request_changes,
    take_up,
    waitlist,
)
from registration.actions.decide_in_bulk import confirm_registrations, decline_applications, take_up_applications
from registration.actions.undo import undo_decision
from registration.actions.withdraw import withdraw_registration
from registration.errors import NotPermittedError, RegistrationError
from registration.models import DecisionAct, Registration
from registration.states import STATES_OF_TRACK, UNDO_TRANSITIONS, Track, may_undo
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.registration import make_delegation, make_registration


@pytest.fixture(autouse=True)
def waiting_letters(conference):
    """Letters of a decision wait for ten minutes."""
    conference.decision_letters_wait = 10
    conference.save()


def the_act():
    return DecisionAct.objects.get()


def state_of(row):
    return Registration.objects.get(pk=row.pk).state


SINGLE = [
    (S.COMPLETE, Track.NOMINATION, lambda row, by: confirm_registration(row.pk, by=by)),
    (S.UNDER_REVIEW, Track.APPLICATION, lambda row, by: confirm_registration(row.pk, by=by)),
    (S.UNDER_REVIEW, Track.APPLICATION, lambda row, by: decline_application(row.pk, reason="Full.", by=by)),
    (S.CHANGES_REQUESTED, Track.APPLICATION, lambda row, by: decline_application(row.pk, reason="Full.", by=by)),
    (S.WAITLISTED, Track.APPLICATION, lambda row, by: decline_application(row.pk, reason="Full.", by=by)),
    (S.SUBMITTED, Track.APPLICATION, lambda row, by: take_up(row.pk, by=by)),
    (S.DECLINED, Track.APPLICATION, lambda row, by: take_up(row.pk, by=by)),
    (S.UNDER_REVIEW, Track.APPLICATION, lambda row, by: request_changes(row.pk, what="The mandate.", by=by)),
    (S.UNDER_REVIEW, Track.APPLICATION, lambda row, by: waitlist(row.pk, by=by)),
    (S.NOMINATED, Track.NOMINATION, lambda row, by: waitlist(row.pk, by=by)),
    (S.COMPLETE, Track.NOMINATION, lambda row, by: waitlist(row.pk, by=by)),
    (S.WAITLISTED, Track.NOMINATION, lambda row, by: promote(row.pk, by=by)),
    (S.WAITLISTED, Track.APPLICATION, lambda row, by: promote(row.pk, by=by)),
]


@pytest.mark.parametrize(("state", "track", "decide"), SINGLE)
def test_every_decision_can_be_undone(state, track, decide, conference, officer):
    row = make_registration(state, conference, track=track)
    since = row.state_since
    decide(row, officer)
    undone = undo_decision(the_act().pk, by=officer, reason="The wrong one.")
    row.refresh_from_db()
    assert (row.state, row.state_since, undone.left) == (state, since, [])
    step = row.transitions.latest("pk")
    assert (step.undoes, step.reason, step.by) == (the_act(), "The wrong one.", officer)
    assert set(OutgoingMessage.objects.values_list("state", flat=True)) <= {MessageState.CANCELLED}


def test_undone_and_promoted_again_one_returns_to_the_same(conference, officer):
    row = make_registration(S.WAITLISTED, conference, track=Track.NOMINATION, waited_for=S.NOMINATED)
    promote(row.pk, by=officer)
    undo_decision(the_act().pk, by=officer)
    row.refresh_from_db()
    assert (row.state, row.waited_for) == (S.WAITLISTED, S.NOMINATED)


def test_letters_wait_as_long_as_the_conference_says_and_those_that_are_gone_are_named(conference, officer):
    gone, waiting = (make_registration(S.UNDER_REVIEW, conference) for _ in range(2))
    confirm_registrations([gone.pk, waiting.pk], by=officer)
    act = the_act()
    assert act.letters_go_at - act.at == datetime.timedelta(minutes=10)
    assert not OutgoingMessage.objects.due().exists()
    OutgoingMessage.objects.filter(about_id=gone.pk).update(state=MessageState.SENT, sent_at=timezone.now())
    undone = undo_decision(act.pk, by=officer)
    assert [letter.about_id for letter in undone.letters.gone] == [gone.pk]
    assert [letter.about_id for letter in undone.letters.cancelled] == [waiting.pk]
    assert [state_of(gone), state_of(waiting)] == [S.UNDER_REVIEW, S.UNDER_REVIEW]


def test_who_has_moved_on_is_left_and_named_and_their_letter_goes(conference, officer):
    moved, still = (make_registration(S.COMPLETE, conference, track=Track.NOMINATION) for _ in range(2))
    confirm_registrations([moved.pk, still.pk], by=officer)
    withdraw_registration(moved.pk, by=officer)
    undone = undo_decision(the_act().pk, by=officer)
    assert [row.pk for row in undone.done] == [still.pk]
    assert [(row.pk, why) for row, why in undone.left] == [
        (moved.pk, "It has been moved on since; it is left as it is.")
    ]
    letter = OutgoingMessage.objects.get(about_id=moved.pk, purpose="registration_confirmed")
    assert letter.state == MessageState.QUEUED


def test_who_would_find_no_seat_is_left(conference, officer):
    delegation = make_delegation(conference, quota=1)
    row = make_registration(S.COMPLETE, delegation=delegation)
    waitlist(row.pk, by=officer)
    make_registration(S.COMPLETE, delegation=delegation)
    undone = undo_decision(the_act().pk, by=officer)
    assert "All 1 seats of this delegation are taken" in undone.left[0][1]
    assert the_act().undone_at is None


@pytest.mark.parametrize(
    ("state", "decide"),
    [
        (S.UNDER_REVIEW, lambda ids, by: confirm_registrations(ids, by=by)),
        (S.UNDER_REVIEW, lambda ids, by: decline_applications(ids, reason="Full.", by=by)),
        (S.SUBMITTED, lambda ids, by: take_up_applications(ids, by=by)),
    ],
)
def test_a_decision_on_many_is_one_act_and_is_undone_as_one(state, decide, conference, officer):
    rows = [make_registration(state, conference) for _ in range(3)]
    outcome = decide([row.pk for row in rows], officer)
    assert outcome.act == the_act()
    assert len(undo_decision(outcome.act.pk, by=officer).done) == 3
    assert {state_of(row) for row in rows} == {state}


def test_a_decision_that_moved_nobody_is_not_kept(conference, officer):
    confirm_registrations([make_registration(S.SUBMITTED, conference).pk], by=officer)
    assert not DecisionAct.objects.exists()


def test_it_is_undone_once_and_within_its_time(conference, officer):
    confirm_registration(make_registration(S.UNDER_REVIEW, conference).pk, by=officer)
    DecisionAct.objects.update(at=timezone.now() - UNDO_WITHIN)
    with pytest.raises(RegistrationError, match="is over"):
        undo_decision(the_act().pk, by=officer)
    DecisionAct.objects.update(at=timezone.now())
    undo_decision(the_act().pk, by=officer)
    with pytest.raises(RegistrationError, match="undone already"):
        undo_decision(the_act().pk, by=officer)


def test_only_who_may_decide_undoes_and_of_a_mixed_act_what_is_theirs(conference, officer, observer):
    applicant = make_registration(S.UNDER_REVIEW, conference)
    nominee = make_registration(S.COMPLETE, delegation=make_delegation(conference))
    confirm_registrations([applicant.pk, nominee.pk], by=officer)
    with pytest.raises(NotPermittedError):
        undo_decision(the_act().pk, by=observer)
    undone = undo_decision(the_act().pk, by=make_officer(conference, TeamRole.VETTING))
    assert [row.pk for row in undone.done] == [applicant.pk]
    assert state_of(nominee) == S.REGISTERED


# What undoing may do on each track, written out once more.
UNDONE = {
    Track.NOMINATION: {
        (S.NOMINATED, S.WAITLISTED),
        (S.COMPLETE, S.WAITLISTED),
        (S.WAITLISTED, S.NOMINATED),
        (S.WAITLISTED, S.COMPLETE),
        (S.REGISTERED, S.COMPLETE),
        (S.REGISTERED, S.WAITLISTED),
    },
    Track.APPLICATION: {
        (S.UNDER_REVIEW, S.SUBMITTED),
        (S.UNDER_REVIEW, S.DECLINED),
        (S.CHANGES_REQUESTED, S.UNDER_REVIEW),
        (S.WAITLISTED, S.SUBMITTED),
        (S.WAITLISTED, S.UNDER_REVIEW),
        (S.REGISTERED, S.SUBMITTED),
        (S.REGISTERED, S.UNDER_REVIEW),
        (S.REGISTERED, S.WAITLISTED),
        (S.DECLINED, S.SUBMITTED),
        (S.DECLINED, S.UNDER_REVIEW),
        (S.DECLINED, S.CHANGES_REQUESTED),
        (S.DECLINED, S.WAITLISTED),
    },
}


@pytest.mark.parametrize("former", list(S))
@pytest.mark.parametrize(("track", "current"), [(t, state) for t in Track for state in sorted(STATES_OF_TRACK[t])])
def test_undoing_has_exactly_these_moves(track, current, former):
    assert may_undo(track, current, former) == ((current, former) in UNDONE[track])
    assert set(UNDO_TRANSITIONS) == set(S)
