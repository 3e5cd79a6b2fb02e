"""To undo is to decide: whoever may not decide on an application undoes nothing that others decided on it."""

import pytest

from registration.actions.decide import confirm_registration, decline_application, take_up
from registration.actions.undo import undo_decision
from registration.models import DecisionAct, Reading, ReadingEnd
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.registration import make_registration
from tests.factories.vetting import make_reading


@pytest.fixture
def row(conference):
    return make_registration(S.UNDER_REVIEW, conference)


def latest():
    return DecisionAct.objects.latest("at").pk


def test_who_declined_does_not_undo_what_the_review_decided(row, conference, officer):
    decline_application(row.pk, reason="Full.", by=officer)
    other = make_officer(conference)
    for act in (take_up, confirm_registration):
        act(row.pk, by=other)
        undone = undo_decision(latest(), by=officer)
        assert not undone.done
        ((_row, sentence),) = undone.left
        assert "an officer who was not involved" in sentence
    row.refresh_from_db()
    assert row.state == S.REGISTERED
    assert undo_decision(latest(), by=other).done == [row]


def test_ones_own_decline_is_undone_by_oneself(row, officer):
    decline_application(row.pk, reason="Full.", by=officer)
    assert undo_decision(latest(), by=officer).done == [row]
    row.refresh_from_db()
    assert row.state == S.UNDER_REVIEW


def test_a_conflict_of_interest_bars_from_undoing(row, conference, officer):
    other = make_officer(conference)
    Reading.objects.filter(pk=make_reading(row, officer).pk).update(
        ended_at=row.created_at, ended_how=ReadingEnd.CONFLICT
    )
    confirm_registration(row.pk, by=other)
    ((_row, sentence),) = undo_decision(latest(), by=officer).left
    assert "conflict of interest" in sentence
