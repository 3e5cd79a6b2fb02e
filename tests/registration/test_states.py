"""Every pair of both transition tables: what is allowed is made and kept, all else is refused with a sentence."""

import pytest

from registration.errors import IllegalInvitationTransitionError, IllegalTransitionError
from registration.states import (
    ENDED,
    HOLDING_A_SEAT,
    INVITATION_TRANSITIONS,
    LIVE,
    STATES_OF_TRACK,
    TRANSITIONS,
    InvitationState,
    RegistrationState,
    Track,
    may_move,
)
from tests.factories.conference import make_conference, make_officer
from tests.factories.registration import make_invitation, make_registration

S = RegistrationState

# What each track allows, written out once more: a change of the table must be made twice, and on purpose.
NOMINATION = {
    (S.DRAFT, S.COMPLETE),
    (S.DRAFT, S.WAITLISTED),
    (S.DRAFT, S.WITHDRAWN),
    (S.NOMINATED, S.COMPLETE),
    (S.NOMINATED, S.WAITLISTED),
    (S.NOMINATED, S.WITHDRAWN),
    (S.NOMINATED, S.REPLACED),
    (S.COMPLETE, S.REGISTERED),
    (S.COMPLETE, S.NOMINATED),
    (S.COMPLETE, S.WAITLISTED),
    (S.COMPLETE, S.WITHDRAWN),
    (S.COMPLETE, S.REPLACED),
    (S.WAITLISTED, S.NOMINATED),
    (S.WAITLISTED, S.COMPLETE),
    (S.WAITLISTED, S.WITHDRAWN),
    (S.WAITLISTED, S.REPLACED),
    (S.REGISTERED, S.COMPLETE),
    (S.REGISTERED, S.WITHDRAWN),
    (S.REGISTERED, S.REPLACED),
}
APPLICATION = {
    (S.DRAFT, S.SUBMITTED),
    (S.DRAFT, S.WAITLISTED),
    (S.DRAFT, S.WITHDRAWN),
    (S.SUBMITTED, S.UNDER_REVIEW),
    (S.SUBMITTED, S.WITHDRAWN),
    (S.UNDER_REVIEW, S.CHANGES_REQUESTED),
    (S.UNDER_REVIEW, S.REGISTERED),
    (S.UNDER_REVIEW, S.WAITLISTED),
    (S.UNDER_REVIEW, S.DECLINED),
    (S.UNDER_REVIEW, S.WITHDRAWN),
    (S.CHANGES_REQUESTED, S.SUBMITTED),
    (S.CHANGES_REQUESTED, S.DECLINED),
    (S.CHANGES_REQUESTED, S.WITHDRAWN),
    (S.WAITLISTED, S.REGISTERED),
    (S.WAITLISTED, S.DECLINED),
    (S.WAITLISTED, S.WITHDRAWN),
    (S.WAITLISTED, S.REPLACED),
    (S.REGISTERED, S.UNDER_REVIEW),
    (S.REGISTERED, S.WITHDRAWN),
    (S.REGISTERED, S.REPLACED),
    (S.DECLINED, S.UNDER_REVIEW),
}
ALLOWED = {Track.NOMINATION: NOMINATION, Track.APPLICATION: APPLICATION}


@pytest.mark.parametrize("wanted", list(S))
@pytest.mark.parametrize(
    ("track", "current"), [(track, state) for track in Track for state in sorted(STATES_OF_TRACK[track])]
)
def test_the_table_has_exactly_the_moves_of_the_track(track, current, wanted):
    assert may_move(track, current, wanted) == ((current, wanted) in ALLOWED[track])


def test_who_is_nominated_is_never_reviewed_nor_declined():
    assert STATES_OF_TRACK[Track.NOMINATION].isdisjoint({S.SUBMITTED, S.UNDER_REVIEW, S.CHANGES_REQUESTED, S.DECLINED})


def test_withdrawn_can_be_reached_from_wherever_one_takes_part():
    assert {state for state in LIVE if S.WITHDRAWN in TRANSITIONS[state]} == LIVE


def test_nobody_who_is_out_holds_a_seat():
    assert HOLDING_A_SEAT.isdisjoint(ENDED)
    assert set(S) == LIVE | ENDED


@pytest.mark.django_db
@pytest.mark.parametrize(("track", "pair"), [(track, pair) for track in Track for pair in sorted(ALLOWED[track])])
def test_an_allowed_move_is_made_and_keeps_actor_time_and_reason(track, pair):
    current, wanted = pair
    registration = make_registration(current, track=track)
    officer = make_officer(registration.conference)
    registration.move_to(wanted, by=officer, reason="As agreed.")
    registration.refresh_from_db()
    step = registration.transitions.latest("pk")
    assert (registration.state, registration.version) == (wanted, 2)
    assert (step.origin, step.target, step.by, step.reason) == (current, wanted, officer, "As agreed.")
    assert step.at >= registration.state_since


@pytest.mark.django_db
@pytest.mark.parametrize("track", list(Track))
def test_every_other_move_is_refused_with_a_sentence_and_changes_nothing(track):
    conference = make_conference()
    for current in STATES_OF_TRACK[track]:
        registration = make_registration(current, conference, track=track)
        for wanted in set(S) - {target for origin, target in ALLOWED[track] if origin == current}:
            with pytest.raises(IllegalTransitionError) as refusal:
                registration.move_to(wanted, by=None)
            assert str(refusal.value) == (f"A registration that is “{current.label}” cannot become “{wanted.label}”.")
        registration.refresh_from_db()
        assert (registration.state, registration.version, registration.transitions.count()) == (current, 1, 1)


I = InvitationState  # noqa: E741  as in the table
INVITATION = {
    (I.DRAFT, I.SENT),
    (I.DRAFT, I.BOUNCED),
    (I.DRAFT, I.ACKNOWLEDGED),
    (I.DRAFT, I.ACCEPTED),
    (I.DRAFT, I.DECLINED),
    (I.SENT, I.DRAFT),
    (I.SENT, I.DELIVERED),
    (I.SENT, I.BOUNCED),
    (I.SENT, I.ACKNOWLEDGED),
    (I.SENT, I.ACCEPTED),
    (I.SENT, I.DECLINED),
    (I.SENT, I.NO_REPLY),
    (I.DELIVERED, I.BOUNCED),
    (I.DELIVERED, I.ACKNOWLEDGED),
    (I.DELIVERED, I.ACCEPTED),
    (I.DELIVERED, I.DECLINED),
    (I.DELIVERED, I.NO_REPLY),
    (I.BOUNCED, I.SENT),
    (I.BOUNCED, I.ACKNOWLEDGED),
    (I.BOUNCED, I.ACCEPTED),
    (I.BOUNCED, I.DECLINED),
    (I.BOUNCED, I.NO_REPLY),
    (I.ACKNOWLEDGED, I.ACCEPTED),
    (I.ACKNOWLEDGED, I.DECLINED),
    (I.ACKNOWLEDGED, I.NO_REPLY),
    (I.ACCEPTED, I.DECLINED),
    (I.DECLINED, I.ACCEPTED),
    (I.NO_REPLY, I.ACKNOWLEDGED),
    (I.NO_REPLY, I.ACCEPTED),
    (I.NO_REPLY, I.DECLINED),
}


def test_the_table_of_invitations_has_exactly_these_moves():
    assert {(origin, target) for origin, targets in INVITATION_TRANSITIONS.items() for target in targets} == INVITATION


@pytest.mark.django_db
@pytest.mark.parametrize("current", list(I))
def test_an_invitation_moves_only_as_the_table_says(current):
    conference = make_conference()
    officer = make_officer(conference)
    for wanted in I:
        invitation = make_invitation(state=current)
        if (current, wanted) in INVITATION:
            invitation.move_to(wanted, by=officer, reason="By telephone.")
            step = invitation.transitions.latest("pk")
            assert (step.origin, step.target, step.by, step.reason) == (current, wanted, officer, "By telephone.")
        else:
            with pytest.raises(IllegalInvitationTransitionError) as refusal:
                invitation.move_to(wanted, by=officer)
            assert str(refusal.value) == f"An invitation that is “{current.label}” cannot become “{wanted.label}”."
        invitation.refresh_from_db()
        assert invitation.state == (wanted if (current, wanted) in INVITATION else current)
