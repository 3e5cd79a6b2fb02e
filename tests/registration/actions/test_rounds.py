"""Decisions of a round: nobody learns of them until they are released, and then everybody at once, once."""

import pytest
from django.db import IntegrityError, transaction

from conference.correspondence.models import OutgoingMessage
from registration.actions import rounds
from registration.actions.rounds import begin_round, decide_provisionally, drop_round, release_next_batch, release_round
from registration.actions.undo import undo_decision
from registration.errors import (
    IllegalRoundTransitionError,
    LostUpdateError,
    NotPermittedError,
    ReasonRequiredError,
    RegistrationError,
)
from registration.models import DecisionRound, Outcome, Registration, Route
from registration.states import ROUND_TRANSITIONS, RoundState
from registration.states import RegistrationState as S
from registration.tasks import release_rounds
from tests.factories.registration import make_category, make_registration


@pytest.fixture
def category(conference):
    return make_category(conference, Route.APPLICATION, places=2)


@pytest.fixture
def found(conference, category, officer):
    return begin_round(conference, category.pk, title="First round", by=officer)


def applicants(category, count, state=S.UNDER_REVIEW):
    return [make_registration(state, category.conference, category=category) for _ in range(count)]


def decided(found, rows, outcome, by, reason="No place is left."):
    return decide_provisionally(found.pk, [row.pk for row in rows], outcome=outcome, by=by, reason=reason)


def states(rows):
    return [Registration.objects.get(pk=row.pk).state for row in rows]


def test_until_it_is_released_nothing_changes_and_nobody_is_told(found, category, officer):
    rows = applicants(category, 2, S.SUBMITTED)
    assert decided(found, rows, Outcome.DECLINED, officer) == 2
    assert states(rows) == [S.SUBMITTED, S.SUBMITTED]
    assert not OutgoingMessage.objects.exists()
    assert {row.transitions.count() for row in rows} == {1}


def test_released_all_are_told_at_once_and_each_keeps_who_decided(found, category, officer):
    registered, waiting, declined = applicants(category, 3)
    decided(found, [registered], Outcome.REGISTERED, officer, "")
    decided(found, [waiting], Outcome.WAITLISTED, officer, "")
    decided(found, [declined], Outcome.DECLINED, officer)
    released = release_round(found.pk, by=officer)
    assert (released.state, released.released_by) == (RoundState.RELEASED, officer)
    assert states([registered, waiting, declined]) == [S.REGISTERED, S.WAITLISTED, S.DECLINED]
    purposes = set(OutgoingMessage.objects.values_list("purpose", flat=True))
    assert purposes == {"registration_confirmed", "waitlisted", "application_declined"}
    assert {row.transitions.latest("pk").act for row in (registered, waiting, declined)} == {released.act}


def test_what_was_not_taken_up_is_taken_up_by_the_release_and_undone_as_one(found, category, officer):
    rows = applicants(category, 1, S.SUBMITTED)
    decided(found, rows, Outcome.REGISTERED, officer, "")
    released = release_round(found.pk, by=officer)
    assert states(rows) == [S.REGISTERED]
    assert released.act is not None
    undo_decision(released.act.pk, by=officer)
    assert states(rows) == [S.SUBMITTED]


def test_a_decision_can_be_altered_and_taken_out_before(found, category, officer):
    rows = applicants(category, 2)
    decided(found, rows, Outcome.DECLINED, officer)
    decided(found, rows[:1], Outcome.REGISTERED, officer, "")
    decided(found, rows[1:], None, officer)
    assert list(found.decisions.values_list("registration", "outcome")) == [(rows[0].pk, "registered")]


def test_whoever_finds_no_place_is_left_with_the_sentence(found, category, officer):
    rows = applicants(category, 3)
    decided(found, rows, Outcome.REGISTERED, officer, "")
    release_round(found.pk, by=officer)
    assert sorted(states(rows)) == [S.REGISTERED, S.REGISTERED, S.UNDER_REVIEW]
    refusals = list(found.decisions.exclude(refusal="").values_list("refusal", flat=True))
    assert refusals == ["All places in the category “Civil society” are taken."]


def test_many_are_done_batch_by_batch_each_once(found, category, officer, monkeypatch):
    monkeypatch.setattr(rounds, "BATCH", 2)
    rows = applicants(category, 5)
    decided(found, rows, Outcome.DECLINED, officer)
    assert release_round(found.pk, by=officer).state == RoundState.RELEASING
    release_rounds()
    release_rounds()
    release_rounds()
    assert release_next_batch(found.pk).state == RoundState.RELEASED
    assert states(rows) == [S.DECLINED] * 5
    assert OutgoingMessage.objects.count() == 5


def test_it_is_released_once_and_by_who_saw_its_last_decision(found, category, officer):
    seen = found.version
    decided(found, applicants(category, 1), Outcome.DECLINED, officer)
    with pytest.raises(LostUpdateError):
        release_round(found.pk, by=officer, version=seen)
    release_round(found.pk, by=officer)
    with pytest.raises(IllegalRoundTransitionError):
        release_round(found.pk, by=officer)
    with pytest.raises(RegistrationError, match="no longer altered"):
        decided(found, applicants(category, 1), Outcome.DECLINED, officer)


def test_an_empty_round_is_not_released_and_a_dropped_one_tells_nobody(found, category, officer):
    with pytest.raises(RegistrationError, match="Nothing is decided"):
        release_round(found.pk, by=officer)
    decided(found, applicants(category, 1), Outcome.DECLINED, officer)
    assert drop_round(found.pk, by=officer).state == RoundState.DROPPED
    assert not OutgoingMessage.objects.exists()


def test_only_officers_who_decide_prepare_and_release(conference, found, category, observer, officer):
    rows = applicants(category, 1)
    for act in (
        lambda: begin_round(conference, category.pk, title="Mine", by=observer),
        lambda: decided(found, rows, Outcome.DECLINED, observer),
        lambda: release_round(found.pk, by=observer),
        lambda: drop_round(found.pk, by=observer),
    ):
        with pytest.raises(NotPermittedError):
            act()
    own = make_registration(S.UNDER_REVIEW, conference, category=category, person={"email": officer.email})
    assert decided(found, [own], Outcome.REGISTERED, officer) == 0


def test_who_is_declined_is_so_for_a_reason(found, category, officer):
    with pytest.raises(ReasonRequiredError):
        decided(found, applicants(category, 1), Outcome.DECLINED, officer, " ")


def test_only_applications_and_one_round_a_category(conference, found, category, officer):
    with pytest.raises(RegistrationError, match="in preparation already"):
        begin_round(conference, category.pk, title="Second", by=officer)
    with pytest.raises(RegistrationError, match="Only applications"):
        begin_round(conference, make_category(conference).pk, title="Second", by=officer)
    with pytest.raises(IntegrityError, match="one_round_in_preparation"), transaction.atomic():
        DecisionRound.objects.create(conference=conference, category=category, title="Second")


@pytest.mark.parametrize("wanted", list(RoundState))
@pytest.mark.parametrize("current", list(RoundState))
def test_a_round_moves_only_as_its_table_says(current, wanted, found, officer):
    moves = {("open", "releasing"), ("open", "dropped"), ("releasing", "released")}
    assert (wanted in ROUND_TRANSITIONS[current]) == ((current, wanted) in moves)
    found.state = current
    if (current, wanted) not in moves:
        with pytest.raises(IllegalRoundTransitionError):
            found.move_to(wanted, by=officer)
