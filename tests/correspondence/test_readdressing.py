"""A letter that did not arrive goes to another address, as a message of its own."""

from typing import Any

import pytest
from django.utils import timezone

from conference.correspondence import delivery
from conference.correspondence.errors import NotPermittedError, NotSentElsewhereError, ReasonNeededError
from conference.correspondence.models import COPY, OutgoingMessage, Queue
from conference.correspondence.readdressing import can_go_elsewhere, send_elsewhere
from conference.correspondence.states import MessageState as S
from conference.models import TeamRole
from registration.models import Visibility
from tests.factories.conference import make_conference, make_officer
from tests.factories.registration import make_participant, make_registration

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "bob@mission.example", "bob@missions.example"
REASON = "The mission has told us by telephone."


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def officer(conference):
    return make_officer(conference, TeamRole.CORRESPONDENCE)


@pytest.fixture
def write(conference):
    """A letter that did not arrive, unless told otherwise."""

    def written(state=S.FAILED, **fields):
        usual: dict[str, Any] = {
            "key": "welcome:1",
            "purpose": "registration_received",
            "subject": "Tomorrow",
            "text": "Dear Bob,\n\nTomorrow.",
        }
        usual |= {"sent_at": timezone.now()} if state == S.SENT else {}
        return OutgoingMessage.objects.create(
            conference=conference, recipient=WRONG, language="en", state=state, **(usual | fields)
        )

    return written


def came_back(write, **fields):
    return write(S.SENT, came_back_at=timezone.now(), **fields)


def test_what_failed_goes_with_the_same_words_and_is_given_up(write, officer, smtp_server):
    message = write(html="<p>Tomorrow.</p>", recipient_name="Bob", answer="550 No such person")
    other = send_elsewhere(message.pk, address=" Bob@Missions.example ", by=officer, reason=REASON)
    message.refresh_from_db()
    assert (message.state, other.state, other.recipient) == (S.CANCELLED, S.QUEUED, RIGHT)
    assert [each.answer for each in message.attempt_log.all()] == [f"Sent to {RIGHT} instead."]
    assert [each.answer for each in other.attempt_log.all()] == [f"In place of the letter to {WRONG}."]
    assert {each.reason for row in (message, other) for each in row.attempt_log.all()} == {REASON}
    delivery.deliver_due(Queue.MAIL)
    [mail] = smtp_server.wait_for(1)
    assert (mail.recipients, "Tomorrow." in mail.text) == ([RIGHT], True)
    assert other.message_id not in {"", message.message_id}


def test_what_came_back_stays_sent_and_is_noted(write, officer):
    message = came_back(write)
    send_elsewhere(message.pk, address=RIGHT, by=officer, reason=REASON)
    message.refresh_from_db()
    assert (message.state, message.waits_for_a_note) == (S.SENT, False)


def test_the_button_pressed_twice_writes_one_letter(write, officer):
    message = came_back(write)
    first, second = (send_elsewhere(message.pk, address=RIGHT, by=officer, reason=REASON) for _press in range(2))
    assert first == second
    assert OutgoingMessage.objects.count() == 2
    assert message.attempt_log.count() == 1


def test_it_is_no_letter_of_the_act_whose_numbers_are_told(write, officer):
    message = write(act_id="00000000-0000-4000-8000-000000000001")
    assert send_elsewhere(message.pk, address=RIGHT, by=officer, reason=REASON).act_id is None


def test_a_private_offices_copy_stays_a_copy(write, officer):
    message = write(key=f"{COPY}welcome:1")
    assert send_elsewhere(message.pk, address=RIGHT, by=officer, reason=REASON).is_copy


@pytest.mark.parametrize(
    "typed", ["", "bob", WRONG, WRONG.upper(), "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example"]
)
def test_what_is_no_other_address_is_refused(write, officer, typed):
    with pytest.raises(NotSentElsewhereError):
        send_elsewhere(write().pk, address=typed, by=officer, reason=REASON)
    assert OutgoingMessage.objects.count() == 1


@pytest.mark.parametrize(
    "text",
    ["Your code: \ue000code\ue001", "http://testserver/en/seminar-2017/invitation/Y6VnJAsQpVEhY-deX5-c8g/"],
)
def test_nothing_that_opens_something_goes_to_an_address_that_somebody_types(write, officer, text):
    message = write(text=text)
    assert not can_go_elsewhere(message)
    with pytest.raises(NotSentElsewhereError):
        send_elsewhere(message.pk, address=RIGHT, by=officer, reason=REASON)


@pytest.mark.parametrize("state", [S.QUEUED, S.SENT, S.HELD, S.CANCELLED, S.BY_HAND, S.UNKNOWN])
def test_only_what_did_not_arrive_goes_elsewhere(write, officer, state):
    with pytest.raises(NotSentElsewhereError):
        send_elsewhere(write(state).pk, address=RIGHT, by=officer, reason=REASON)


def test_a_reason_is_asked(write, officer):
    with pytest.raises(ReasonNeededError):
        send_elsewhere(write().pk, address=RIGHT, by=officer, reason=" ")


def test_who_reads_alone_and_who_is_elsewhere_sends_nothing(write, conference):
    message = write()
    strangers = make_officer(conference, TeamRole.OBSERVER), make_officer(make_conference(), TeamRole.CORRESPONDENCE)
    for each in strangers:
        with pytest.raises(NotPermittedError):
            send_elsewhere(message.pk, address=RIGHT, by=each, reason=REASON)


def test_nobody_reads_what_concerns_a_protected_person_by_sending_it_to_themselves(write, conference, officer):
    person = make_participant(conference, visibility=Visibility.HIDDEN, email=WRONG)
    about = make_registration(conference=conference, participant=person)
    message = write(about_type="registration.registration", about_id=about.pk)
    with pytest.raises(NotPermittedError):
        send_elsewhere(message.pk, address=officer.email, by=officer, reason=REASON)
    carol = make_officer(conference, TeamRole.CORRESPONDENCE, TeamRole.DUTY_OF_CARE)
    assert send_elsewhere(message.pk, address=RIGHT, by=carol, reason=REASON).state == S.QUEUED
