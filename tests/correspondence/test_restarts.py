"""PostgreSQL ends a worker's connection: what was to be recorded is recorded on a new one."""

from contextlib import suppress

import pytest
from django.db import DatabaseError, Error, IntegrityError, OperationalError, connection, transaction

from conference.correspondence import delivery, outbox, restarts
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.restarts import outlives_restart
from conference.correspondence.states import MessageState
from tests.factories.conference import make_conference

pytestmark = pytest.mark.django_db(transaction=True)


def failing_once(error):
    calls = []

    @outlives_restart
    def act():
        calls.append(1)
        if len(calls) == 1:
            raise error
        return len(calls)

    return act


def end_own_connection():
    """As a server does that is shut down."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def test_an_answer_is_recorded_though_the_connection_was_lost_while_the_server_spoke(smtp_server, monkeypatch):
    message = outbox.enqueue(
        Letter(
            conference=make_conference(),
            purpose="sign_in_code",
            recipient="bob@example.org",
            language="en",
            secrets={"code": "1"},
        )
    )
    send = delivery.Connection.send

    def send_and_lose(self, email):
        answer = send(self, email)
        with pytest.raises(OperationalError):
            end_own_connection()
        return answer

    monkeypatch.setattr(delivery.Connection, "send", send_and_lose)
    delivery.deliver_due(Queue.MAIL)
    assert OutgoingMessage.objects.get(pk=message.pk).state == MessageState.SENT
    assert len(smtp_server.received) == 1


@pytest.mark.parametrize(
    "error", [OperationalError("down"), DatabaseError("server closed the connection unexpectedly")]
)
def test_whatever_a_lost_connection_is_called_the_act_is_done_again(error):
    assert failing_once(error)() == 2


def test_other_errors_are_not_the_connections():
    with pytest.raises(IntegrityError):
        failing_once(IntegrityError("twice"))()


def sentence(code):
    """A sentence to which PostgreSQL answers with an error of that code."""
    return f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$"


def times_tried(code):
    calls = []

    @outlives_restart
    def act():
        calls.append(1)
        if len(calls) == 1:
            with connection.cursor() as cursor:
                cursor.execute(sentence(code))

    with suppress(Error):
        act()
    return len(calls)


@pytest.mark.parametrize("code", ["08006", "57P01", "57P03", "40P01", "40001"])
def test_what_passes_is_tried_again(code):
    assert times_tried(code) == 2


@pytest.mark.parametrize("code", ["57014", "53100", "55P03", "23505", "42P01"])
def test_a_cancelled_statement_or_a_full_disk_is_told_at_once(code):
    assert times_tried(code) == 1


def test_inside_a_transaction_nothing_is_tried_again():
    with pytest.raises(OperationalError), transaction.atomic():
        failing_once(OperationalError("down"))()


def test_patience_has_an_end(monkeypatch):
    monkeypatch.setattr(restarts, "PATIENCE", 0.3)

    @outlives_restart
    def act():
        raise OperationalError("down for good")

    with pytest.raises(OperationalError):
        act()
