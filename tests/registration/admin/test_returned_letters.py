"""What came back, where officers look: invitation, person, lists; and what it makes of the invitation."""

import pytest
from django.urls import reverse
from django.utils import timezone

from conference.correspondence import outbox
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage
from conference.registry import registry
from registration.models import Visibility
from registration.states import InvitationState as I
from registration.states import RegistrationState as S
from tests.factories.registration import make_delegation, make_invitation, make_registration
from tests.factories.returned import WORDS, give_back
from tests.registration.admin.reading import text_of


def came_back(about, to, purpose="invitation_state"):
    """A letter about something that another server gave back."""
    letter = Letter(conference=about.conference, purpose="sign_in_code", recipient=to, language="en", about=about,
                    secrets={"code": "1"})  # fmt: skip
    message = outbox.enqueue(letter)
    now = timezone.now()
    OutgoingMessage.objects.filter(pk=message.pk).update(
        purpose=purpose, state="sent", sent_at=now, handed_over_at=now, attempts=1
    )
    message.refresh_from_db()
    give_back(message)
    return message


@pytest.mark.parametrize(
    ("before", "after"),
    [(I.SENT, I.BOUNCED), (I.DELIVERED, I.BOUNCED), (I.ACCEPTED, I.ACCEPTED), (I.NO_REPLY, I.NO_REPLY)],
)
def test_an_invitation_whose_letter_came_back_is_returned_in_the_servers_words(conference, before, after):
    invitation = make_invitation(to=make_delegation(conference), state=before)
    message = came_back(invitation, invitation.email)
    registry.on_returned["invitation_state"](message, WORDS)
    invitation.refresh_from_db()
    assert invitation.state == after
    if after == I.BOUNCED:
        assert invitation.transitions.latest("pk").reason == WORDS


def test_a_letter_to_a_former_address_that_comes_back_decides_nothing(conference):
    invitation = make_invitation(to=make_delegation(conference), state=I.SENT)
    registry.on_returned["invitation_state"](came_back(invitation, "former@missions.example"), WORDS)
    invitation.refresh_from_db()
    assert invitation.state == I.SENT


def test_the_page_of_an_invitation_shows_what_came_back(desk, conference):
    invitation = make_invitation(to=make_delegation(conference), state=I.SENT)
    came_back(invitation, invitation.email)
    text = text_of(desk.get(reverse("admin:registration_invitation_change", args=[invitation.pk])))
    assert f"Came back: {WORDS}" in text
    assert "A letter to this address came back." in text


def test_the_list_of_invitations_shows_what_came_back(desk, conference):
    invitation = make_invitation(to=make_delegation(conference), state=I.SENT)
    came_back(invitation, invitation.email)
    assert f"Came back {WORDS}" in text_of(desk.get(reverse("admin:registration_invitation_changelist")))


def test_the_page_of_a_person_shows_what_came_back_until_it_is_noted(desk, conference):
    registration = make_registration(conference=conference, state=S.REGISTERED, person={"email": "omar@people.example"})
    message = came_back(registration, "omar@people.example", "registration_confirmed")
    address = reverse("admin:registration_registration_change", args=[registration.pk])
    text = text_of(desk.get(address))
    assert f"Came back: {WORDS}" in text
    assert "omar@people.example A letter to this address came back." in text
    OutgoingMessage.objects.filter(pk=message.pk).update(return_noted_at=timezone.now())
    text = text_of(desk.get(address))
    assert f"Came back: {WORDS}" in text
    assert "A letter to this address came back." not in text


def test_what_came_back_to_another_conference_is_not_told_here(desk, conference, other_conference):
    """The same address in two conferences: neither learns of the other's letters."""
    registration = make_registration(conference=conference, state=S.REGISTERED, person={"email": "omar@people.example"})
    there = make_registration(conference=other_conference, state=S.REGISTERED, person={"email": "omar@people.example"})
    came_back(there, "omar@people.example", "registration_confirmed")
    text = text_of(desk.get(reverse("admin:registration_registration_change", args=[registration.pk])))
    assert "came back" not in text.casefold()


def test_of_a_protected_person_nothing_is_told(coordinator_desk, conference):
    registration = make_registration(
        conference=conference,
        state=S.REGISTERED,
        person={"email": "hidden@people.example", "visibility": Visibility.HIDDEN},
    )
    came_back(registration, "hidden@people.example", "registration_confirmed")
    page = coordinator_desk.get(reverse("admin:registration_registration_change", args=[registration.pk]))
    assert page.status_code == 200
    assert "came back" not in text_of(page).casefold()
