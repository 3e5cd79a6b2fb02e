"""A mail server that hangs up after every message for hours: how many letters it may cost, and how it ends."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from django.db import connections
from django.db.models import F
from django.utils import timezone

from conference.correspondence import claims, delivery, outbox
from conference.correspondence.illness import DOUBTS, WORKER_ENDED, illness_of_the_server
from conference.correspondence.letter import Letter
from conference.correspondence.models import DeliveryAttempt, OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from tests.factories.conference import make_conference

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = datetime.timedelta(minutes=1)


def queued(count, *, version="1", **fields):
    conference = make_conference()
    rows = outbox.enqueue_all(
        Letter(
            conference=conference,
            purpose="sign_in_code",
            recipient=f"p{number}@example.org",
            language="en",
            secrets={"code": "123456"},
            version=version,
            **fields,
        )
        for number in range(count)
    )
    return list(rows.order_by("recipient"))


def let_pass(time):
    """The clock goes on: what was is longer ago, what is to come is nearer."""
    DeliveryAttempt.objects.update(at=F("at") - time)
    OutgoingMessage.objects.update(next_attempt_at=F("next_attempt_at") - time, claimed_at=F("claimed_at") - time)


def count_of(state):
    return OutgoingMessage.objects.filter(state=state).count()


@pytest.fixture
def ill_server(smtp_server):
    smtp_server.drop_before_answer()
    return smtp_server


def test_two_hours_of_hanging_up_cost_two_letters_and_one_after_each_pause_twice_as_long_as_the_last(ill_server):
    queued(60)
    tried_at = []
    for minute in range(121):
        before = ill_server.attempts
        delivery.deliver_due(Queue.MAIL)
        tried_at += [minute] * (ill_server.attempts - before)
        let_pass(MINUTE)
    assert DOUBTS + 5 <= len(tried_at) == count_of(MessageState.UNKNOWN) <= DOUBTS + 7
    pauses = [later - earlier for earlier, later in pairwise(tried_at)]
    assert pauses == sorted(pauses)
    assert pauses[-1] >= 30
    assert set(OutgoingMessage.objects.filter(state=MessageState.QUEUED).values_list("attempts", flat=True)) == {0}


def test_no_pause_is_longer_than_an_hour(ill_server):
    queued(8)
    delivery.deliver_due(Queue.MAIL)
    let_pass(10 * 60 * MINUTE)
    delivery.deliver_due(Queue.MAIL)
    illness = illness_of_the_server(Queue.MAIL)
    assert illness
    assert illness.pause_until - illness.last == 60 * MINUTE


def test_after_a_success_all_goes_on_as_ever(ill_server):
    queued(30)
    delivery.deliver_due(Queue.MAIL)
    ill_server.behave()
    ill_server.received.clear()
    let_pass(2 * MINUTE)
    delivery.deliver_due(Queue.MAIL)
    let_pass(2 * MINUTE)
    delivery.deliver_due(Queue.MAIL)
    assert illness_of_the_server(Queue.MAIL) is None
    assert count_of(MessageState.SENT) == len(ill_server.received) == 28


def test_of_many_workers_one_probes_and_what_is_written_meanwhile_waits(ill_server):
    queued(30)
    delivery.deliver_due(Queue.MAIL)
    let_pass(2 * MINUTE)

    def work(_number):
        try:
            return len(claims.claim_probe(Queue.MAIL))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(work, range(4))) == [0, 0, 0, 1]
    queued(1, version="2")
    assert delivery.deliver_due(Queue.MAIL) == 0
    assert not OutgoingMessage.objects.due().exists()


def test_the_illness_of_one_queue_is_not_the_others(ill_server):
    queued(3)
    delivery.deliver_due(Queue.MAIL)
    assert illness_of_the_server(Queue.MAIL)
    assert illness_of_the_server(Queue.URGENT) is None


def test_what_a_killed_worker_left_says_nothing_of_the_server():
    for message in queued(3):
        DeliveryAttempt.objects.create(message=message, outcome=MessageState.UNKNOWN, answer=WORKER_ENDED)
    assert illness_of_the_server(Queue.MAIL) is None


@pytest.mark.parametrize(("words", "is_ill"), [("451 Not now", False), (claims.TOO_LATE, True)])
def test_an_answer_ends_the_illness_and_what_no_server_said_does_not(words, is_ill):
    messages = queued(3)
    for message in messages[:2]:
        DeliveryAttempt.objects.create(message=message, outcome=MessageState.UNKNOWN, answer="Server hung up")
    later = timezone.now() + datetime.timedelta(seconds=1)
    DeliveryAttempt.objects.create(message=messages[2], outcome=MessageState.CANCELLED, answer=words, at=later)
    assert bool(illness_of_the_server(Queue.MAIL)) is is_ill
