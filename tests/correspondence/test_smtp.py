"""What a conversation with a mail server tells about a message: taken, refused, tried again, or unknown."""

import pytest
from django.utils import timezone

from conference.correspondence import delivery, outbox
from conference.correspondence.illness import DOUBTS
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.smtp import with_end
from conference.correspondence.states import MessageState
from tests.factories.conference import make_conference
from tests.servers.scripted import Fate, ScriptedServer, meet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[True, False], ids=["at-once", "one-by-one"])
def mail(settings, request):
    server = ScriptedServer(pipelines=request.param)
    settings.EMAIL_BACKEND = delivery.SMTP_BACKEND
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    yield server
    server.close()


@pytest.fixture
def impatience(settings):
    settings.EMAIL_TIMEOUT, settings.OUTBOX_ANSWER_SECONDS = 0.5, 1.5


def anybody(_address):
    return True


def queued(count=1, *, version="1"):
    conference = make_conference()
    rows = outbox.enqueue_all(
        Letter(
            conference=conference,
            purpose="sign_in_code",
            recipient=f"p{number}@example.org",
            language="en",
            secrets={"code": "123456"},
            version=version,
        )
        for number in range(count)
    )
    return list(rows.order_by("recipient"))


def delivered(*messages):
    delivery.deliver_due(Queue.MAIL)
    for message in messages:
        message.refresh_from_db()
    return [MessageState(message.state) for message in messages]


def test_the_words_of_success_are_kept(mail):
    [message] = queued()
    mail.script = meet(Fate("250 2.0.0 Queued as 4F2A"), "END", whose=anybody)
    assert delivered(message) == [MessageState.SENT]
    assert message.answer == "250 2.0.0 Queued as 4F2A"


@pytest.mark.parametrize("answer", ["251 Will forward", "252 Taken, I think"])
def test_every_positive_answer_is_one(mail, answer):
    [message] = queued()
    mail.script = meet(Fate(answer), "END", whose=anybody)
    assert delivered(message) == [MessageState.SENT]


@pytest.mark.parametrize("moment", ["MAIL", "RCPT", "DATA"])
def test_who_hangs_up_before_the_end_cannot_have_taken_it(mail, moment):
    [message] = queued()
    mail.script = meet(Fate(hangs_up=True), moment, whose=anybody, times=1)
    assert delivered(message) == [MessageState.QUEUED]
    assert message.next_attempt_at > timezone.now()
    OutgoingMessage.objects.update(next_attempt_at=timezone.now())
    assert delivered(message) == [MessageState.SENT]


@pytest.mark.parametrize("moment", ["MAIL", "RCPT", "DATA"])
def test_who_is_silent_before_the_end_cannot_have_taken_it(mail, impatience, moment):
    [message] = queued()
    mail.script = meet(Fate(seconds=1.0), moment, whose=anybody, times=1)
    assert delivered(message) == [MessageState.QUEUED]


def test_a_slow_answer_to_the_whole_message_is_waited_for_longer_than_any_other(mail, impatience):
    [message] = queued()
    mail.script = meet(Fate(seconds=0.7), "END", whose=anybody)
    assert delivered(message) == [MessageState.SENT]


def test_who_is_silent_after_the_end_leaves_it_unknown(mail, impatience):
    [message] = queued()
    mail.script = meet(Fate(seconds=2.5), "END", whose=anybody)
    assert delivered(message) == [MessageState.UNKNOWN]
    assert "timed out" in message.answer


@pytest.mark.parametrize("answer", ["gibberish", "354 Go on", "25"])
def test_an_answer_to_the_whole_message_that_is_none_leaves_it_unknown(mail, answer):
    [message] = queued()
    mail.script = meet(Fate(answer), "END", whose=anybody)
    assert delivered(message) == [MessageState.UNKNOWN]


@pytest.mark.parametrize("answer", ["421 Closing", "451 Not now", "554 Never"])
def test_a_refusal_of_data_does_not_spoil_the_next_message(mail, answer):
    refused, whole = queued(2)
    mail.script = meet(Fate(answer), "DATA", whose=lambda address: address == refused.recipient)
    wanted = MessageState.FAILED if answer.startswith("5") else MessageState.QUEUED
    assert delivered(refused, whole) == [wanted, MessageState.SENT]
    assert refused.answer == answer


def test_after_two_of_which_nothing_is_known_the_others_wait(mail):
    messages = queued(30)
    mail.script = meet(Fate(hangs_up=True), "END", whose=anybody)
    states = delivered(*messages)
    assert states.count(MessageState.UNKNOWN) == DOUBTS
    assert states.count(MessageState.QUEUED) == 28
    assert not OutgoingMessage.objects.due().exists()
    assert {message.attempts for message in messages if message.state == MessageState.QUEUED} == {0}

    [written_meanwhile] = queued(version="2")
    assert delivered(written_meanwhile) == [MessageState.QUEUED]
    assert not OutgoingMessage.objects.due().exists()
    assert mail.attempts == DOUBTS

    assert OutgoingMessage.objects.filter(state=MessageState.QUEUED).count() == 29


def test_a_lasting_doubt_between_certainties_holds_nobody_up(mail):
    messages = queued(9)
    mail.script = meet(Fate(hangs_up=True), "END", whose=lambda address: int(address[1]) % 2 == 0)
    states = delivered(*messages)
    assert (states.count(MessageState.UNKNOWN), states.count(MessageState.SENT)) == (5, 4)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"one\r\n", b"one\r\n.\r\n"),
        (b"one", b"one\r\n.\r\n"),
        (b".one\r\n..two\r\nthree.\r\n", b"..one\r\n...two\r\nthree.\r\n.\r\n"),
        (b"one\r\n.\r\ntwo\r\n", b"one\r\n..\r\ntwo\r\n.\r\n"),
    ],
)
def test_a_dot_alone_ends_the_message_and_no_other_does(content, line):
    assert with_end(content) == line


def test_lines_that_begin_with_dots_arrive_as_they_were(mail):
    [message] = queued()
    OutgoingMessage.objects.update(text="Dear reader\n.\n.hidden\n..two\n")
    assert delivered(message) == [MessageState.SENT]
    assert mail.received[0].text.replace("\r\n", "\n") == "Dear reader\n.\n.hidden\n..two\n"
