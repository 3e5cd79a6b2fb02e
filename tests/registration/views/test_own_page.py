"""The own page: whose it is, what is asked, the code for the entrance, letters, requests, several participations."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.states import AppearanceState
from conference.actions.sign_in import send_sign_in_code
from conference.correspondence.models import OutgoingMessage
from conference.models import Conference, TeamRole
from registration.actions.badges import valid_badge
from registration.actions.changes import propose_change
from registration.actions.decide import confirm_registration
from registration.actions.withdraw import withdraw_registration
from registration.models import Badge, PendingChange, Registration
from registration.states import ChangeState, InvitationState
from registration.states import RegistrationState as S
from tests.factories.agenda import make_appearance, make_session
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.registration import (
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
    make_registration,
)

ALICE = "alice@dialogue.example"
OFFICE = "office@ministry.example"


def own_url(conference: Conference) -> str:
    return reverse("registration:own", args=[conference.slug])


def url_of(name: str, registration: Registration) -> str:
    return reverse(f"registration:{name}", args=[registration.conference.slug, registration.pk])


def of_alice(conference: Conference, state: S, **changes) -> Registration:
    person = {"given_names": "Alice", "family_name": "Example", "email": ALICE, "function": "Director"}
    return make_registration(state, conference, person=person, **changes)


def badge_of(registration: Registration) -> Badge:
    badge = valid_badge(registration)
    assert badge is not None
    return badge


def text_at(client: Client, url: str) -> str:
    return client.get(url).content.decode()


@pytest.fixture
def minister(conference):
    """Carol, a minister, who has a private office."""
    person = {"given_names": "Carol", "family_name": "Example", "email": "carol@ministry.example"}
    return make_registration(S.REGISTERED, conference, person=person | {"office_email": OFFICE})


def test_who_is_registered_sees_the_code_for_the_entrance(conference, signed_in_as):
    registration = of_alice(conference, S.REGISTERED)
    text = text_at(signed_in_as(ALICE), own_url(conference))
    assert badge_of(registration).shown in text
    assert "Show this at the entrance" in text
    assert f'src="{url_of("own-badge", registration)}"' in text


@pytest.mark.parametrize("state", [S.SUBMITTED, S.UNDER_REVIEW, S.WITHDRAWN])
def test_who_is_not_registered_has_no_code(state, conference, signed_in_as):
    registration = of_alice(conference, state)
    client = signed_in_as(ALICE)
    assert "At the entrance" not in text_at(client, own_url(conference))
    assert client.get(url_of("own-badge", registration)).status_code == 404


def test_the_code_is_a_private_picture_for_whose_it_is_alone(conference, signed_in_as):
    registration = of_alice(conference, S.REGISTERED)
    answer = signed_in_as(ALICE).get(url_of("own-badge", registration))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"<svg")
    assert signed_in_as("mallory@elsewhere.example").get(url_of("own-badge", registration)).status_code == 404


def test_what_is_asked_is_said_with_weekday_hour_and_zone(conference, signed_in_as):
    of_alice(conference, S.CHANGES_REQUESTED)
    text = text_at(signed_in_as(ALICE), own_url(conference))
    assert "by Friday, 14 June, 18:00, Ulaanbaatar time (UTC+8)" in text
    assert "All times are in Ulaanbaatar time (UTC+8)." in text


def test_that_nothing_is_asked_is_said_too(conference, signed_in_as):
    of_alice(conference, S.REGISTERED)
    assert "Nothing is asked of you at present." in text_at(signed_in_as(ALICE), own_url(conference))


def test_a_private_office_reads_that_it_acts_for_its_principal(conference, minister, signed_in_as):
    text = text_at(signed_in_as(OFFICE), own_url(conference))
    assert "<h1>Ms. Carol EXAMPLE is registered</h1>" in text
    assert f"You are signed in as {OFFICE} and act on behalf of Ms. Carol EXAMPLE." in text


@pytest.mark.parametrize("state", sorted(S))
def test_every_state_is_said_to_an_office_by_the_name_of_its_principal(state, conference, signed_in_as):
    make_registration(state, conference, person={"family_name": "Example", "email": "", "office_email": OFFICE})
    assert "Ms. Aigerim EXAMPLE" in signed_in_as(OFFICE).get(own_url(conference)).context["own"].single.title


def test_an_office_of_several_principals_chooses_whose_page_it_opens(conference, minister, signed_in_as):
    deputy = make_registration(
        S.COMPLETE, conference, person={"given_names": "Dan", "family_name": "Example", "office_email": OFFICE}
    )
    client = signed_in_as(OFFICE)
    text = text_at(client, own_url(conference))
    assert "Please choose whose page you wish to see." in text
    assert "you act on their behalf" in text
    assert url_of("own-one", minister) in text
    page = text_at(client, url_of("own-one", deputy))
    assert "<h1>The details of Ms. Dan EXAMPLE are complete</h1>" in page
    assert "Other participations of this address" in page


def test_the_page_of_one_of_several_shows_the_letters_about_that_one(conference, minister, officer, signed_in_as):
    deputy = make_registration(
        S.UNDER_REVIEW, conference, person={"given_names": "Dan", "email": OFFICE, "office_email": ""}
    )
    confirm_registration(deputy.pk, by=officer)
    withdraw_registration(minister.pk, by=officer)
    client = signed_in_as(OFFICE)
    subjects = [each["subject"] for each in client.get(url_of("own-one", deputy)).context["own"].letters]
    assert subjects == [OutgoingMessage.objects.get(purpose="registration_confirmed").subject]
    assert len(client.get(own_url(conference)).context["own"].letters) == 2


@pytest.fixture
def officer(conference):
    return make_officer(conference, TeamRole.REGISTRATION)


def test_who_withdrew_once_and_came_again_sees_the_present_one(conference, signed_in_as):
    former = of_alice(conference, S.WITHDRAWN)
    make_registration(S.SUBMITTED, participant=former.participant)
    answer = signed_in_as(ALICE).get(own_url(conference))
    assert answer.context["own"].single.status == "Submitted"
    assert [entry.status for entry in answer.context["own"].others] == ["Withdrawn"]


def test_who_takes_part_in_two_conferences_finds_the_other_page(conference, signed_in_as):
    other = make_conference()
    of_alice(conference, S.SUBMITTED)
    of_alice(other, S.SUBMITTED)
    hidden = make_conference(is_public=False)
    of_alice(hidden, S.SUBMITTED)
    text = text_at(signed_in_as(ALICE), own_url(conference))
    assert own_url(other) in text
    assert own_url(hidden) not in text


def test_who_was_withdrawn_by_somebody_else_reads_that_it_was_done(conference, officer, signed_in_as):
    registration = of_alice(conference, S.REGISTERED)
    withdraw_registration(registration.pk, by=officer)
    text = text_at(signed_in_as(ALICE), own_url(conference))
    assert "<h1>Your participation was withdrawn</h1>" in text
    assert "What is asked of you" not in text


def test_a_letter_is_read_again_without_the_code_that_stood_in_it(conference, officer, signed_in_as):
    registration = of_alice(conference, S.UNDER_REVIEW)
    confirm_registration(registration.pk, by=officer)
    message = OutgoingMessage.objects.get(recipient=ALICE)
    client = signed_in_as(ALICE)
    url = reverse("registration:own-letter", args=[conference.slug, message.pk])
    assert url in text_at(client, own_url(conference))
    text = text_at(client, url)
    assert "We are pleased to confirm your participation" in text
    assert "A code that stood in the letter is not repeated here." in text
    assert badge_of(registration).shown not in text
    assert "On its way" in text


def test_codes_are_no_letters_and_nobody_elses_letter_is_there(conference, officer, signed_in_as):
    registration = make_registration(S.UNDER_REVIEW, conference)
    confirm_registration(registration.pk, by=officer)
    letter = OutgoingMessage.objects.get()
    code = OutgoingMessage.objects.create(
        conference=conference, key="code", purpose="sign_in_code", recipient=ALICE, language="en", subject="Code"
    )
    client = signed_in_as(ALICE)
    for message in (letter, code):
        url = reverse("registration:own-letter", args=[conference.slug, message.pk])
        assert client.get(url).status_code == 404
    assert client.get(own_url(conference)).context["own"].letters == []


@pytest.mark.parametrize("letters", [1, 100])
def test_the_page_costs_the_same_for_one_letter_and_for_a_hundred(
    letters, conference, signed_in_as, django_assert_num_queries
):
    of_alice(conference, S.REGISTERED)
    OutgoingMessage.objects.bulk_create(
        OutgoingMessage(
            conference=conference,
            key=f"k{number}",
            purpose="withdrawn",
            recipient=ALICE,
            language="en",
            subject=f"Letter {number}",
            state="sent",
            sent_at=timezone.now(),
        )
        for number in range(letters)
    )
    client = signed_in_as(ALICE)
    with django_assert_num_queries(24):
        client.get(own_url(conference))


def test_a_request_is_shown_old_beside_new_and_taken_back(conference, signed_in_as):
    registration = of_alice(conference, S.REGISTERED)
    change = propose_change(registration.pk, {"function": "Minister"}, by=make_user(ALICE))
    assert change is not None
    client = signed_in_as(ALICE)
    text = text_at(client, own_url(conference))
    assert "Until the Secretariat has decided, everything stays as it is" in text
    assert "Director" in text
    assert "Minister" in text
    url = reverse("registration:own-take-back", args=[conference.slug, change.pk])
    assert url in text
    assert client.get(url).status_code == 405
    assert "Your request is taken back" in client.post(url, follow=True).content.decode()
    assert PendingChange.objects.get().state == ChangeState.TAKEN_BACK
    assert "can" in client.post(url, follow=True).content.decode()


def test_what_others_asked_for_is_shown_and_not_taken_back(conference, signed_in_as):
    delegation = make_delegation(conference)
    frida = make_user(make_focal_point(delegation).email)
    registration = of_alice(conference, S.REGISTERED, delegation=delegation)
    change = propose_change(registration.pk, {"function": "Minister"}, by=frida)
    assert change is not None
    client = signed_in_as(ALICE)
    url = reverse("registration:own-take-back", args=[conference.slug, change.pk])
    text = text_at(client, own_url(conference))
    assert "Minister" in text
    assert url not in text
    assert client.post(url).status_code == 404


def test_a_used_personal_link_leads_its_addressee_to_the_own_page_and_tells_others_nothing(conference, signed_in_as):
    invitation = make_invitation(state=InvitationState.ACCEPTED, to=make_participant(conference, email=ALICE))
    make_registration(S.COMPLETE, participant=invitation.participant, invitation=invitation)
    url = reverse("registration:invitation", args=[conference.slug, invitation.link_token])
    stranger = signed_in_as("mallory@elsewhere.example").get(url)
    assert stranger.status_code == 200
    assert "Alice" not in stranger.content.decode()
    answer = signed_in_as(ALICE).get(url)
    assert (answer.status_code, answer["Location"]) == (302, own_url(conference))


def test_a_used_link_of_a_note_leads_the_focal_point_to_the_delegation(conference, signed_in_as):
    delegation = make_delegation(conference)
    frida = make_focal_point(delegation)
    invitation = make_invitation(to=delegation, designation_used_at=timezone.now())
    url = reverse("registration:invitation", args=[conference.slug, invitation.link_token])
    answer = signed_in_as(frida.email).get(url)
    assert answer["Location"] == reverse("registration:delegation-members", args=[conference.slug, delegation.pk])
    assert signed_in_as(ALICE).get(url).status_code == 410


@pytest.mark.parametrize(("languages", "spoken"), [(["ru"], "ru"), (["ru", "mn"], "en"), (["ru", "ru"], "ru")])
def test_a_code_speaks_the_language_of_its_address_rather_than_the_pages(languages, spoken, conference):
    for language in languages:
        make_participant(conference, email=ALICE, language=language)
    send_sign_in_code(ALICE, conference=conference, language="en", asker="a browser")
    assert OutgoingMessage.objects.get().language == spoken


def test_a_code_speaks_the_pages_language_where_the_conference_has_not_the_other(db):
    conference = make_conference(languages=["mn", "en"])
    make_participant(conference, email=ALICE, language="ru")
    send_sign_in_code(ALICE, conference=conference, language="mn", asker="a browser")
    assert OutgoingMessage.objects.get().language == "mn"


@pytest.mark.parametrize(("sessions", "words"), [(1, "Kindly confirm one session"), (2, "Kindly confirm 2 sessions")])
def test_who_is_invited_to_speak_is_asked_on_the_own_page_too(sessions, words, conference, signed_in_as):
    registration = of_alice(conference, S.REGISTERED)
    for _number in range(sessions):
        make_appearance(make_session(conference), registration.participant)
    make_appearance(make_session(conference), registration.participant, state=AppearanceState.CONFIRMED)
    text = text_at(signed_in_as(ALICE), own_url(conference))
    assert words in text
    assert "Nothing is asked of you at present." not in text
