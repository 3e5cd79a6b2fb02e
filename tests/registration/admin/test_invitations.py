"""Invitations: the list, inviting, sending again, recording replies."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import Conference
from registration.models import Invitation, Visibility
from registration.states import InvitationState as I
from registration.states import RegistrationState
from tests.factories.conference import make_organisation, make_state
from tests.factories.registration import (
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
)
from tests.registration.admin.reading import chips_of, notices_of, rows_of, send, text_of

LIST = "admin:registration_invitation_changelist"
INVITE_STATE = "admin:registration_invitation_invite_state"
INVITE_PERSON = "admin:registration_invitation_invite_person"


def page_of(invitation: Invitation, page: str = "change") -> str:
    return reverse(f"admin:registration_invitation_{page}", args=[invitation.pk])


def make_message(invitation: Invitation, state: MessageState, **changes: Any) -> OutgoingMessage:
    sent_at = datetime.datetime.now(datetime.UTC) if state == MessageState.SENT else None
    return OutgoingMessage.objects.create(
        conference=invitation.conference,
        key=f"test:{invitation.pk}:{state}",
        purpose="invitation_state",
        recipient=invitation.email,
        language="en",
        subject="Invitation",
        text="Text",
        state=state,
        about_id=invitation.pk,
        sent_at=sent_at,
        **changes,
    )


def test_a_row_tells_to_whom_how_and_what_became_of_it(desk: Client, conference: Conference):
    delegation = make_delegation(conference)
    make_focal_point(delegation, name="Ms. Nurgul Example")
    invitation = make_invitation(to=delegation, state=I.SENT, reference="MFA/2019/017")
    make_message(invitation, MessageState.FAILED, answer="550 no such mailbox")
    words = text_of(desk.get(reverse(LIST)))
    assert "Kyrgyzstan participating State MFA/2019/017 note verbale mission.kg@missions.example" in words
    assert "Friday, 7 June Sent just now Failed 550 no such mailbox Ms. Nurgul Example" in words


def test_the_last_letter_counts(desk: Client, conference: Conference):
    invitation = make_invitation(to=make_delegation(conference))
    make_message(invitation, MessageState.FAILED)
    last = make_message(invitation, MessageState.SENT)
    assert desk.get(reverse(LIST)).context["cl"].result_list[0].last_message.pk == last.pk


def test_those_that_wait_longest_come_first_then_states_in_protocol_order_then_people(
    desk: Client, coordinator_desk: Client, conference: Conference
):
    def to(code: str, state: I = I.SENT, day: int = 7) -> Any:
        invited = make_delegation(conference, make_state(code))
        return make_invitation(to=invited, state=state, reply_by=datetime.date(2019, 6, day)).pk

    def person(name: str, visibility: Visibility = Visibility.LISTED) -> Any:
        invited = make_participant(conference, given_names=name, family_name="", visibility=visibility)
        return make_invitation(to=invited).pk

    late, answered = to("TR", day=1), to("CA", state=I.ACCEPTED)
    korea, kazakhstan, germany = to("KR"), to("KZ"), to("DE", state=I.NO_REPLY)
    zoe, hidden, anna = person("Zoe"), person("Mia", Visibility.HIDDEN), person("Anna")
    states = [late, germany, kazakhstan, korea]
    assert rows_of(desk.get(reverse(LIST))) == [*states, anna, hidden, zoe, answered]
    assert rows_of(coordinator_desk.get(reverse(LIST))) == [*states, hidden, anna, zoe, answered]


def test_a_long_answer_of_a_server_is_shortened(desk: Client, conference: Conference):
    invitation = make_invitation(to=make_delegation(conference), state=I.BOUNCED)
    answer = "550 5.1.1 " + "https://server.example/" + "a" * 300
    make_message(invitation, MessageState.FAILED, answer=answer)
    page = desk.get(reverse(LIST))
    assert answer not in text_of(page)
    assert "550 5.1.1 https://server.example/" in text_of(page)
    assert f'title="{answer}"' in page.content.decode()


@pytest.mark.parametrize("invitation_count", [1, 100])
def test_the_list_costs_the_same_for_one_and_for_a_hundred(
    desk: Client, conference: Conference, django_assert_max_num_queries, invitation_count: int
):
    for number in range(invitation_count):
        if number % 2:
            invitation = make_invitation(to=make_participant(conference))
        else:
            owner = make_organisation(name={"en": f"Organisation {number}"})
            delegation = make_delegation(conference, owner)
            make_focal_point(delegation)
            invitation = make_invitation(to=delegation)
        make_message(invitation, MessageState.SENT)
    desk.get(reverse(LIST))
    with django_assert_max_num_queries(15):
        assert desk.get(reverse(LIST)).status_code == 200


def test_chips_count_and_cut(desk: Client, conference: Conference):
    make_invitation(to=make_delegation(conference, make_state("KG")), state=I.ACCEPTED)
    late = make_invitation(
        to=make_delegation(conference, make_state("KZ")), state=I.SENT, reply_by=datetime.date(2019, 6, 2)
    )
    returned = make_invitation(to=make_participant(conference), state=I.BOUNCED)
    assert chips_of(desk.get(reverse(LIST))) == {
        "Sent": 1,
        "Returned undelivered": 1,
        "Accepted": 1,
        "Reply overdue": 1,
    }
    assert rows_of(desk.get(reverse(LIST), {"status": "bounced"})) == [returned.pk]
    assert rows_of(desk.get(reverse(LIST), {"status": "overdue"})) == [late.pk]
    assert set(rows_of(desk.get(reverse(LIST), {"status": ["bounced", "overdue"]}))) == {late.pk, returned.pk}


@pytest.mark.parametrize("words", ["kyrgyz", "017", "mission.kg"])
def test_search_finds_the_addressee_the_number_and_the_address(desk: Client, conference: Conference, words: str):
    found = make_invitation(to=make_delegation(conference), reference="MFA/2019/017")
    make_invitation(to=make_participant(conference))
    assert rows_of(desk.get(reverse(LIST), {"q": words})) == [found.pk]


def test_the_page_tells_the_note_the_letter_the_focal_point_and_the_link(desk: Client, conference: Conference):
    delegation = make_delegation(conference)
    make_focal_point(delegation, name="Ms. Nurgul Example")
    invitation = make_invitation(to=delegation, reference="MFA/2019/017")
    make_message(invitation, MessageState.SENT)
    words = text_of(desk.get(page_of(invitation)))
    for fact in (
        "MFA/2019/017",
        "Ms. Nurgul Example",
        "Not used yet",
        "Reply by Friday, 7 June 2019",
        "Invitation Sent",
    ):
        assert fact in words
    assert invitation.designation_code not in words
    assert invitation.link_token not in words


def test_a_letter_goes_again_to_another_address(coordinator_desk: Client, conference: Conference):
    invitation = make_invitation(to=make_delegation(conference), state=I.BOUNCED)
    page = send(coordinator_desk, page_of(invitation, "send_again"), conference, email="new@missions.example", send="1")
    assert notices_of(page) == ["The letter to Kyrgyzstan is on its way."]
    assert OutgoingMessage.objects.get().recipient == "new@missions.example"


def test_an_answered_invitation_is_not_sent_again(coordinator_desk: Client, conference: Conference):
    invitation = make_invitation(to=make_delegation(conference), state=I.ACCEPTED)
    assert not coordinator_desk.get(page_of(invitation)).context["may_send_again"]
    page = send(coordinator_desk, page_of(invitation, "send_again"), conference, email="new@missions.example")
    assert "there is nothing to send again" in text_of(page)


@pytest.mark.parametrize(
    ("reply", "reached"), [("accepted", I.ACCEPTED), ("declined", I.DECLINED), ("no_reply", I.NO_REPLY)]
)
def test_a_reply_by_telephone_is_recorded_with_who_told(coordinator_desk, conference, reply: str, reached: I):
    invitation = make_invitation(to=make_delegation(conference))
    page = send(
        coordinator_desk, page_of(invitation, "reply"), conference, reply=reply, how="telephone", who="Ms. Example"
    )
    invitation.refresh_from_db()
    assert invitation.state == reached
    entry = page.context["history_entries"][0]
    said = "" if reply == "no_reply" else "By telephone: Ms. Example"
    assert (entry["detail"], entry["actor"]) == (said, "Chuluun")


def test_a_reply_without_who_told_is_asked_for(coordinator_desk: Client, conference: Conference):
    invitation = make_invitation(to=make_delegation(conference))
    page = send(coordinator_desk, page_of(invitation, "reply"), conference, reply="accepted")
    assert set(page.context["form"].errors) == {"how", "who"}
    assert Invitation.objects.get().state == I.SENT


def test_regrets_are_refused_while_somebody_is_still_registered(coordinator_desk: Client, conference: Conference):
    delegation = make_delegation(conference)
    invitation = make_invitation(to=delegation, state=I.ACCEPTED)
    make_registration(RegistrationState.COMPLETE, delegation=delegation)
    page = send(
        coordinator_desk, page_of(invitation, "reply"), conference, reply="declined", how="note", who="Note No. 5"
    )
    assert "Somebody is still registered on this invitation" in text_of(page)


def test_a_protected_invitee_is_not_named_to_those_without_the_role(coordinator_desk: Client, conference: Conference):
    hidden = make_participant(
        conference, visibility=Visibility.HIDDEN, family_name="Hidden", email="hidden@people.example"
    )
    invitation = make_invitation(to=hidden)
    for url in (reverse(LIST), page_of(invitation)):
        words = text_of(coordinator_desk.get(url))
        assert "Protected participant" in words
        assert not [word for word in ("HIDDEN", "hidden@people.example") if word in words]
    assert rows_of(coordinator_desk.get(reverse(LIST), {"q": "hidden"})) == []
    assert coordinator_desk.get(page_of(invitation, "reply")).status_code == 403
