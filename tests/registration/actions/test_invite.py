"""Inviting States and persons, and what becomes of an invitation."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import State, TeamRole
from registration.actions.invite import (
    acknowledge_invitation,
    invite_person,
    invite_state,
    note_no_reply,
    record_reply,
    send_again,
)
from registration.actions.settle import Settled, settle_invitations
from registration.errors import IllegalInvitationTransitionError, NotPermittedError, RegistrationError
from registration.models import Channel, Delegation, Invitation, Participant, Route
from registration.queries.invitations import find_by_code, find_by_link
from registration.receivers import invitation_returned, invitations_settled
from registration.states import InvitationState as I
from registration.states import RegistrationState as S
from tests.factories.conference import MONDAY_3_JUNE, make_mission, make_officer, make_state, make_user
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_invitation,
    make_participant,
    make_registration,
    new_participant,
)


@pytest.fixture
def inviting(conference, officer):
    def act(code="KG", *, by=officer, **changes):
        state = changes.pop("state", None) or make_state(code)
        mission = changes.pop("mission") if "mission" in changes else make_mission(state)
        fields: dict[str, Any] = {
            "category": make_category(conference),
            "quota": 4,
            "reply_by": datetime.date(2019, 6, 7),
            "language": "en",
        } | changes
        return invite_state(conference=conference, state=state, mission=mission, by=by, **fields)

    return act


def test_a_state_is_invited_through_its_mission(inviting, conference, officer, letters):
    invitation = inviting()
    assert (invitation.state, invitation.channel, invitation.quota) == (I.DRAFT, Channel.NOTE_VERBALE, 4)
    assert (invitation.delegation.state.code, invitation.delegation.quota) == ("KG", 4)
    assert invitation.dated_on == MONDAY_3_JUNE.date()
    assert invitation.signatory == "The Ministry of Foreign Affairs of Mongolia"
    step = invitation.transitions.get()
    assert (step.origin, step.target, step.by) == ("", I.DRAFT, officer)
    assert letters() == [("invitation_state", "mission.kg@missions.example")]


def test_the_code_stands_in_the_letter_and_not_in_the_ledger(inviting):
    invitation = inviting()
    message = OutgoingMessage.objects.get()
    assert message.secrets == {"designation_code": invitation.designation_code}
    assert invitation.designation_code not in message.text + message.html
    assert invitation.link_token in message.text


def test_notes_are_numbered_one_after_the_other(inviting, conference):
    assert inviting("KG").reference == "MFA/2019/1"
    assert inviting("KZ", reference="MFA/2019/40").reference == "MFA/2019/40"
    assert inviting("CA").reference == "MFA/2019/41"


def test_a_number_of_the_officers_own_is_taken_once(inviting):
    inviting("KG", reference="17/A")
    with pytest.raises(RegistrationError, match="Another invitation has the number 17/A"):
        inviting("KZ", reference="17/A")


def test_without_a_date_the_conference_asks_for_its_own(inviting):
    assert inviting(reply_by=None).reply_by == datetime.date(2019, 6, 7)


def test_the_link_lives_by_the_real_clock_until_the_conference_is_over(inviting):
    remaining = inviting().expires_at - timezone.now()
    over = datetime.datetime(2019, 6, 22, tzinfo=MONDAY_3_JUNE.tzinfo) - MONDAY_3_JUNE
    assert abs(remaining - over) < datetime.timedelta(minutes=5)


def test_a_delegation_that_was_made_before_is_used(inviting, conference):
    delegation = make_delegation(conference, make_state("KG"), quota=1)
    assert inviting().delegation == delegation
    assert Delegation.objects.get().quota == 4


def test_the_host_receives_no_invitation(inviting):
    with pytest.raises(RegistrationError, match=r"^The host receives no invitation\.$"):
        inviting("MN")


def test_a_state_is_invited_once(inviting):
    inviting()
    with pytest.raises(RegistrationError, match=r"^Kyrgyzstan is already invited\.$"):
        inviting()


def test_without_an_address_nothing_is_written(inviting, letters):
    with pytest.raises(RegistrationError, match="No address is known for Canada"):
        inviting("CA", mission=None)
    assert letters() == []


def test_an_address_given_by_the_officer_comes_before_the_missions(inviting):
    assert inviting(email="Protocol@Mission.example").email == "protocol@mission.example"


def test_a_state_without_a_name_in_force_cannot_be_invited(inviting):
    nameless = State.objects.create(code="XX", group="other")
    with pytest.raises(RegistrationError, match="The register of States has no name"):
        inviting(state=nameless, mission=None, email="x@missions.example")


def test_only_those_who_invite_do(inviting, conference, observer):
    for other in (observer, make_officer(conference, TeamRole.VETTING), make_user()):
        with pytest.raises(NotPermittedError):
            inviting(by=other)
    assert inviting(by=make_officer(conference, TeamRole.PROTOCOL)).state == I.DRAFT


@pytest.fixture
def inviting_person(conference, officer):
    def act(*, by=officer, **person):
        return invite_person(
            conference=conference,
            category=make_category(conference, Route.INVITATION),
            person=new_participant(
                **{"given_names": "Bob", "family_name": "Example", "email": "Bob@People.example"} | person
            ),
            reply_by=None,
            language="ru",
            by=by,
        )

    return act


def test_a_person_is_invited_by_a_link_of_their_own(inviting_person, letters):
    invitation = inviting_person()
    assert (invitation.state, invitation.email, invitation.language) == (I.DRAFT, "bob@people.example", "ru")
    assert (invitation.participant.language, invitation.designation_digest) == ("ru", None)
    assert letters() == [("invitation_person", "bob@people.example")]


def test_a_private_office_receives_the_invitation_of_a_principal_without_address(inviting_person, letters):
    inviting_person(email="", office_email="office@ministry.example")
    assert letters() == [("invitation_person", "office@ministry.example")]


def test_a_person_is_invited_once(inviting_person):
    inviting_person()
    with pytest.raises(RegistrationError, match=r"^Ms\. BOB EXAMPLE is already invited\.$"):
        inviting_person(given_names="BOB")
    assert Participant.objects.count() == 1


def test_two_people_may_share_an_address(inviting_person):
    inviting_person()
    assert inviting_person(given_names="Carol") is not None


def test_a_person_without_address_cannot_be_invited(inviting_person):
    with pytest.raises(RegistrationError, match="An invitation needs an e-mail address"):
        inviting_person(email="")


def test_who_must_not_be_written_to_is_invited_by_hand(inviting_person, letters):
    assert inviting_person(never_write_automatically=True).state == I.DRAFT
    assert letters() == []


def test_an_observer_invites_nobody(inviting_person, observer):
    with pytest.raises(NotPermittedError):
        inviting_person(by=observer)


def settled(**outcome):
    OutgoingMessage.objects.update(**outcome)


def test_a_letter_sent_again_repeats_link_and_code(inviting, officer, letters):
    invitation = inviting()
    link, code = invitation.link_token, invitation.designation_code
    settled(state=MessageState.CANCELLED)
    again = send_again(invitation.pk, by=officer)
    assert (again.link_token, again.designation_code) == (link, code)
    assert letters() == [("invitation_state", "mission.kg@missions.example")] * 2
    assert find_by_link(link) == again


def test_a_late_notice_of_a_former_letter_says_nothing_of_the_one_that_was_sent_since(inviting, officer):
    invitation = inviting()
    settled(state=MessageState.FAILED)
    former = OutgoingMessage.objects.get()
    send_again(invitation.pk, by=officer)
    last = OutgoingMessage.objects.exclude(pk=former.pk).get()
    settled(state=MessageState.SENT, sent_at=timezone.now())
    invitation.refresh_from_db()
    invitation.move_to(I.SENT, by=None)
    invitation_returned(former, "550 No such mailbox")
    invitation.refresh_from_db()
    assert invitation.state == I.SENT
    invitation_returned(last, "550 No such mailbox")
    invitation.refresh_from_db()
    assert invitation.state == I.BOUNCED


def test_a_letter_sent_to_another_address_kills_the_former_link_and_code(inviting, officer, conference):
    invitation = inviting()
    link, code = invitation.link_token, invitation.designation_code
    settled(state=MessageState.CANCELLED)
    again = send_again(invitation.pk, by=officer, email="protocol@mission.example")
    assert find_by_link(again.link_token) == find_by_code(again.designation_code, conference=conference) == again
    for dead in (lambda: find_by_link(link), lambda: find_by_code(code, conference=conference)):
        with pytest.raises(RegistrationError):
            dead()


def test_a_person_is_written_to_at_the_address_they_have_now(inviting_person, officer, letters):
    invitation = inviting_person()
    settled(state=MessageState.CANCELLED)
    Participant.objects.update(email="bob@new.example")
    assert send_again(invitation.pk, by=officer).email == "bob@new.example"
    assert letters()[-1] == ("invitation_person", "bob@new.example")


@pytest.mark.parametrize("under_way", [MessageState.QUEUED, MessageState.SENDING])
def test_while_a_letter_is_under_way_no_other_is_written(inviting, officer, under_way):
    invitation = inviting()
    settled(state=under_way, lease_until=timezone.now())
    with pytest.raises(RegistrationError, match="still being sent"):
        send_again(invitation.pk, by=officer)


@pytest.mark.parametrize("state", [I.ACCEPTED, I.DECLINED])
def test_what_was_answered_is_not_sent_again(state, conference, officer):
    invitation = make_invitation(conference, state)
    with pytest.raises(RegistrationError, match="was answered"):
        send_again(invitation.pk, by=officer)


def test_an_observer_sends_nothing_again(conference, observer):
    with pytest.raises(NotPermittedError):
        send_again(make_invitation(conference).pk, by=observer)


@pytest.mark.parametrize("state", [I.DRAFT, I.SENT, I.DELIVERED, I.BOUNCED, I.NO_REPLY])
def test_opening_the_link_acknowledges(state, conference):
    assert acknowledge_invitation(make_invitation(conference, state).pk).state == I.ACKNOWLEDGED


@pytest.mark.parametrize("state", [I.ACKNOWLEDGED, I.ACCEPTED, I.DECLINED])
def test_opening_it_again_changes_nothing(state, conference):
    invitation = acknowledge_invitation(make_invitation(conference, state).pk)
    assert (invitation.state, invitation.transitions.count()) == (state, 1)


def test_an_officer_records_a_reply_and_says_how_it_came(conference, officer):
    invitation = make_invitation(conference)
    invitation = record_reply(invitation.pk, accepted=True, reason="Note No. 12 of 5 June", by=officer)
    step = invitation.transitions.latest("pk")
    assert (invitation.state, step.by, step.reason) == (I.ACCEPTED, officer, "Note No. 12 of 5 June")


def test_an_officer_must_say_how_the_reply_came(conference, officer):
    with pytest.raises(RegistrationError, match="Please say how the reply came"):
        record_reply(make_invitation(conference).pk, accepted=True, reason=" ", by=officer)


def test_the_addressee_sends_regrets_without_a_reason(conference):
    guest = make_participant(conference, email="bob@people.example")
    invitation = record_reply(
        make_invitation(to=guest).pk, accepted=False, reason="", by=make_user("bob@people.example")
    )
    assert invitation.state == I.DECLINED


def test_the_same_reply_twice_is_one(conference, officer):
    invitation = make_invitation(conference, I.ACCEPTED)
    assert record_reply(invitation.pk, accepted=True, reason="By telephone", by=officer).transitions.count() == 1


def test_regrets_wait_until_those_registered_are_withdrawn(conference, officer):
    guest = make_participant(conference)
    of_a_person = make_invitation(to=guest)
    make_registration(S.COMPLETE, participant=guest, invitation=of_a_person)
    of_a_state = make_invitation(conference)
    make_registration(S.NOMINATED, delegation=of_a_state.delegation)
    for invitation in (of_a_person, of_a_state):
        with pytest.raises(RegistrationError, match="Somebody is still registered"):
            record_reply(invitation.pk, accepted=False, reason="By telephone", by=officer)


def test_regrets_of_a_person_do_not_ask_for_other_peoples_registrations(conference, officer):
    make_registration(S.SUBMITTED, conference)
    invitation = make_invitation(to=make_participant(conference))
    assert record_reply(invitation.pk, accepted=False, reason="By telephone", by=officer).state == I.DECLINED


def test_a_stranger_replies_for_nobody(conference, observer):
    for stranger in (observer, make_user()):
        with pytest.raises(NotPermittedError):
            record_reply(make_invitation().pk, accepted=True, reason="x", by=stranger)


def test_no_reply_is_noted_and_a_late_one_still_recorded(conference, officer):
    invitation = make_invitation(conference)
    assert note_no_reply(invitation.pk, by=officer).state == I.NO_REPLY
    assert record_reply(invitation.pk, accepted=True, reason="Note No. 12", by=officer).state == I.ACCEPTED


def test_no_reply_is_noted_only_of_what_was_sent(conference, officer, observer):
    draft = make_invitation(conference, I.DRAFT)
    with pytest.raises(IllegalInvitationTransitionError):
        note_no_reply(draft.pk, by=officer)
    with pytest.raises(NotPermittedError):
        note_no_reply(draft.pk, by=observer)


@pytest.mark.parametrize(
    ("before", "outcome", "after"),
    [
        (I.DRAFT, MessageState.SENT, I.SENT),
        (I.BOUNCED, MessageState.SENT, I.SENT),
        (I.ACKNOWLEDGED, MessageState.SENT, I.ACKNOWLEDGED),
        (I.DRAFT, MessageState.FAILED, I.BOUNCED),
        (I.SENT, MessageState.FAILED, I.BOUNCED),
        (I.ACCEPTED, MessageState.FAILED, I.ACCEPTED),
    ],
)
def test_the_mail_servers_answer_moves_the_invitation(before, outcome, after, conference):
    invitation = make_invitation(conference, before)
    message = OutgoingMessage(
        recipient=invitation.email, about_id=invitation.pk, state=outcome, answer="550 No such mailbox"
    )
    invitations_settled([message])
    invitation.refresh_from_db()
    assert invitation.state == after
    if after == I.BOUNCED:
        assert invitation.transitions.latest("pk").reason == "550 No such mailbox"


def test_a_copy_and_a_letter_to_a_former_address_decide_nothing(conference):
    invitation = make_invitation(conference, I.DRAFT)
    settle_invitations([Settled(invitation.pk, "office@ministry.example", MessageState.FAILED, "550 No such mailbox")])
    invitations_settled([OutgoingMessage(recipient=invitation.email, about_id=None, state=MessageState.SENT)])
    assert Invitation.objects.get().state == I.DRAFT
