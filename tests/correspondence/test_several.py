"""One decision about several messages: what it moves, what it leaves, and two officers who decide at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from conference.correspondence import moves, outbox
from conference.correspondence.errors import NotPermittedError, ReasonNeededError
from conference.correspondence.letter import Letter
from conference.correspondence.models import DeliveryAttempt, OutgoingMessage
from conference.correspondence.several import look_at, move_several
from conference.correspondence.states import TRANSITIONS, MessageState
from conference.models import TeamRole
from conference.registry import registry
from tests.factories.conference import make_conference, make_officer

pytestmark = pytest.mark.django_db(transaction=True)
S = MessageState
MOVES = {
    "send again": moves.FAILED_AGAIN,
    "send once more": moves.UNKNOWN_AGAIN,
    "arrived": moves.ARRIVED,
    "let go": moves.RELEASE,
    "hold": moves.HOLD,
    "cancel": moves.CANCEL,
}


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def by(conference):
    return make_officer(conference, TeamRole.CORRESPONDENCE)


def written(conference, *states):
    """A message in each of the states."""
    letters = [
        Letter(
            conference=conference,
            purpose="sign_in_code",
            recipient=f"p{number:04}@example.org",
            language="en",
            secrets={"code": "123456"},
        )
        for number in range(len(states))
    ]
    rows = list(outbox.enqueue_all(letters).order_by("recipient"))
    for row, state in zip(rows, states, strict=True):
        now = timezone.now()
        OutgoingMessage.objects.filter(pk=row.pk).update(
            state=state, sent_at=now if state == S.SENT else None, lease_until=now if state == S.SENDING else None
        )
    return [row.pk for row in rows]


def states_of(ids):
    found = dict(OutgoingMessage.objects.values_list("pk", "state"))
    return [found[pk] for pk in ids]


@pytest.mark.parametrize("name", MOVES)
def test_of_every_state_those_are_moved_that_the_table_allows_and_the_others_stay(conference, by, name):
    move, ids = MOVES[name], written(conference, *S)
    done = move_several(ids, move, conference, by=by, reason="As agreed.")
    expected = [move.wanted if s in move.origins and move.wanted in TRANSITIONS[s] else s for s in S]
    assert states_of(ids) == expected
    assert len(done.moved) + done.left.total() == len(S)
    logged = DeliveryAttempt.objects.values_list("answer", "reason", "by")
    assert set(logged) == {(str(move.sentence), "As agreed.", by.pk)}
    assert len(logged) == len(done.moved)


def test_to_look_changes_nothing(conference, by):
    ids = written(conference, S.FAILED, S.FAILED, S.UNKNOWN, S.SENT)
    found = look_at(ids, moves.FAILED_AGAIN, conference, by=by)
    assert [message.pk for message in found.moved] == sorted(ids[:2])
    assert found.left == {S.UNKNOWN: 1, S.SENT: 1}
    assert states_of(ids) == [S.FAILED, S.FAILED, S.UNKNOWN, S.SENT]


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_decided(conference, by, reason):
    ids = written(conference, S.UNKNOWN)
    with pytest.raises(ReasonNeededError):
        move_several(ids, moves.ARRIVED, conference, by=by, reason=reason)
    assert states_of(ids) == [S.UNKNOWN]


def test_who_does_not_correspond_moves_nothing(conference):
    ids = written(conference, S.QUEUED)
    with pytest.raises(NotPermittedError):
        move_several(ids, moves.HOLD, conference, by=make_officer(conference, TeamRole.OBSERVER), reason="No.")
    assert states_of(ids) == [S.QUEUED]


def test_messages_of_another_conference_are_not_there(conference, by):
    ids = written(make_conference(), S.QUEUED)
    assert move_several(ids, moves.HOLD, conference, by=by, reason="No.").moved == []
    assert states_of(ids) == [S.QUEUED]


def test_whoever_waits_for_the_purpose_is_told_of_each_that_arrived(conference, by, monkeypatch):
    told = []
    monkeypatch.setitem(registry.on_settled, "sign_in_code", lambda rows: told.extend([one.pk for one in rows]))
    ids = written(conference, S.UNKNOWN, S.UNKNOWN, S.FAILED)
    move_several(ids, moves.ARRIVED, conference, by=by, reason="By telephone.")
    assert sorted(told) == sorted(ids[:2])
    arrived = OutgoingMessage.objects.filter(pk__in=ids[:2])
    assert [(message.secrets, message.sent_at is None) for message in arrived] == [({}, False)] * 2


def test_of_two_officers_at_once_one_sends_again_and_each_message_is_queued_once(conference, by):
    other = make_officer(conference, TeamRole.CORRESPONDENCE)
    ids = written(conference, *[S.UNKNOWN] * 30)
    together = threading.Barrier(2)

    def decide(officer):
        try:
            together.wait(10)
            return len(move_several(ids, moves.UNKNOWN_AGAIN, conference, by=officer, reason="Again.").moved)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decide, [by, other])) == [0, 30]
    assert DeliveryAttempt.objects.count() == 30


@pytest.mark.parametrize("count", [1, 100])
def test_to_decide_costs_the_same_for_one_and_for_a_hundred(conference, by, count, django_assert_num_queries):
    ids = written(conference, *[S.FAILED] * count)
    with django_assert_num_queries(6):
        assert len(move_several(ids, moves.CANCEL, conference, by=by, reason="Not needed.").moved) == count
