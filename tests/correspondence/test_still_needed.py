"""What need not go any longer, although it is due: asked of the apps by the worker that is about to take it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DataError, connection, connections

from conference.correspondence import claims, delivery, outbox
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from conference.registry import registry
from tests.factories.conference import make_conference, make_venue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def ask(monkeypatch):
    """Registers who answers whether codes are needed still."""

    def register(answer):
        monkeypatch.setitem(registry.still_needed, "sign_in_code", answer)

    return register


def queued(conference, count=1, **fields):
    rows = outbox.enqueue_all(
        Letter(
            conference=conference,
            purpose="sign_in_code",
            recipient=f"p{number:03}@example.org",
            language="en",
            secrets={"code": "123456"},
            **fields,
        )
        for number in range(count)
    )
    return list(rows.order_by("recipient"))


def all_of(rows):
    return {row.pk for row in rows}


def test_who_has_answered_meanwhile_is_not_written_to_and_the_others_are(conference, ask, smtp_server):
    alice, bob, carol = queued(conference, 3)
    ask(lambda rows: all_of(rows) - {bob.pk})

    delivery.deliver_due(Queue.MAIL)

    assert sorted(one.recipients[0] for one in smtp_server.received) == [alice.recipient, carol.recipient]
    bob.refresh_from_db()
    assert (bob.state, bob.secrets, bob.answer) == (MessageState.CANCELLED, {}, claims.NO_LONGER_NEEDED)
    [attempt] = bob.attempt_log.all()
    assert (attempt.outcome, attempt.answer, attempt.by) == (MessageState.CANCELLED, claims.NO_LONGER_NEEDED, None)


def test_who_answers_between_the_writing_and_the_next_claim_gets_none(conference, ask):
    """The question is put in the claim's transaction, of what is committed by then."""
    venue = make_venue(conference)
    [letter] = queued(conference, about=venue)
    ask(lambda rows: {row.pk for row in rows if type(venue).objects.filter(pk=row.about_id, position=0).exists()})

    def answer():
        type(venue).objects.update(position=1)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(answer).result()
    assert claims.claim(Queue.MAIL) == []
    letter.refresh_from_db()
    assert letter.state == MessageState.CANCELLED


def test_each_purpose_is_asked_once_with_all_its_letters(conference, ask):
    letters, asked = queued(conference, 5), []

    def answer(rows):
        asked.append(len(rows))
        return all_of(rows)

    ask(answer)
    assert len(claims.claim(Queue.MAIL)) == len(letters)
    assert asked == [5]


@pytest.mark.parametrize("count", [1, 20])
def test_to_ask_costs_the_same_for_one_letter_and_for_twenty(conference, count, ask, django_assert_num_queries):
    queued(conference, count, about=make_venue(conference))
    ask(all_of)
    # As without the question, and the savepoint in which it is put.
    with django_assert_num_queries(15):
        assert len(claims.claim(Queue.MAIL)) == count


def test_who_cannot_tell_holds_these_letters_back_and_no_other(conference, ask, caplog):
    def fail(_rows):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        raise LookupError("no such deadline")

    [letter] = queued(conference)
    other = queued(conference, version="2")[0]
    OutgoingMessage.objects.filter(pk=other.pk).update(purpose="registration_confirmed")
    ask(fail)

    assert claims.claim(Queue.MAIL) == [other]

    letter.refresh_from_db()
    assert (letter.state, letter.answer) == (MessageState.HELD, claims.UNDECIDED)
    assert letter.secrets, "it may go yet"
    assert "could not be learned" in caplog.text


def test_a_database_that_fails_meanwhile_is_no_answer(conference, ask):
    def fail(_rows):
        raise DataError("refused")

    [letter] = queued(conference)
    ask(fail)
    with pytest.raises(DataError):
        claims.claim(Queue.MAIL)
    letter.refresh_from_db()
    assert letter.state == MessageState.QUEUED


def test_thousands_that_need_not_go_are_set_aside_in_bounded_transactions(conference, ask):
    queued(conference, 45)
    ask(lambda _rows: set())
    assert claims.claim(Queue.MAIL, limit=2) == []
    assert OutgoingMessage.objects.filter(state=MessageState.CANCELLED).count() == 2 * claims.ROUNDS
    assert claims.queues_with_work() == [Queue.MAIL], "the rest is for the next waking"


def test_two_workers_that_ask_at_once_cancel_each_letter_once(conference, ask):
    queued(conference, 40)
    ask(lambda _rows: set())
    together = threading.Barrier(4)

    def work(_number):
        try:
            together.wait(10)
            return claims.claim(Queue.MAIL, limit=5)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert [found for found in pool.map(work, range(4)) if found] == []
    for letter in OutgoingMessage.objects.all():
        assert (letter.state, letter.attempt_log.count()) == (MessageState.CANCELLED, 1)
