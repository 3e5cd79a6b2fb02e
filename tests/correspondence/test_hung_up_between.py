"""A server that hangs up between two messages, which many do after so many: the next one goes at once."""

import pytest

from conference.correspondence import delivery, outbox
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from tests.factories.conference import make_conference
from tests.servers.scripted import KINDNESS, Fate, ScriptedServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings):
    server = ScriptedServer()
    settings.EMAIL_BACKEND = delivery.SMTP_BACKEND
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.close()


def written(count):
    conference = make_conference()
    letters = [
        Letter(
            conference=conference,
            purpose="sign_in_code",
            recipient=f"p{number:04}@example.org",
            language="en",
            secrets={"code": "123456"},
        )
        for number in range(count)
    ]
    return list(outbox.enqueue_all(letters).order_by("recipient"))


@pytest.mark.parametrize("fate", [Fate(hangs_up=True), Fate("421 Too long a session")])
def test_hung_up_before_it_heard_of_a_message_the_server_gets_it_at_once_on_a_new_connection(server, fate):
    letters = written(6)
    heard = []

    def third_time(moment, _recipient):
        heard.append(moment)
        return fate if moment == "MAIL" and heard.count("MAIL") == 3 else KINDNESS

    server.script = third_time
    delivery.deliver_due(Queue.MAIL)
    for letter in letters:
        letter.refresh_from_db()
    assert [(letter.state, letter.attempts) for letter in letters] == [(MessageState.SENT, 1)] * 6
    assert sorted(server.received_times().values()) == [1] * 6
    assert not OutgoingMessage.objects.exclude(state=MessageState.SENT).exists()
