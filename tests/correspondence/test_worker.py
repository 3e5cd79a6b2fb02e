"""The real worker, killed and without its broker's memory."""

import os

import pytest
import redis

from conference.correspondence import outbox, tasks
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.embedded.processes import wait_until
from tests.factories.conference import make_conference

pytestmark = pytest.mark.django_db(transaction=True)


def codes(conference, count, *, first=0):
    return [
        Letter(
            conference=conference,
            purpose="sign_in_code",
            recipient=f"p{number}@example.org",
            language="en",
            secrets={"code": f"{number:06}"},
        )
        for number in range(first, first + count)
    ]


def recipients(smtp_server):
    return sorted(message.recipients[0] for message in smtp_server.received)


def test_a_worker_that_is_woken_delivers(celery_worker_process, smtp_server):
    outbox.enqueue_all(codes(make_conference(), 3))
    smtp_server.wait_for(3, patience=20)
    assert recipients(smtp_server) == ["p0@example.org", "p1@example.org", "p2@example.org"]


def test_killed_between_queueing_and_delivery_with_redis_flushed_every_message_is_delivered_once(
    celery_worker_process, smtp_server
):
    celery_worker_process.kill()
    outbox.enqueue_all(codes(make_conference(), 60))
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as broker:
        broker.flushdb()
    celery_worker_process.start()
    tasks.sweep()
    smtp_server.wait_for(60, patience=30)
    assert recipients(smtp_server) == sorted(f"p{number}@example.org" for number in range(60))
    wait_until_settled(60)
    assert not OutgoingMessage.objects.exclude(state=MessageState.SENT).exists()


def test_killed_while_it_delivers_no_message_goes_twice_and_none_is_lost(celery_worker_process, smtp_server):
    conference = make_conference()
    outbox.enqueue_all(codes(conference, 120))
    smtp_server.wait_for(5, patience=20)
    celery_worker_process.kill()
    OutgoingMessage.objects.filter(state=MessageState.SENDING).update(lease_until="2019-01-01T00:00:00Z")
    celery_worker_process.start()
    tasks.sweep()
    wait_until_settled(120)
    unknown = set(OutgoingMessage.objects.filter(state=MessageState.UNKNOWN).values_list("recipient", flat=True))
    received = recipients(smtp_server)
    assert len(received) == len(set(received))
    assert set(received) | unknown == {f"p{number}@example.org" for number in range(120)}
    assert len(unknown) <= 1


def wait_until_settled(count):
    settled = OutgoingMessage.objects.filter(state__in=[MessageState.SENT, MessageState.UNKNOWN])
    assert wait_until(lambda: settled.count() == count, patience=30)
