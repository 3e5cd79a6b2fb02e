"""A personal invitation, from the link in the letter to the answer page."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.correspondence.models import OutgoingMessage
from conference.models import Conference, EmailedCode, User
from registration.models import STANDARD, Invitation, Participant, Registration, Route
from registration.queries.own_data import own_data
from registration.states import InvitationState, RegistrationState
from tests.factories.conference import ULAANBAATAR, make_conference, set_clock
from tests.factories.registration import make_category, make_invitation, make_participant, make_registration


@pytest.fixture
def invitation(conference: Conference) -> Invitation:
    expert = make_participant(
        conference, given_names="Carol", family_name="Example", email="carol@institute.example", function="Fellow"
    )
    return make_invitation(to=expert)


def url_of(name: str, invitation: Invitation, token: str = "") -> str:
    return reverse(f"registration:{name}", args=[invitation.conference.slug, token or invitation.link_token])


def code_in_the_letter() -> str:
    """The code as the outbox holds it until it is handed over."""
    return str(OutgoingMessage.objects.latest("created_at").secrets["code"])


def open_with_code(client: Client, invitation: Invitation) -> None:
    client.post(url_of("invitation", invitation))
    response = client.post(url_of("invitation-code", invitation), {"code": code_in_the_letter()})
    assert response["Location"] == url_of("invitation-form", invitation)


def test_the_link_says_who_invites_and_names_nobody(client, invitation):
    text = client.get(url_of("invitation", invitation)).content.decode()

    assert "The Ministry of Foreign Affairs of Mongolia has the honour to invite you" in text
    assert "c•••@institute.example" in text
    assert "Kindly reply by Friday, 7 June." in text
    assert "Carol" not in text
    assert "carol@" not in text


def test_opening_the_link_consumes_and_sends_nothing(client, invitation):
    for name in ("invitation", "invitation-code"):
        client.get(url_of(name, invitation))

    invitation.refresh_from_db()
    assert invitation.state == InvitationState.SENT
    assert not OutgoingMessage.objects.exists()
    assert not EmailedCode.objects.exists()


def test_asking_for_a_code_sends_it_to_the_invited_address_alone(client, invitation):
    response = client.post(url_of("invitation", invitation), {"email": "mallory@elsewhere.example"})

    assert response["Location"] == url_of("invitation-code", invitation)
    assert OutgoingMessage.objects.get().recipient == "carol@institute.example"


@pytest.mark.parametrize(
    ("person", "greeting"),
    [
        ({"courtesy": "Ms."}, "Dear Ms. Example,"),
        ({"courtesy": "H.E. Ms.", "title": "Ambassador"}, "Excellency,"),
        ({"courtesy": "", "title": ""}, "Dear Carol Example,"),
    ],
)
def test_the_letter_with_the_code_greets_by_name(client, invitation, person, greeting):
    Participant.objects.filter(pk=invitation.participant_id).update(**person)
    client.post(url_of("invitation", invitation))

    assert OutgoingMessage.objects.get().text.startswith(greeting)


def test_the_right_code_signs_in_and_leads_to_a_form_with_what_is_known(client, invitation):
    open_with_code(client, invitation)

    response = client.get(url_of("invitation-form", invitation))

    form = response.context["form"]
    assert form["given_names"].value() == "Carol"
    assert form["function"].value() == "Fellow"
    assert form["level"].value() == "counted"
    assert form.fields["email"].disabled
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.ACKNOWLEDGED


def test_a_wrong_code_is_said_beside_the_field_and_signs_nobody_in(client, invitation):
    client.post(url_of("invitation", invitation))
    wrong = f"{(int(code_in_the_letter()) + 1) % 1_000_000:06}"

    response = client.post(url_of("invitation-code", invitation), {"code": wrong})

    text = response.content.decode()
    assert "This code is not valid" in text
    assert 'id="id_code_error"' in text
    assert not User.objects.filter(email="carol@institute.example").exists()
    assert client.get(url_of("invitation-form", invitation)).status_code == 302


def test_who_was_invited_registers_and_is_told_what_happens_next(client, invitation):
    open_with_code(client, invitation)
    url = url_of("invitation-form", invitation)
    form = client.get(url).context["form"]
    answers = {field.html_name: field.value() for field in form if field.value()} | {
        "consent": STANDARD,
        "function": "Senior Fellow",
    }

    check = client.post(url, answers | {"step": "check"}, follow=True)
    [token] = re.findall(r'type="hidden" name="form_token" value="([^"]*)"', check.content.decode())
    response = client.post(f"{url}check/", {"form_token": token}, follow=True)

    assert "Thank you: we have your registration" in response.content.decode()
    registration = Registration.objects.get()
    assert registration.state == RegistrationState.COMPLETE
    assert registration.participant == invitation.participant
    assert registration.participant.function == "Senior Fellow"
    assert registration.participant.email == "carol@institute.example"
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.ACCEPTED


def test_a_forwarded_link_registers_nobody_else(invitation, signed_in_as):
    client = signed_in_as("mallory@elsewhere.example")

    for name in ("invitation-form", "invitation-regret"):
        response = client.get(url_of(name, invitation))
        assert response["Location"] == url_of("invitation", invitation)
    response = client.post(url_of("invitation-form", invitation), {"given_names": "Mallory", "step": "submit"})

    assert response["Location"] == url_of("invitation", invitation)
    assert not Registration.objects.exists()


def test_an_invitee_who_declines_is_thanked_and_may_still_come_back(client, invitation):
    open_with_code(client, invitation)

    response = client.post(url_of("invitation-regret", invitation), {"reason": "I am travelling."}, follow=True)

    assert "Thank you for letting us know" in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.DECLINED
    assert invitation.transitions.latest("pk").reason == "I am travelling."
    assert client.get(url_of("invitation-form", invitation)).status_code == 200


def test_an_unknown_link_says_so_and_whom_to_write_to(client, invitation):
    response = client.get(url_of("invitation", invitation, token="unknown"))

    text = response.content.decode()
    assert response.status_code == 404
    assert "This invitation link is not known" in text
    assert invitation.conference.contact_email in text


def test_an_expired_link_says_so_and_reveals_nothing(client, invitation):
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))

    for name in ("invitation", "invitation-code", "invitation-form", "invitation-regret"):
        response = client.get(url_of(name, invitation))
        text = response.content.decode()
        assert response.status_code == 410
        assert "no longer valid" in text
        assert "institute.example" not in text
        assert "Carol" not in text


def test_a_link_that_was_used_leads_by_its_code_to_the_own_page(client, invitation):
    """Months later somebody opens the first letter again: it leads on, where it led before."""
    make_registration(
        RegistrationState.COMPLETE,
        participant=invitation.participant,
        invitation=invitation,
        category=invitation.category,
    )

    client.post(url_of("invitation", invitation))
    response = client.post(url_of("invitation-code", invitation), {"code": code_in_the_letter()}, follow=True)

    own = reverse("registration:own", args=[invitation.conference.slug])
    assert response.redirect_chain[-1] == (own, 302)
    assert invitation.registrations.count() == 1


def test_the_link_of_another_conference_is_unknown(client, invitation):
    elsewhere = make_conference()

    response = client.get(reverse("registration:invitation", args=[elsewhere.slug, invitation.link_token]))

    assert response.status_code == 404


def test_closed_is_said_before_the_form_is_filled_in(invitation, signed_in_as):
    set_clock(invitation.conference, datetime.datetime(2019, 6, 15, 9, 0, tzinfo=ULAANBAATAR))
    client = signed_in_as("carol@institute.example")

    text = client.get(url_of("invitation-form", invitation)).content.decode()

    assert "closed on Friday, 14 June, 18:00" in text
    assert "given_names" not in text


@pytest.mark.parametrize(("has_waiting_list", "words"), [(True, "on the waiting list"), (False, "are taken")])
def test_full_is_said_before_the_form_is_filled_in(has_waiting_list, words, invitation, signed_in_as):
    category = make_category(invitation.conference, Route.INVITATION, places=1, has_waiting_list=has_waiting_list)
    make_registration(RegistrationState.COMPLETE, invitation.conference, category=category)
    client = signed_in_as("carol@institute.example")

    text = client.get(url_of("invitation-form", invitation)).content.decode()

    assert words in text
    assert ("given_names" in text) is has_waiting_list


def test_the_private_office_may_answer_for_the_principal(conference, client):
    minister = make_participant(conference, email="", office_email="office@ministry.example")
    invitation = make_invitation(to=minister, email="office@ministry.example")
    open_with_code(client, invitation)

    form = client.get(url_of("invitation-form", invitation)).context["form"]

    assert form.fields["office_email"].disabled
    assert not form.fields["email"].required


def test_two_principals_of_one_office_have_each_a_form_of_their_own(conference, signed_in_as):
    office = "office@ministry.example"
    category = make_category(conference, Route.INVITATION)
    principals = [
        make_participant(conference, given_names=given, family_name="Example", email="", office_email=office)
        for given in ("Minister", "Deputy")
    ]
    minister, deputy = (make_invitation(to=person, email=office, category=category) for person in principals)
    client = signed_in_as(office)

    for invitation, said in ((minister, "The minister's own"), (deputy, "The deputy's own")):
        typed = {"given_names": said, "step": "check", "seen_version": "0", "function": said}
        client.post(url_of("invitation-form", invitation), typed | {"step": "later"})

    for invitation, own, other in ((minister, "minister", "deputy"), (deputy, "deputy", "minister")):
        form = client.get(url_of("invitation-form", invitation)).context["form"]
        assert form["function"].value() == f"The {own}'s own"
        mine = make_registration(conference=conference, participant=invitation.participant)
        held = str([section.as_data() for section in own_data(mine, User.objects.get(email=office))])
        assert f"The {own}'s own" in held
        assert f"The {other}'s own" not in held
