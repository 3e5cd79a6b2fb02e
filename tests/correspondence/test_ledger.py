"""What officers do about messages."""

import pytest
from django.utils import timezone

from conference.correspondence import delivery, ledger, outbox
from conference.correspondence.errors import IllegalMessageTransitionError, NotPermittedError
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from conference.models import TeamRole
from conference.registry import registry
from tests.factories.conference import make_conference, make_officer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def officer(conference):
    return make_officer(conference, TeamRole.CORRESPONDENCE)


@pytest.fixture
def message(conference):
    return a_message(conference)


def a_message(conference):
    return outbox.enqueue(
        Letter(
            conference=conference,
            purpose="sign_in_code",
            recipient="bob@example.org",
            language="en",
            secrets={"code": "123456"},
        )
    )


def put(message, state, **fields):
    fields = {"sent_at": timezone.now()} | fields if state == MessageState.SENT else fields
    fields = {"lease_until": timezone.now()} | fields if state == MessageState.SENDING else fields
    OutgoingMessage.objects.filter(pk=message.pk).update(state=state, **fields)


@pytest.mark.parametrize("state", [MessageState.FAILED, MessageState.UNKNOWN])
def test_a_message_in_trouble_is_sent_again_with_its_attempts_counted_afresh(message, officer, smtp_server, state):
    put(message, state, attempts=8, handed_over_at=timezone.now(), answer="550 No such person")
    ledger.retry_message(message.pk, by=officer, reason="As agreed.")
    delivery.deliver_due(Queue.MAIL)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 1)
    assert "123456" in smtp_server.wait_for(1)[0].text


def test_a_held_message_waits_until_it_is_released(message, officer, smtp_server):
    ledger.hold_message(message.pk, by=officer, reason="As agreed.")
    assert delivery.deliver_due(Queue.MAIL) == 0
    ledger.release_message(message.pk, by=officer)
    assert delivery.deliver_due(Queue.MAIL) == 1
    assert len(smtp_server.received) == 1


def test_a_cancelled_message_is_never_sent_and_its_secret_is_gone(message, officer, smtp_server):
    cancelled = ledger.cancel_message(message.pk, by=officer, reason="As agreed.")
    assert (cancelled.state, cancelled.secrets) == (MessageState.CANCELLED, {})
    assert delivery.deliver_due(Queue.MAIL) == 0


def test_a_message_that_arrived_after_all_is_marked_and_whoever_waits_for_it_is_told(message, officer, monkeypatch):
    told: list[OutgoingMessage] = []
    monkeypatch.setitem(registry.on_settled, "sign_in_code", told.extend)
    put(message, MessageState.UNKNOWN, handed_over_at=timezone.now())
    marked = ledger.mark_as_sent(message.pk, by=officer, reason="As agreed.")
    assert (marked.state, marked.sent_at, marked.secrets) == (MessageState.SENT, marked.handed_over_at, {})
    assert [one.state for one in told] == [MessageState.SENT]


def test_each_act_is_kept_with_its_officer(message, officer):
    ledger.hold_message(message.pk, by=officer, reason="As agreed.")
    ledger.cancel_message(message.pk, by=officer, reason="As agreed.")
    kept = [(attempt.outcome, attempt.answer, attempt.by) for attempt in message.attempt_log.all()]
    assert kept == [
        (MessageState.HELD, "Held by an officer.", officer),
        (MessageState.CANCELLED, "Cancelled by an officer.", officer),
    ]


@pytest.mark.parametrize("state", [MessageState.SENDING, MessageState.SENT])
@pytest.mark.parametrize("act", [ledger.retry_message, ledger.hold_message, ledger.cancel_message])
def test_what_a_worker_has_or_what_is_sent_is_left_alone(message, officer, act, state):
    put(message, state)
    with pytest.raises(IllegalMessageTransitionError):
        act(message.pk, by=officer)
    message.refresh_from_db()
    assert message.state == state
    assert not message.attempt_log.exists()


@pytest.mark.parametrize(
    "act",
    [
        ledger.retry_message,
        ledger.hold_message,
        ledger.release_message,
        ledger.cancel_message,
        ledger.mark_as_sent,
    ],
)
def test_only_those_who_correspond_for_the_conference_may(message, act):
    elsewhere = make_officer(make_conference(), TeamRole.CORRESPONDENCE)
    for stranger in (make_officer(message.conference, TeamRole.OBSERVER), elsewhere, make_user()):
        with pytest.raises(NotPermittedError):
            act(message.pk, by=stranger)
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED


def test_a_message_of_no_conference_is_the_installations():
    message = a_message(None)
    with pytest.raises(NotPermittedError):
        ledger.hold_message(message.pk, by=make_officer(make_conference()), reason="As agreed.")
    assert message.subject == "Your code – Plenary"
    superuser = make_officer(make_conference(), is_superuser=True)
    assert ledger.hold_message(message.pk, by=superuser, reason="As agreed.").state == MessageState.HELD


def test_a_reason_is_kept_without_what_nobody_sees(message, officer):
    ledger.hold_message(message.pk, by=officer, reason="Wait\x00 for \u202eher.")
    assert message.attempt_log.get().reason == "Wait for her."
