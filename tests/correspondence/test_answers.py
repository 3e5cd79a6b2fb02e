"""What the server took is recorded with the next letter's hand-over, and those who wait for it are told together."""

import datetime
import threading

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conference.correspondence import claims, delivery, outbox, tasks, telling
from conference.correspondence.bounces.keeping import keep
from conference.correspondence.bounces.notice import Notice, Returned, Said
from conference.correspondence.letter import Letter
from conference.correspondence.models import BounceKind, DeliveryAttempt, OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from conference.registry import registry
from registration.models import Invitation, InvitationTransition
from registration.states import InvitationState
from tests.factories.conference import make_conference
from tests.factories.registration import make_invitation, make_participant

pytestmark = pytest.mark.django_db(transaction=True)

SENT, SENDING, UNKNOWN = MessageState.SENT, MessageState.SENDING, MessageState.UNKNOWN


@pytest.fixture
def conference():
    return make_conference()


def queued(conference, count=1, purpose="sign_in_code", about=None, **fields):
    """Letters in the order of their numbers, so that a worker takes them in it."""
    now = timezone.now() - datetime.timedelta(minutes=1)
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
    found = list(rows.order_by("recipient"))
    for number, message in enumerate(found):
        message.next_attempt_at = now + datetime.timedelta(seconds=number)
        message.purpose, message.about_id = purpose, about[number].pk if about else None
        message.save(update_fields=["next_attempt_at", "purpose", "about_id"])
    return found


def states_of(messages):
    return [OutgoingMessage.objects.get(pk=message.pk).state for message in messages]


@pytest.fixture
def told(monkeypatch):
    """Each telling, as the recipients of its letters."""
    found = []

    def listen(rows):
        found.append(sorted(row.recipient for row in rows))

    monkeypatch.setitem(registry.on_settled, "sign_in_code", listen)
    return found


def test_when_the_server_hears_of_a_letter_the_one_before_it_is_recorded(conference, smtp_server, monkeypatch):
    messages, seen, send = queued(conference, 3), [], delivery.Connection.send

    def look_and_send(connection, email):
        handed_over = OutgoingMessage.objects.filter(handed_over_at__isnull=False, state=SENDING).count()
        seen.append((states_of(messages).count(SENT), handed_over))
        return send(connection, email)

    monkeypatch.setattr(delivery.Connection, "send", look_and_send)
    delivery.deliver_due(Queue.MAIL)
    assert seen == [(0, 1), (1, 1), (2, 1)]
    assert states_of(messages) == [SENT] * 3


def test_a_letter_costs_one_statement(conference, smtp_server, django_assert_num_queries):
    queued(conference, version="0")
    delivery.deliver_due(Queue.MAIL)
    queued(conference, 2)
    with CaptureQueriesContext(connection) as of_two:
        assert delivery.deliver_due(Queue.MAIL) == 2
    queued(conference, 12, version="2")
    with django_assert_num_queries(len(of_two) + 10):
        assert delivery.deliver_due(Queue.MAIL) == 12


def test_a_worker_that_ends_in_the_middle_leaves_nothing_unrecorded(conference, smtp_server, monkeypatch):
    messages, made = queued(conference, 3), delivery._email

    def end_at_the_third(message):
        if message.pk == messages[2].pk:
            raise SystemExit
        return made(message)

    monkeypatch.setattr(delivery, "_email", end_at_the_third)
    with pytest.raises(SystemExit):
        delivery.deliver_due(Queue.MAIL)
    assert states_of(messages) == [SENT, SENT, SENDING]


def test_a_server_that_is_waited_for_finds_the_answer_recorded(conference, smtp_server, monkeypatch):
    messages, seen, opened = queued(conference, 2), [], delivery.Connection._open
    monkeypatch.setattr(delivery, "IDLE_SECONDS", -1.0)
    monkeypatch.setattr(delivery.Connection, "_answers", lambda _connection: False)

    def look_and_open(connection):
        seen.append(states_of(messages))
        opened(connection)

    monkeypatch.setattr(delivery.Connection, "_open", look_and_open)
    delivery.deliver_due(Queue.MAIL)
    assert seen == [[SENDING, SENDING], [SENT, SENDING]]


@pytest.mark.parametrize("locked", [0, 1])
def test_a_worker_waits_for_no_letter_while_it_has_another(conference, locked):
    """An officer's act has one of the two rows and asks for the other: neither of the two is turned away."""
    first, second = queued(conference, 2)
    claimed = claims.claim(Queue.MAIL)
    claims.mark_handed_over(claimed[0])
    one, other = (first, second) if locked == 0 else (second, first)
    results: list[bool] = []
    worker = threading.Thread(target=lambda: hand_over(results, claimed))
    with transaction.atomic():
        OutgoingMessage.objects.select_for_update().get(pk=one.pk)
        worker.start()
        worker.join(0.5)
        assert worker.is_alive()
        OutgoingMessage.objects.select_for_update(nowait=True).get(pk=other.pk)
    worker.join(10)
    assert results == [True]
    assert states_of([first, second]) == [SENT, SENDING]
    assert OutgoingMessage.objects.get(pk=second.pk).handed_over_at


def hand_over(results, claimed):
    try:
        results.append(claims.mark_handed_over(claimed[1], claims.Taken(claimed[0], "250 taken")))
    finally:
        connections.close_all()


def test_an_answer_recorded_twice_leaves_one_trace(conference):
    """PostgreSQL was started anew, and nobody knows whether the first time was committed."""
    queued(conference, 2)
    first, second = claims.claim(Queue.MAIL)
    claims.mark_handed_over(first)
    taken = claims.Taken(first, "250 taken")
    for _time in range(2):
        assert claims.mark_handed_over(second, taken)
        second.attempts = 0
    assert DeliveryAttempt.objects.get().answer == "250 taken"
    assert OutgoingMessage.objects.get(pk=second.pk).attempts == 1


def test_those_who_wait_are_told_of_a_batch_at_once(conference, smtp_server, told):
    messages = queued(conference, 5)
    delivery.deliver_due(Queue.MAIL)
    assert told == [[message.recipient for message in messages]]


def test_with_a_slow_server_they_are_told_of_each(conference, smtp_server, told, monkeypatch):
    monkeypatch.setattr(delivery, "TOLD_WITHIN", 0.0)
    messages = queued(conference, 3)
    delivery.deliver_due(Queue.MAIL)
    assert told == [[message.recipient] for message in messages]


def test_what_a_dead_worker_told_nobody_of_the_sweep_tells_once(conference, smtp_server, told, monkeypatch):
    monkeypatch.setattr("conference.correspondence.answers.tell_of", lambda _ids: None)
    messages = queued(conference, 3)
    delivery.deliver_due(Queue.MAIL)
    tasks.sweep()
    assert told == []
    DeliveryAttempt.objects.update(at=timezone.now() - telling.FORGOTTEN)
    tasks.sweep()
    tasks.sweep()
    assert told == [[message.recipient for message in messages]]


def test_one_letter_that_makes_those_who_are_told_fail_costs_no_other(conference, smtp_server, monkeypatch):
    kept: list[str] = []

    def fail_for_the_second(rows):
        if any(row.recipient == "p001@example.org" for row in rows):
            raise RuntimeError
        kept.extend(row.recipient for row in rows)

    monkeypatch.setitem(registry.on_settled, "sign_in_code", fail_for_the_second)
    messages = queued(conference, 3)
    delivery.deliver_due(Queue.MAIL)
    assert sorted(kept) == ["p000@example.org", "p002@example.org"]
    assert states_of(messages) == [SENT] * 3


@pytest.mark.parametrize("count", [1, 20])
def test_to_tell_of_invitations_costs_the_same_for_one_and_for_twenty(conference, count, django_assert_num_queries):
    people = [make_participant(conference, email=f"p{number:03}@example.org") for number in range(count)]
    invitations = [make_invitation(state=InvitationState.DRAFT, to=person) for person in people]
    queued(conference, count, purpose="invitation_person", about=invitations)
    batch = claims.claim(Queue.MAIL)
    for message in batch:
        claims.mark_handed_over(message)
        claims.record_taken(claims.Taken(message, "250 taken"))
    with django_assert_num_queries(9):
        telling.tell_of([message.pk for message in batch])
    assert InvitationTransition.objects.filter(target=InvitationState.SENT).count() == count
    assert set(Invitation.objects.values_list("state", "version")) == {(InvitationState.SENT, 2)}


def test_a_notice_that_is_quicker_than_the_telling_comes_after_it(conference, told):
    [message] = queued(conference)
    [mine] = claims.claim(Queue.MAIL)
    claims.mark_handed_over(mine)
    claims.record_taken(claims.Taken(mine, "250 taken"))
    assert told == []
    said = Said(BounceKind.CAME_BACK, "p000@example.org", "5.1.1", "No such mailbox")
    keep(Notice(said, Returned(message_ids=(message.message_id,)), "digest"))
    assert told == [[message.recipient]]
    telling.tell_of([message.pk])
    assert len(told) == 1
