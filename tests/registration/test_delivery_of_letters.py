"""From the act to the mail server: an invitation shows *sent* when the server took it, *returned* when it refused."""

import datetime

import pytest
from django.utils import timezone

from conference.correspondence.delivery import deliver_due
from conference.correspondence.models import Queue, ReminderRule
from conference.correspondence.reminders import fire_due_reminders
from registration.actions.invite import invite_person, invite_state, send_again
from registration.models import Route
from registration.states import InvitationState as I
from tests.factories.conference import make_conference, make_mission, make_officer, make_state, set_clock
from tests.factories.registration import make_category, make_delegation, make_invitation, new_participant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def officer(conference):
    return make_officer(conference)


@pytest.fixture
def to_a_state(conference, officer):
    state = make_state("KG")
    return invite_state(
        conference=conference,
        state=state,
        category=make_category(conference),
        mission=make_mission(state),
        quota=4,
        reply_by=None,
        language="en",
        by=officer,
    )


def test_a_note_that_the_server_takes_is_sent_and_bears_the_code(to_a_state, smtp_server):
    assert deliver_due(Queue.MAIL) == 1
    to_a_state.refresh_from_db()
    (received,) = smtp_server.received
    assert to_a_state.state == I.SENT
    assert received.recipients == ["mission.kg@missions.example"]
    assert to_a_state.designation_code in received.text
    assert to_a_state.link_token in received.text


def test_a_note_that_the_server_refuses_for_good_is_returned_with_its_words_and_can_be_sent_elsewhere(
    to_a_state, smtp_server, officer
):
    smtp_server.refuse(550, at="RCPT", text="No such mailbox")
    deliver_due(Queue.MAIL)
    to_a_state.refresh_from_db()
    assert to_a_state.state == I.BOUNCED
    assert "No such mailbox" in to_a_state.transitions.latest("pk").reason
    smtp_server.behave()
    send_again(to_a_state.pk, by=officer, email="protocol@mission.example")
    deliver_due(Queue.MAIL)
    to_a_state.refresh_from_db()
    assert to_a_state.state == I.SENT


def test_the_copy_to_a_private_office_is_sent_as_well(conference, officer, smtp_server):
    invitation = invite_person(
        conference=conference,
        category=make_category(conference, Route.INVITATION),
        person=new_participant(email="bob@people.example", office_email="office@people.example"),
        reply_by=None,
        language="en",
        by=officer,
    )
    deliver_due(Queue.MAIL)
    invitation.refresh_from_db()
    recipients = {recipient for received in smtp_server.received for recipient in received.recipients}
    assert (invitation.state, recipients) == (I.SENT, {"bob@people.example", "office@people.example"})


def test_those_who_have_not_answered_are_reminded_once(conference, smtp_server):
    set_clock(conference, "2019-06-03 08:00")
    answered = make_invitation(state=I.ACCEPTED, to=make_delegation(conference, make_state("KZ")))
    waiting = make_invitation(to=make_delegation(conference, make_state("KG")))
    ReminderRule.objects.create(
        conference=conference,
        name="Three days before",
        condition="invitation_unanswered",
        days_before=3,
        local_time=datetime.time(9),
        created_at=timezone.now() - datetime.timedelta(days=3),
    )
    set_clock(conference, "2019-06-04 09:05")
    assert [fire_due_reminders(), fire_due_reminders()] == [1, 0]
    deliver_due(Queue.BULK)
    assert [received.recipients for received in smtp_server.received] == [[waiting.email]]
    assert answered.email != waiting.email
    assert "if possible by Friday, 7 June" in smtp_server.received[0].text
