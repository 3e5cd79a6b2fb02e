import datetime

import pytest
from django.utils import timezone

from conference.correspondence import claims, delivery, outbox
from conference.correspondence.answers import Answers
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from conference.registry import registry
from tests.factories.conference import make_conference
from tests.servers.mail import SmtpServer

pytestmark = pytest.mark.django_db(transaction=True)


def a_code_for(address, conference, *, code="123456", version="1", **fields):
    return Letter(
        conference=conference,
        purpose="sign_in_code",
        recipient=address,
        language="en",
        secrets={"code": code},
        version=version,
        **fields,
    )


@pytest.fixture
def conference():
    return make_conference()


def state_of(message):
    message.refresh_from_db()
    return message.state


def test_a_queued_message_is_delivered_with_its_secret_which_is_then_forgotten(conference, smtp_server: SmtpServer):
    message = outbox.enqueue(a_code_for("bob@example.org", conference))
    assert "123456" not in message.text + message.html

    delivery.deliver_due(Queue.MAIL)

    [received] = smtp_server.wait_for(1)
    assert "123456" in received.text
    assert state_of(message) == MessageState.SENT
    assert message.secrets == {}
    assert received.message["Message-ID"] == message.message_id
    assert message.attempt_log.count() == 1


def test_a_second_delivery_sends_nothing(conference, smtp_server):
    outbox.enqueue(a_code_for("bob@example.org", conference))
    delivery.deliver_due(Queue.MAIL)
    assert delivery.deliver_due(Queue.MAIL) == 0
    assert len(smtp_server.received) == 1


def test_one_connection_serves_many_messages(conference, smtp_server):
    outbox.enqueue_all(a_code_for(f"p{n}@example.org", conference) for n in range(45))
    assert delivery.deliver_due(Queue.MAIL) == 45
    assert len(smtp_server.wait_for(45)) == 45


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", [421, 451])
def test_a_transient_answer_puts_the_message_back_with_the_servers_words(conference, smtp_server, stage, answer):
    message = outbox.enqueue(a_code_for("bob@example.org", conference))
    smtp_server.refuse(answer, at=stage)
    delivery.deliver_due(Queue.MAIL)
    assert state_of(message) == MessageState.QUEUED
    assert message.answer == f"{answer} Refused by the test"
    assert message.next_attempt_at > timezone.now()

    smtp_server.behave()
    OutgoingMessage.objects.update(next_attempt_at=timezone.now())
    delivery.deliver_due(Queue.MAIL)
    assert state_of(message) == MessageState.SENT
    assert len(smtp_server.received) == 1


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_permanent_answer_fails_the_message_with_the_servers_words(conference, smtp_server, stage):
    message = outbox.enqueue(a_code_for("bob@example.org", conference))
    smtp_server.refuse(550, at=stage)
    delivery.deliver_due(Queue.MAIL)
    assert state_of(message) == MessageState.FAILED
    assert message.answer == "550 Refused by the test"


def test_a_connection_dropped_before_the_answer_leaves_the_message_unknown_and_nobody_sends_it_again(
    conference, smtp_server
):
    message = outbox.enqueue(a_code_for("bob@example.org", conference))
    smtp_server.drop_before_answer(times=1)
    delivery.deliver_due(Queue.MAIL)
    assert state_of(message) == MessageState.UNKNOWN

    smtp_server.behave()
    claims.release_abandoned()
    delivery.deliver_due(Queue.MAIL)
    assert state_of(message) == MessageState.UNKNOWN


def test_with_the_mail_server_down_messages_wait(conference, smtp_server):
    message = outbox.enqueue(a_code_for("bob@example.org", conference))
    smtp_server.go_down()
    delivery.deliver_due(Queue.MAIL)
    assert state_of(message) == MessageState.QUEUED
    assert message.handed_over_at is None

    smtp_server.listen()
    OutgoingMessage.objects.update(next_attempt_at=timezone.now())
    delivery.deliver_due(Queue.MAIL)
    assert state_of(message) == MessageState.SENT


def test_after_the_last_attempt_the_message_has_failed(conference, smtp_server):
    message = outbox.enqueue(a_code_for("bob@example.org", conference))
    smtp_server.refuse(451, at="DATA")
    for _attempt in range(len(claims.BACKOFF) + 1):
        OutgoingMessage.objects.update(next_attempt_at=timezone.now())
        delivery.deliver_due(Queue.MAIL)
    assert state_of(message) == MessageState.FAILED
    assert message.attempt_log.count() == len(claims.BACKOFF) + 1


def test_what_a_dead_worker_had_only_claimed_is_queued_again(conference):
    message = outbox.enqueue(a_code_for("bob@example.org", conference))
    claims.claim(Queue.MAIL)
    OutgoingMessage.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    assert claims.release_abandoned() == 1
    assert state_of(message) == MessageState.QUEUED


def test_what_a_dead_worker_had_handed_over_is_unknown(conference):
    message = outbox.enqueue(a_code_for("bob@example.org", conference))
    claims.claim(Queue.MAIL)
    past = timezone.now() - datetime.timedelta(seconds=1)
    OutgoingMessage.objects.update(lease_until=past, handed_over_at=past)
    claims.release_abandoned()
    assert state_of(message) == MessageState.UNKNOWN


def test_a_worker_that_lost_its_lease_does_not_send(conference, smtp_server):
    message = outbox.enqueue(a_code_for("bob@example.org", conference))
    [mine] = claims.claim(Queue.MAIL)
    OutgoingMessage.objects.update(state=MessageState.QUEUED, lease_until=None, next_attempt_at=timezone.now())
    delivery.deliver_due(Queue.MAIL)
    connection = delivery.Connection()
    delivery.deliver(mine, connection, Answers())
    connection.close()
    assert len(smtp_server.received) == 1
    assert state_of(message) == MessageState.SENT


def test_a_private_office_receives_a_copy_as_a_message_of_its_own(conference, smtp_server):
    outbox.enqueue(a_code_for("minister@example.org", conference, copy_to="office@example.org"))
    delivery.deliver_due(Queue.MAIL)
    assert sorted(m.recipients[0] for m in smtp_server.wait_for(2)) == ["minister@example.org", "office@example.org"]


def test_who_registered_for_a_purpose_is_told_once_the_server_has_answered(conference, smtp_server, monkeypatch):
    told: list[OutgoingMessage] = []
    monkeypatch.setitem(registry.on_settled, "sign_in_code", told.extend)
    message = outbox.enqueue(a_code_for("bob@example.org", conference, copy_to="office@example.org"))
    delivery.deliver_due(Queue.MAIL)
    assert [(one.pk, one.state) for one in told] == [(message.pk, MessageState.SENT)]
