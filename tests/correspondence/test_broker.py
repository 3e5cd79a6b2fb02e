"""The broker is only an alarm clock: where it is dead, dumb or forgetful, letters are written and nobody waits."""

import os
import socket
import time
from contextlib import suppress
from dataclasses import dataclass

import pytest
import redis
from django.db import transaction

from conference import alarm
from conference.celery import app as celery_app
from conference.correspondence import outbox
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, Queue
from tests.factories.conference import make_conference

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_memory(monkeypatch):
    monkeypatch.setattr(alarm, "_quiet_until", 0.0)


@pytest.fixture
def queue():
    """The broker's list of tasks, as the worker would find it."""
    with redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True) as broker:
        broker.delete(*Queue.values)
        yield broker
        broker.delete(*Queue.values)


@pytest.fixture
def dead_broker(monkeypatch):
    monkeypatch.setattr(celery_app.conf, "broker_write_url", "redis://127.0.0.1:9/0")


@dataclass
class DumbBroker:
    """Takes connections and never says a word."""

    listener: socket.socket

    def times_asked(self) -> int:
        """How many connections were made since it was asked last."""
        times = 0
        with suppress(BlockingIOError):
            while True:
                self.listener.accept()[0].close()
                times += 1
        return times


@pytest.fixture
def dumb_broker(monkeypatch):
    with socket.create_server(("127.0.0.1", 0), backlog=32) as listener:
        listener.settimeout(0)
        port = listener.getsockname()[1]
        monkeypatch.setattr(celery_app.conf, "broker_write_url", f"redis://127.0.0.1:{port}/0")
        yield DumbBroker(listener)


def write(conference, number=0):
    """One act that writes one letter; gives the seconds it took."""
    began = time.monotonic()
    with transaction.atomic():
        outbox.enqueue(
            Letter(
                conference=conference,
                purpose="sign_in_code",
                recipient=f"p{number}@example.org",
                language="en",
                secrets={"code": "1"},
                queue=Queue.URGENT,
            )
        )
    return time.monotonic() - began


def write_unwarned(conference, number):
    """The same in a process that does not know yet that the broker is away."""
    alarm._quiet_until = 0.0
    return write(conference, number)


def test_an_act_wakes_its_queue(queue):
    write(make_conference())
    assert queue.llen(Queue.URGENT) == 1
    assert queue.llen(Queue.MAIL) == 0


def test_nobody_is_woken_for_what_was_rolled_back(queue):
    conference = make_conference()
    with transaction.atomic():
        write(conference)
        transaction.set_rollback(True)
    assert queue.llen(Queue.URGENT) == 0


def test_with_a_dead_broker_the_act_takes_less_than_a_second_more(dead_broker):
    conference = make_conference()
    # The quickest of some: what else the machine does is not the broker's.
    assert min(write_unwarned(conference, number) for number in range(4)) < 1
    assert alarm._quiet_until > time.monotonic()
    assert OutgoingMessage.objects.count() == 4


def test_a_dumb_broker_is_asked_once_with_little_patience_and_the_next_acts_do_not_ask(dumb_broker):
    conference = make_conference()
    write(conference)
    assert dumb_broker.times_asked() == 1
    assert alarm.IMPATIENT["socket_timeout"] < 1
    for number in range(1, 6):
        write(conference, number)
    assert dumb_broker.times_asked() == 0
    assert OutgoingMessage.objects.count() == 6


def test_with_a_dumb_broker_the_act_takes_less_than_a_second_more(dumb_broker):
    conference = make_conference()
    assert min(write_unwarned(conference, number) for number in range(4)) < 1


def test_a_broker_that_was_started_anew_is_found_at_once(queue):
    conference = make_conference()
    write(conference)
    queue.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    write(conference, 1)
    assert queue.llen(Queue.URGENT) == 2
    assert alarm._quiet_until == 0.0


def test_after_a_minute_the_broker_is_tried_again(queue, monkeypatch):
    conference = make_conference()
    monkeypatch.setattr(celery_app.conf, "broker_write_url", "redis://127.0.0.1:9/0")
    write(conference)
    monkeypatch.undo()
    monkeypatch.setattr(alarm, "_quiet_until", alarm._quiet_until - alarm.QUIET_SECONDS)
    write(conference, 1)
    assert queue.llen(Queue.URGENT) == 1
