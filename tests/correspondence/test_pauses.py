"""All letters of one act: paused while workers take them, let go on, given up."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from django.utils import timezone

from conference.correspondence import claims, delivery, outbox, pauses
from conference.correspondence.counts import PATIENCE, trouble
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, Pause, Queue
from conference.correspondence.outbox import Held
from conference.correspondence.states import MessageState
from tests.factories.conference import make_conference, make_officer

pytestmark = pytest.mark.django_db(transaction=True)

ACT, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def by(conference):
    return make_officer(conference)


def written(conference, count, *, act_id=ACT, queue=Queue.BULK):
    letters = [
        Letter(
            conference=conference,
            purpose="sign_in_code",
            recipient=f"p{number:03}@example.org",
            language="en",
            version=str(act_id),
            secrets={"code": "123456"},
            queue=queue,
        )
        for number in range(count)
    ]
    held = Held(act_id, timezone.now()) if act_id else None
    return list(outbox.enqueue_all(letters, held).order_by("recipient"))


def states(act_id=ACT):
    rows = OutgoingMessage.objects.filter(act_id=act_id)
    return {state: rows.filter(state=state).count() for state in MessageState if rows.filter(state=state).exists()}


def test_no_worker_takes_a_letter_of_a_paused_act_and_others_go(conference, by):
    written(conference, 3)
    others = written(conference, 2, act_id=OTHER)
    of_none = written(conference, 1, act_id=None)[0]
    assert pauses.pause_act(ACT, conference=conference, by=by, reason="The date is wrong.")

    assert {letter.pk for letter in claims.claim(Queue.BULK)} == {*(one.pk for one in others), of_none.pk}

    assert states() == {MessageState.QUEUED: 3}
    assert claims.queues_with_work() == []


def test_who_pauses_second_changes_nothing(conference, by):
    assert pauses.pause_act(ACT, conference=conference, by=by, reason="First.")
    assert not pauses.pause_act(ACT, conference=conference, by=None, reason="Second.")
    assert [(pause.by, pause.reason) for pause in Pause.objects.all()] == [(by, "First.")]


def test_two_officers_who_pause_at_once_make_one_pause(conference, by):
    together = threading.Barrier(4)

    def pause(_number):
        try:
            together.wait(10)
            return pauses.pause_act(ACT, conference=conference, by=by)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(pause, range(4))) == [False, False, False, True]


def test_a_pause_is_felt_within_a_batch(conference, by, smtp_server):
    """While a worker delivers: the letters that it has in hand go, no other is taken until the act goes on."""
    count = 3 * claims.BATCH[Queue.BULK]
    written(conference, count)
    told = threading.Event()

    def alive():
        if not told.is_set():
            told.set()
            with ThreadPoolExecutor(1) as officer:
                officer.submit(pause_elsewhere).result()

    def pause_elsewhere():
        pauses.pause_act(ACT, conference=conference, by=by)
        connections.close_all()

    assert delivery.deliver_due(Queue.BULK, alive) == claims.BATCH[Queue.BULK]
    assert len(smtp_server.received) == claims.BATCH[Queue.BULK]
    assert states()[MessageState.QUEUED] == count - claims.BATCH[Queue.BULK]

    assert pauses.resume_act(ACT)
    delivery.deliver_due(Queue.BULK)
    assert states() == {MessageState.SENT: count}


def test_to_go_on_wakes_the_queues_in_which_letters_wait(conference, by, monkeypatch):
    woken = []
    monkeypatch.setattr("conference.alarm.wake", lambda _task, *, queue, **_more: woken.append(queue))
    written(conference, 2)
    pauses.pause_act(ACT, conference=conference, by=by)
    woken.clear()
    with transaction.atomic():
        assert pauses.resume_act(ACT)
        assert woken == []
    assert woken == [Queue.BULK]
    assert not pauses.resume_act(ACT), "it goes on already"


def test_what_is_paused_is_not_overdue(conference, by):
    written(conference, 2)
    OutgoingMessage.objects.update(next_attempt_at=timezone.now() - 2 * PATIENCE)
    assert trouble(conference).overdue == 2
    pauses.pause_act(ACT, conference=conference, by=by)
    assert trouble(conference).overdue == 0


def test_an_act_is_given_up_in_slices_and_what_is_gone_stays(conference, by):
    gone = written(conference, 1)[0]
    delivery_state = {"state": MessageState.SENT, "sent_at": timezone.now()}
    OutgoingMessage.objects.filter(pk=gone.pk).update(**delivery_state)
    written(conference, 7)
    written(conference, 2, act_id=OTHER)

    given_up: list[int] = []
    while not given_up or given_up[-1]:
        given_up.append(pauses.give_up_act(ACT, by=by, answer="The campaign was cancelled.", limit=4))

    assert given_up == [4, 2, 0]
    assert states() == {MessageState.SENT: 1, MessageState.CANCELLED: 6}
    assert states(OTHER) == {MessageState.QUEUED: 2}
    cancelled = OutgoingMessage.objects.filter(state=MessageState.CANCELLED)
    assert {str(letter.secrets) for letter in cancelled} == {"{}"}
    told = {(log.answer, log.by) for letter in cancelled for log in letter.attempt_log.all()}
    assert told == {("The campaign was cancelled.", by)}


def test_workers_and_who_gives_up_share_the_letters_and_none_is_in_both_hands(conference, by):
    written(conference, 60)
    together = threading.Barrier(4)

    def work(number):
        try:
            together.wait(10)
            if number % 2:
                return ("given up", pauses.give_up_act(ACT, by=by, answer="Cancelled.", limit=15))
            return ("claimed", len(claims.claim(Queue.BULK, limit=15)))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(work, range(4)))
    found = states()
    assert found.get(MessageState.SENDING, 0) == sum(many for what, many in results if what == "claimed")
    assert found.get(MessageState.CANCELLED, 0) == sum(many for what, many in results if what == "given up")
    assert sum(found.values()) == 60


@pytest.mark.parametrize("count", [1, 100])
def test_to_give_up_costs_the_same_for_one_letter_and_for_a_hundred(conference, by, count, django_assert_num_queries):
    written(conference, count)
    with django_assert_num_queries(5):
        assert pauses.give_up_act(ACT, by=by, answer="Cancelled.") == count
