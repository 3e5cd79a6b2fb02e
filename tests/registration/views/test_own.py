"""A person's own page, in every state, and what can be done there."""

import pytest
from django.urls import reverse

from conference.correspondence.models import OutgoingMessage
from conference.models import Conference, TeamRole
from registration.actions.decide import decline_application, request_changes, take_up
from registration.actions.merge import merge_registrations, versions_of
from registration.models import Participant, Registration, RegistrationTransition, Route, Visibility
from registration.states import STATES_OF_TRACK, RegistrationState, Track
from tests.factories.conference import make_conference, make_officer, make_state
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_invitation,
    make_participant,
    make_registration,
)

ALICE = "alice@dialogue.example"


def own_url(conference: Conference) -> str:
    return reverse("registration:own", args=[conference.slug])


def act_url(name: str, registration: Registration) -> str:
    return reverse(f"registration:{name}", args=[registration.conference.slug, registration.pk])


def of_alice(conference: Conference, state: RegistrationState, **changes) -> Registration:
    person = {"given_names": "Alice", "family_name": "Example", "email": ALICE, "function": "Director"}
    return make_registration(state, conference, person=person, **changes)


@pytest.mark.parametrize(
    ("track", "state"), [(track, state) for track in Track for state in sorted(STATES_OF_TRACK[track])]
)
def test_every_state_is_said_in_plain_words(track, state, conference, signed_in_as):
    registration = of_alice(conference, state, track=track)

    response = signed_in_as(ALICE).get(own_url(conference))

    standing = response.context["own"].single
    text = response.content.decode()
    assert f"<h1>{standing.title}</h1>" in text
    assert str(standing.text) in text
    assert standing.status.lower() == registration.get_state_display()
    assert conference.contact_email in text


def test_who_is_registered_reads_so_first(conference, signed_in_as):
    of_alice(conference, RegistrationState.REGISTERED)

    assert "<h1>You are registered</h1>" in signed_in_as(ALICE).get(own_url(conference)).content.decode()


def test_what_is_asked_is_said_with_its_day(conference, signed_in_as):
    delegation = make_delegation(conference, make_state("KG"))
    participant = make_participant(conference, email=ALICE, function="")
    make_registration(RegistrationState.NOMINATED, delegation=delegation, participant=participant)

    text = signed_in_as(ALICE).get(own_url(conference)).content.decode()

    assert "What is asked of you" in text
    assert "by Friday, 14 June" in text


def test_who_is_not_registered_is_told_so_by_address(conference, signed_in_as):
    text = signed_in_as("bob@elsewhere.example").get(own_url(conference)).content.decode()

    assert "You are not registered" in text
    assert "bob@elsewhere.example" in text


def test_who_is_not_signed_in_is_asked_to(client, conference):
    response = client.get(own_url(conference))

    assert response["Location"].startswith(reverse("accounts:sign-in"))


def test_a_registration_in_another_conference_is_not_shown_here(conference, signed_in_as):
    of_alice(make_conference(), RegistrationState.REGISTERED)

    assert "You are not registered" in signed_in_as(ALICE).get(own_url(conference)).content.decode()


def test_a_shared_mailbox_shows_everybody_whose_address_it_is(conference, signed_in_as):
    for name in ("Alice", "Bob"):
        make_registration(
            RegistrationState.REGISTERED,
            participant=make_participant(
                conference, given_names=name, family_name="Example", email="mission@kg.example"
            ),
        )
    minister = make_participant(conference, given_names="Carol", office_email="mission@kg.example")
    make_registration(RegistrationState.REGISTERED, participant=minister)

    text = signed_in_as("mission@kg.example").get(own_url(conference)).content.decode()

    for name in ("Ms. Alice EXAMPLE", "Ms. Bob EXAMPLE", "Ms. Carol"):
        assert name in text


def test_the_letters_written_to_me_are_listed_and_nobody_elses(conference, signed_in_as):
    registration = of_alice(conference, RegistrationState.SUBMITTED)
    other = make_registration(RegistrationState.SUBMITTED, conference)
    officer = make_officer(conference, TeamRole.VETTING)
    for each in (registration, other):
        take_up(each.pk, by=officer)
        request_changes(each.pk, what="Kindly add a reference.", by=officer)

    response = signed_in_as(ALICE).get(own_url(conference))

    letters = response.context["own"].letters
    assert [letter["subject"] for letter in letters] == [OutgoingMessage.objects.get(recipient=ALICE).subject]
    assert other.participant.email not in response.content.decode()


def test_a_request_for_changes_is_shown_answered_and_submitted_again(conference, signed_in_as, application):
    category = make_category(conference, Route.APPLICATION)
    registration = of_alice(conference, RegistrationState.SUBMITTED, category=category)
    officer = make_officer(conference, TeamRole.VETTING)
    take_up(registration.pk, by=officer)
    request_changes(registration.pk, what="Kindly add a reference.", by=officer)
    client = signed_in_as(ALICE)

    assert "Kindly add a reference." in client.get(own_url(conference)).content.decode()
    response = client.post(
        act_url("own-correct", registration),
        application(relevant_work="See our report.", seen_version="1"),
        follow=True,
    )

    assert "We have your application" in response.content.decode()
    registration.refresh_from_db()
    assert registration.state == RegistrationState.SUBMITTED
    assert registration.application.relevant_work == "See our report."


def test_the_reason_of_a_regret_is_shown_and_no_other_note(conference, signed_in_as):
    registration = of_alice(conference, RegistrationState.UNDER_REVIEW)
    RegistrationTransition.objects.create(registration=registration, target="under_review", reason="internal remark")
    decline_application(
        registration.pk,
        reason="Priority was given to work on the panels.",
        by=make_officer(conference, TeamRole.VETTING),
    )

    text = signed_in_as(ALICE).get(own_url(conference)).content.decode()

    assert "Priority was given to work on the panels." in text
    assert "internal remark" not in text


def test_an_internal_reason_is_never_shown(conference, signed_in_as):
    registration = of_alice(conference, RegistrationState.REGISTERED)
    RegistrationTransition.objects.create(registration=registration, target="registered", reason="internal remark")

    assert "internal remark" not in signed_in_as(ALICE).get(own_url(conference)).content.decode()


def test_own_data_are_corrected_while_nobody_has_decided(conference, signed_in_as, application):
    registration = of_alice(conference, RegistrationState.SUBMITTED)

    response = signed_in_as(ALICE).post(
        act_url("own-correct", registration),
        application(function="Co-director", email="mallory@x.example", seen_version="1"),
        follow=True,
    )

    assert "What you entered is saved." in response.content.decode()
    registration.participant.refresh_from_db()
    assert registration.participant.function == "Co-director"
    assert registration.participant.email == ALICE


def test_a_correction_on_an_old_page_is_told_and_saves_nothing(conference, signed_in_as, application):
    registration = of_alice(conference, RegistrationState.SUBMITTED)
    client, url = signed_in_as(ALICE), act_url("own-correct", registration)
    typed = application(phone="", function="Co-director") | {"seen_version": "1"}
    Participant.objects.update(phone="+1 555 0199", version=2)

    response = client.post(url, typed)

    text = response.content.decode()
    assert "Somebody else has changed this meanwhile; nothing was saved." in text
    assert "On record now: “+1 555 0199”." in text
    assert response.context["form"]["function"].value() == "Co-director"
    registration.participant.refresh_from_db()
    assert (registration.participant.phone, registration.participant.function) == ("+1 555 0199", "Director")


def test_who_has_looked_again_saves_on_what_is_on_record_now(conference, signed_in_as, application):
    registration = of_alice(conference, RegistrationState.SUBMITTED)
    client, url = signed_in_as(ALICE), act_url("own-correct", registration)
    assert 'name="seen_version" value="1"' in client.get(url).content.decode()
    typed = application(phone="+1 555 0199") | {"seen_version": "1"}
    Participant.objects.update(phone="+1 555 0199", version=2)
    assert 'name="seen_version" value="2"' in client.post(url, typed).content.decode()

    client.post(url, typed | {"seen_version": "2", "function": "Co-director"})

    registration.participant.refresh_from_db()
    assert (registration.participant.phone, registration.participant.function) == ("+1 555 0199", "Co-director")


def test_a_page_that_lost_its_version_saves_nothing(conference, signed_in_as, application):
    registration = of_alice(conference, RegistrationState.SUBMITTED)

    response = signed_in_as(ALICE).post(act_url("own-correct", registration), application(function="Co-director"))

    assert "Something of this form was lost on its way" in response.content.decode()
    assert Participant.objects.get().function == "Director"


def test_what_has_ended_is_not_corrected(conference, signed_in_as):
    registration = of_alice(conference, RegistrationState.WITHDRAWN)

    response = signed_in_as(ALICE).get(act_url("own-correct", registration), follow=True)

    assert "This can no longer be changed here." in response.content.decode()


@pytest.mark.parametrize(
    ("level", "stored"),
    [
        ("listed", (Visibility.LISTED, True)),
        ("named_when_speaking", (Visibility.COUNTED, True)),
        ("counted", (Visibility.COUNTED, False)),
        ("hidden", (Visibility.HIDDEN, False)),
    ],
)
def test_who_may_see_it_is_chosen_at_any_time(level, stored, conference, signed_in_as):
    registration = of_alice(conference, RegistrationState.REGISTERED)
    client = signed_in_as(ALICE)

    client.post(act_url("own-visibility", registration), {"level": level})

    registration.participant.refresh_from_db()
    assert (registration.participant.visibility, registration.participant.named_on_agenda) == stored
    assert client.get(act_url("own-visibility", registration)).context["form"]["level"].value() == level


def test_a_withdrawal_is_confirmed_first(conference, signed_in_as):
    registration = of_alice(conference, RegistrationState.REGISTERED)
    client = signed_in_as(ALICE)

    assert "Do you wish to withdraw" in client.get(act_url("own-withdraw", registration)).content.decode()
    response = client.post(act_url("own-withdraw", registration), {"reason": ""}, follow=True)

    assert "<h1>You have withdrawn</h1>" in response.content.decode()
    registration.refresh_from_db()
    assert registration.state == RegistrationState.WITHDRAWN


@pytest.mark.parametrize("name", ["own-correct", "own-visibility", "own-withdraw"])
def test_what_is_not_mine_is_not_there(name, conference, signed_in_as, client):
    registration = of_alice(conference, RegistrationState.SUBMITTED)
    url = act_url(name, registration)
    browser = signed_in_as("mallory@elsewhere.example")

    assert browser.get(url).status_code == 404
    assert browser.post(url, {"level": "listed"}).status_code == 404
    client.force_login(make_officer(conference, TeamRole.REGISTRATION))
    assert client.post(url, {"level": "listed"}).status_code == 404


def test_an_open_invitation_is_shown_with_its_link(conference, signed_in_as):
    invitation = make_invitation(to=make_participant(conference, email=ALICE))

    text = signed_in_as(ALICE).get(own_url(conference)).content.decode()

    assert "You are invited" in text
    assert invitation.link_token in text


@pytest.mark.parametrize("registrations", [2, 100])
def test_the_page_costs_the_same_for_two_and_for_a_hundred(
    registrations, conference, signed_in_as, django_assert_num_queries
):
    delegation = make_delegation(conference, make_state("KG"), quota=None)
    for number in range(registrations):
        make_registration(
            RegistrationState.COMPLETE,
            delegation=delegation,
            participant=make_participant(conference, family_name=f"Sample{number}", email=ALICE),
        )
    client = signed_in_as(ALICE)

    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        response = client.get(own_url(conference))

    assert len(response.context["own"].standings) == registrations


# session, user, conference; team; registrations with names, moves; invitations, letters; own pages; elsewhere
QUERIES_OF_THE_PAGE = 15


def test_who_was_registered_twice_reads_that_the_two_were_joined(conference, signed_in_as):
    kept, merged = (
        make_registration(RegistrationState.COMPLETE, conference),
        of_alice(conference, RegistrationState.SUBMITTED),
    )
    officer = make_officer(conference)
    merge_registrations(kept.pk, merged.pk, take=(), by=officer, seen=versions_of(kept, merged))

    page = signed_in_as(ALICE).get(own_url(conference)).content.decode()
    assert "<h1>This registration was joined with another</h1>" in page
