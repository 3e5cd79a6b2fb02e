"""One domain of recipients: so many a minute, by so many workers at once, in peace when it says “too many”."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from conference.correspondence import claims, delivery, outbox, paces
from conference.correspondence.letter import Letter
from conference.correspondence.models import DomainPace, OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from tests.factories.conference import make_conference

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def limits(monkeypatch):
    """No limit but those that a test sets."""
    monkeypatch.setattr(paces, "AT_ONCE", 0)
    monkeypatch.setattr(paces, "PER_MINUTE", 0)

    def set_limits(*, at_once=0, per_minute=0):
        monkeypatch.setattr(paces, "AT_ONCE", at_once)
        monkeypatch.setattr(paces, "PER_MINUTE", per_minute)

    return set_limits


def queued(conference, count, domain="mfa.example", *, queue=Queue.BULK):
    letters = [
        Letter(
            conference=conference,
            purpose="sign_in_code",
            recipient=f"p{number:03}@{domain}",
            language="en",
            version=queue.value,
            secrets={"code": "123456"},
            queue=queue,
        )
        for number in range(count)
    ]
    return list(outbox.enqueue_all(letters).order_by("recipient"))


def domains(rows):
    return sorted(row.domain for row in rows)


@pytest.mark.parametrize("address", ["Bat@MFA.example", "o'neil@mfa.example", '"a@b"@mfa.example'])
def test_the_domain_of_an_address_is_what_follows_its_last_sign(conference, address):
    [letter] = queued(conference, 1)
    OutgoingMessage.objects.update(recipient=address)
    letter.refresh_from_db()
    assert letter.domain == "mfa.example"


def test_a_minute_takes_so_many_of_a_domain_and_the_others_go(conference, limits):
    limits(per_minute=5)
    queued(conference, 8)
    queued(conference, 3, "osce.example")

    claimed = claims.claim(Queue.BULK)

    assert domains(claimed) == ["mfa.example"] * 5 + ["osce.example"] * 3
    assert claims.claim(Queue.BULK) == []
    assert claims.queues_with_work() == [], "nobody is woken for what must wait"


def test_the_next_minute_takes_the_next(conference, limits):
    limits(per_minute=5)
    queued(conference, 8)
    assert len(claims.claim(Queue.BULK)) == 5
    a_minute_ago = timezone.now() - datetime.timedelta(seconds=61)
    DomainPace.objects.update(minute_began_at=a_minute_ago, resting_until=a_minute_ago)
    assert claims.queues_with_work() == [Queue.BULK]
    assert len(claims.claim(Queue.BULK)) == 3


def test_workers_at_once_take_no_more_of_a_domain_than_one_would(conference, limits):
    limits(per_minute=10)
    queued(conference, 40)
    together = threading.Barrier(6)

    def work(_number):
        try:
            together.wait(10)
            return len(claims.claim(Queue.BULK, limit=4))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(work, range(6))) == 10


def test_only_so_many_workers_have_a_domain_in_hand(conference, limits):
    limits(at_once=1)
    queued(conference, 6)
    queued(conference, 1, "osce.example")
    [first, second] = claims.claim(Queue.BULK, limit=2)
    assert domains(claims.claim(Queue.BULK)) == ["osce.example"]
    assert claims.claim(Queue.BULK) == []
    for letter in (first, second):
        claims.settle(letter, MessageState.SENT, "250 taken")
    assert len(claims.claim(Queue.BULK)) == 4


def test_a_worker_that_died_keeps_its_domains_from_nobody_for_longer_than_it_had_to_begin(conference, limits):
    limits(at_once=1)
    queued(conference, 6)
    claims.claim(Queue.BULK, limit=2)
    assert claims.queues_with_work() == []
    OutgoingMessage.objects.filter(state=MessageState.SENDING).update(
        claimed_at=timezone.now() - paces.TO_BEGIN, lease_until=timezone.now() - paces.TO_BEGIN
    )
    assert len(claims.claim(Queue.BULK)) == 4


def test_workers_that_claim_at_once_are_no_more_for_a_domain_than_may_be(conference, limits):
    limits(at_once=2)
    queued(conference, 40)
    together = threading.Barrier(6)

    def work(_number):
        try:
            together.wait(10)
            return len(claims.claim(Queue.BULK, limit=5))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        workers = [count for count in pool.map(work, range(6)) if count]
    assert 1 <= len(workers) <= 2


def test_codes_neither_wait_nor_count_and_a_letter_to_one_does_not_wait_for_those_to_many(conference, limits):
    limits(at_once=1, per_minute=100)
    queued(conference, 5)
    queued(conference, 1, queue=Queue.MAIL)
    queued(conference, 1, queue=Queue.URGENT)
    assert len(claims.claim(Queue.BULK, limit=2)) == 2
    assert len(claims.claim(Queue.MAIL)) == 1
    DomainPace.objects.update(resting_until=timezone.now() + datetime.timedelta(hours=1))
    assert len(claims.claim(Queue.URGENT)) == 1


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("421 4.7.28 Our system has detected an unusual rate of unsolicited mail", True),
        ("450 4.2.1 The user you are trying to contact is receiving mail at a rate that", True),
        ("451 4.7.650 The mail server has been temporarily rate limited", True),
        ("452 4.5.3 Too many recipients", True),
        ("421 Too many messages in one session", True),
        ("450 Greylisted, try again in 300 seconds", False),
        ("451 Try again", False),
        ("550 Too many complaints", False),
        ("TimeoutError: rate", False),
        ("451 The corporate server is busy", False),
    ],
)
def test_which_answers_say_that_a_domain_was_sent_too_much(answer, expected):
    assert paces.is_too_much(answer) is expected


def test_a_domain_that_says_too_many_rests_and_no_other_waits(conference, limits, smtp_server):
    """One is refused; of the others of its domain none is handed over, and the queue goes on."""
    many = queued(conference, 4)
    others = queued(conference, 3, "osce.example")
    smtp_server.refuse(450, at="RCPT", times=1, text="4.7.28 Too many messages")

    delivery.deliver_due(Queue.BULK)

    assert sorted(one.recipients[0] for one in smtp_server.received) == [letter.recipient for letter in others]
    for letter in many:
        letter.refresh_from_db()
    assert [letter.state for letter in many] == [MessageState.QUEUED] * 4
    assert sum(letter.attempts for letter in many) == 1, "one attempt told enough"
    assert claims.queues_with_work() == []
    assert paces.resting_domains() == ["mfa.example"]


def test_each_rest_that_was_too_short_is_followed_by_one_twice_as_long(db):
    def minutes_of(until):
        return round((until - timezone.now()) / datetime.timedelta(minutes=1))

    found = []
    for _time in range(8):
        found.append(minutes_of(paces.rest("mfa.example")))
        DomainPace.objects.update(resting_until=timezone.now() - datetime.timedelta(seconds=5))
    assert found == [1, 2, 4, 8, 16, 32, 60, 60]
    DomainPace.objects.update(resting_until=timezone.now() - 2 * paces.SOON)
    assert minutes_of(paces.rest("mfa.example")) == 1


def test_two_workers_that_hear_it_at_once_make_one_rest(db):
    together = threading.Barrier(4)

    def hear(_number):
        try:
            together.wait(10)
            return paces.rest("mfa.example")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(hear, range(4)))) == 1
    assert DomainPace.objects.get().refusals == 1


@pytest.mark.parametrize("count", [1, 30])
def test_to_keep_the_pace_costs_the_same_for_one_domain_and_for_thirty(
    conference, count, limits, django_assert_num_queries
):
    limits(at_once=2, per_minute=100)
    for number in range(count):
        queued(conference, 1, f"mission{number}.example")
    with django_assert_num_queries(12):
        assert len(claims.claim(Queue.BULK)) == count
