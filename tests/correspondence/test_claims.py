"""Which worker has a message, when workers are slow, die, or come back from the dead."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from types import SimpleNamespace

import pytest
from django.db import connections
from django.utils import timezone

from conference.correspondence import claims, delivery, outbox, paces
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from conference.embedded.supervisor import PATIENCE_TO_END
from conference.registry import registry
from tests.factories.conference import make_conference, make_venue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conference():
    return make_conference()


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


def state_of(message):
    message.refresh_from_db()
    return message.state


def lapse():
    """The leases have run out."""
    OutgoingMessage.objects.filter(state=MessageState.SENDING).update(
        lease_until=timezone.now() - datetime.timedelta(seconds=1)
    )


def test_workers_that_claim_at_once_never_get_the_same_message(conference, monkeypatch):
    monkeypatch.setattr(paces, "AT_ONCE", 0)
    queued(conference, 40)

    def work(_number):
        try:
            return [message.pk for message in claims.claim(Queue.MAIL, limit=5)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        claimed = [pk for batch in pool.map(work, range(8)) for pk in batch]
    assert len(claimed) == len(set(claimed)) == 40


def test_what_is_about_a_row_that_was_deleted_is_cancelled_and_the_next_is_taken(conference):
    gone, there = make_venue(conference), make_venue(conference)
    about_gone = [queued(conference, about=gone, version=str(number))[0] for number in range(3)]
    queued(conference, about=there)
    gone.delete()

    [claimed] = claims.claim(Queue.MAIL, limit=2)

    assert claimed.about_id == there.pk
    assert {state_of(letter) for letter in about_gone} == {MessageState.CANCELLED}
    assert [attempt.answer for attempt in about_gone[0].attempt_log.all()] == [claims.DELETED]
    assert about_gone[0].secrets == {}


def test_what_is_about_a_kind_of_row_that_nobody_knows_is_sent(conference):
    [letter] = queued(conference, about=make_venue(conference))
    OutgoingMessage.objects.update(about_type="floor.speakerslist")
    assert claims.claim(Queue.MAIL) == [letter]


@pytest.mark.parametrize("count", [1, 20])
def test_to_claim_costs_the_same_for_one_letter_and_for_twenty(conference, count, django_assert_num_queries):
    queued(conference, count, about=make_venue(conference))
    with django_assert_num_queries(13):
        assert len(claims.claim(Queue.MAIL)) == count


def test_a_queue_delivers_its_own_messages_only(conference, smtp_server):
    [letter] = queued(conference)
    assert delivery.deliver_due(Queue.URGENT) == 0
    assert state_of(letter) == MessageState.QUEUED


def test_two_sweeps_at_once_leave_one_trace(conference):
    [message] = queued(conference)
    claims.claim(Queue.MAIL)
    OutgoingMessage.objects.update(handed_over_at=timezone.now())
    lapse()

    def sweep(_number):
        try:
            return claims.release_abandoned()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(sweep, range(4))) == 1
    assert state_of(message) == MessageState.UNKNOWN
    assert message.attempt_log.count() == 1


def test_a_worker_that_wakes_up_while_the_sweep_looks_keeps_its_message(conference):
    queued(conference)
    [mine] = claims.claim(Queue.MAIL)
    lapse()
    [seen_by_the_sweep] = OutgoingMessage.objects.abandoned()
    assert claims.mark_handed_over(mine)
    assert claims._release(seen_by_the_sweep) is False
    assert state_of(mine) == MessageState.SENDING


@pytest.mark.parametrize(
    ("outcome", "words"), [(MessageState.SENT, "250"), (MessageState.FAILED, "550 No such person")]
)
def test_an_answer_that_comes_after_the_lease_is_recorded_still(conference, outcome, words):
    queued(conference)
    [mine] = claims.claim(Queue.MAIL)
    claims.mark_handed_over(mine)
    lapse()
    claims.release_abandoned()
    assert state_of(OutgoingMessage.objects.get()) == MessageState.UNKNOWN
    claims.settle(mine, outcome, words)
    assert (state_of(mine), mine.answer) == (outcome, words)


def test_an_answer_for_a_message_that_another_worker_has_by_now_is_ignored(conference):
    queued(conference)
    [mine] = claims.claim(Queue.MAIL)
    lapse()
    claims.release_abandoned()
    [theirs] = claims.claim(Queue.MAIL)
    claims.settle(mine, MessageState.FAILED, "550 Late")
    assert state_of(theirs) == MessageState.SENDING
    assert claims.mark_handed_over(mine) is False


def test_with_the_server_away_no_message_loses_an_attempt_and_the_queue_waits_a_minute(conference, smtp_server):
    messages = queued(conference, 50)
    smtp_server.go_down()
    assert delivery.deliver_due(Queue.MAIL) == claims.BATCH[Queue.MAIL]
    assert not OutgoingMessage.objects.due().exists()
    soon = timezone.now() + datetime.timedelta(minutes=1)
    assert {message.attempts for message in OutgoingMessage.objects.filter(next_attempt_at__lte=soon)} == {0}
    assert "refused" in OutgoingMessage.objects.get(pk=messages[0].pk).answer

    smtp_server.listen()
    OutgoingMessage.objects.update(next_attempt_at=timezone.now())
    assert delivery.deliver_due(Queue.MAIL) == 50
    assert len(smtp_server.received) == 50


def test_a_message_that_cannot_be_written_fails_alone(conference, smtp_server):
    broken, whole = queued(conference, 2)
    OutgoingMessage.objects.filter(pk=broken.pk).update(subject="Two\nlines")
    delivery.deliver_due(Queue.MAIL)
    assert (state_of(broken), state_of(whole)) == (MessageState.FAILED, MessageState.SENT)
    assert "BadHeaderError" in broken.answer
    assert [message.recipients for message in smtp_server.received] == [[whole.recipient]]


def test_what_follows_a_letter_may_fail_but_the_servers_answer_stands(conference, smtp_server, monkeypatch):
    def fail(messages):
        OutgoingMessage.objects.filter(pk=messages[0].pk).update(subject="lost with the rest")
        raise RuntimeError

    monkeypatch.setitem(registry.on_settled, "sign_in_code", fail)
    [message] = queued(conference)
    delivery.deliver_due(Queue.MAIL)
    assert state_of(message) == MessageState.SENT
    assert message.subject != "lost with the rest"


def test_a_message_deleted_with_its_conference_troubles_nobody(conference):
    queued(conference)
    [mine] = claims.claim(Queue.MAIL)
    OutgoingMessage.objects.all().delete()
    claims.settle(mine, MessageState.SENT, "250")
    assert claims.mark_handed_over(mine) is False


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_calendar_entry_is_offered_beside_the_text_with_its_method(conference, smtp_server, method):
    entry = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\nNAME:Хөтөлбөр\r\nEND:VCALENDAR\r\n"
    queued(conference, calendar=entry)
    delivery.deliver_due(Queue.MAIL)
    [received] = smtp_server.wait_for(1)
    letter, attached = received.message.iter_parts()
    parts = list(letter.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert parts[2]["Content-Type"].params["method"] == method
    assert received.message.get_content_type() == "multipart/mixed"
    assert letter.get_content_type() == "multipart/alternative"
    assert parts[2].get_content_disposition() is None
    assert (attached.get_content_type(), attached.get_filename()) == ("application/ics", "agenda.ics")
    assert attached["Content-Type"].params["name"] == "agenda.ics"
    assert attached.get_content_disposition() == "attachment"
    assert attached.get_content() == entry.encode()


@pytest.mark.parametrize(
    "name", ['Bat, "the" Tseren', "Цэрэн Бат-Эрдэнэ", "a@b.example <x@evil.example>", "=?utf-8?q?x?="]
)
def test_a_name_stays_a_name_in_the_header(conference, smtp_server, name):
    queued(conference, recipient_name=name)
    delivery.deliver_due(Queue.MAIL)
    [received] = smtp_server.wait_for(1)
    [address] = received.message["To"].addresses
    assert address.addr_spec == "p000@example.org"
    assert received.recipients == ["p000@example.org"]


def test_a_worker_whose_time_is_up_gives_back_what_it_has_not_begun(conference, smtp_server, monkeypatch):
    queued(conference, 6)
    clock = count()
    monkeypatch.setattr(delivery, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    # The clock is looked at three times a message.
    monkeypatch.setattr(delivery, "BUSY_SECONDS", 6)
    delivery.deliver_due(Queue.MAIL)
    assert len(smtp_server.received) == 2
    waiting = OutgoingMessage.objects.due()
    assert waiting.count() == 6 - len(smtp_server.received)
    assert {(message.attempts, message.lease_until) for message in waiting} == {(0, None)}
    monkeypatch.setattr(delivery, "BUSY_SECONDS", 60)
    delivery.deliver_due(Queue.MAIL)
    assert len(smtp_server.received) == 6


def test_a_worker_is_done_before_who_stops_it_loses_patience():
    assert delivery.BUSY_SECONDS < PATIENCE_TO_END


def test_what_is_of_no_use_any_longer_is_cancelled_and_not_sent(conference, smtp_server):
    in_a_minute, a_minute_ago = (timezone.now() + datetime.timedelta(minutes=n) for n in (1, -1))
    [late] = queued(conference, expires_at=a_minute_ago)
    [early] = queued(conference, version="2", expires_at=in_a_minute)
    [lasting] = queued(conference, version="3")
    delivery.deliver_due(Queue.MAIL)
    assert [state_of(message) for message in (late, early, lasting)] == [
        MessageState.CANCELLED,
        MessageState.SENT,
        MessageState.SENT,
    ]
    assert len(smtp_server.received) == 2
    assert late.secrets == {}
    assert [(entry.outcome, entry.answer) for entry in late.attempt_log.all()] == [
        (MessageState.CANCELLED, claims.TOO_LATE)
    ]


def test_a_letter_that_the_server_put_off_until_it_was_of_no_use_is_cancelled(conference, smtp_server):
    [message] = queued(conference, expires_at=timezone.now() + datetime.timedelta(minutes=15))
    smtp_server.refuse(451)
    delivery.deliver_due(Queue.MAIL)
    assert state_of(message) == MessageState.QUEUED
    past = timezone.now() - datetime.timedelta(seconds=1)
    OutgoingMessage.objects.update(next_attempt_at=past, expires_at=past)
    smtp_server.behave()
    delivery.deliver_due(Queue.MAIL)
    assert state_of(message) == MessageState.CANCELLED
    assert smtp_server.received == []


def test_two_workers_cancel_it_once(conference):
    [message] = queued(conference, expires_at=timezone.now())

    def work(_number):
        try:
            return claims.claim(Queue.MAIL)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert not any(pool.map(work, range(4)))
    assert state_of(message) == MessageState.CANCELLED
    assert message.attempt_log.count() == 1
