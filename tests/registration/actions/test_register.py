"""Registering oneself, by invitation and by open application."""

import datetime
import uuid

import pytest
from django.utils import timezone

from conference.correspondence.models import OutgoingMessage
from registration.actions import throttle
from registration.actions.register import apply, register_invited
from registration.errors import ClosedError, FullError, InvitationNotValidError, RegistrationError
from registration.models import STANDARD, Invitation, Participant, Registration, Route
from registration.states import InvitationState, Track
from registration.states import RegistrationState as S
from tests.factories.conference import set_clock
from tests.factories.registration import (
    make_category,
    make_invitation,
    make_participant,
    make_registration,
    new_application,
    new_participant,
)


@pytest.fixture
def experts(conference):
    return make_category(conference, Route.INVITATION)


@pytest.fixture
def invitation(conference, experts):
    guest = make_participant(
        conference, given_names="Bob", family_name="Example", email="bob@people.example", function=""
    )
    return make_invitation(to=guest, category=experts)


@pytest.fixture
def register(invitation, token):
    def act(**changes):
        person = new_participant(**{"given_names": "Robert", "email": "other@people.example"} | changes)
        return register_invited(invitation.pk, person=person, form_token=token, privacy_notice_version=STANDARD)

    return act


def test_an_invited_person_registers_accepts_and_is_told(register, invitation, letters):
    registration = register(function="Researcher")
    invitation.refresh_from_db()
    assert (registration.state, registration.track, registration.invitation) == (
        S.COMPLETE,
        Track.NOMINATION,
        invitation,
    )
    assert (registration.privacy_notice_version, registration.consented_at is not None) == (STANDARD, True)
    assert [(step.origin, step.target, step.by) for step in registration.transitions.all()] == [("", S.COMPLETE, None)]
    assert invitation.state == InvitationState.ACCEPTED
    assert letters() == [("registration_received", "bob@people.example")]


def test_what_the_form_says_is_taken_over_but_not_another_address(register, invitation):
    register(function="Researcher", office_email="office@people.example")
    person = Participant.objects.get(invitations=invitation)
    assert (person.given_names, person.function, person.version) == ("Robert", "Researcher", 2)
    assert (person.email, person.office_email) == ("bob@people.example", "office@people.example")


def test_a_second_submit_of_the_same_form_is_the_same_registration(register, letters):
    assert register() == register()
    assert Registration.objects.count() == 1
    assert len(letters()) == 1


def test_another_form_after_the_first_is_refused_with_a_sentence(register, invitation):
    register()
    with pytest.raises(RegistrationError, match="You are already registered"):
        register_invited(
            invitation.pk, person=new_participant(), form_token=uuid.uuid4(), privacy_notice_version=STANDARD
        )


def test_who_has_withdrawn_may_register_again(register, invitation):
    make_registration(S.WITHDRAWN, participant=invitation.participant, category=invitation.category)
    assert register().state == S.COMPLETE


def test_who_had_sent_regrets_accepts_after_all(register, invitation):
    invitation.move_to(InvitationState.DECLINED, by=None)
    register()
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.ACCEPTED


def test_an_invitation_accepted_by_telephone_stays_accepted(register, invitation):
    invitation.move_to(InvitationState.ACCEPTED, by=None)
    register()
    assert invitation.transitions.count() == 2


def test_an_expired_invitation_says_whom_to_write_to(register, invitation):
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(InvitationNotValidError, match="Please write to Conference Secretariat, secretariat@conference"):
        register()


def test_after_the_deadline_it_is_closed(register, conference):
    set_clock(conference, "2019-06-14 18:00")
    with pytest.raises(ClosedError, match="Registration closed on Friday, 14 June, 18:00"):
        register()


def test_when_all_places_are_taken_one_goes_on_the_waiting_list(register, experts, letters):
    make_category(experts.conference, Route.INVITATION, places=0)
    registration = register()
    assert (registration.state, registration.waited_for) == (S.WAITLISTED, S.COMPLETE)
    assert letters() == [("waitlisted", "bob@people.example")]


def test_without_a_waiting_list_full_is_full(register, experts):
    make_category(experts.conference, Route.INVITATION, places=0, has_waiting_list=False)
    with pytest.raises(FullError, match="All places in the category “Independent experts” are taken"):
        register()
    assert Registration.objects.count() == 0


def test_the_capacity_of_the_conference_counts_too(register, conference):
    conference.capacity = 0
    conference.save()
    assert register().state == S.WAITLISTED


def test_the_letter_of_invitation_to_a_state_registers_nobody(conference, token):
    to_state = make_invitation(conference)
    with pytest.raises(Invitation.DoesNotExist):
        register_invited(to_state.pk, person=new_participant(), form_token=token, privacy_notice_version=STANDARD)


@pytest.fixture
def civil_society(conference):
    return make_category(conference, Route.APPLICATION)


@pytest.fixture
def applying(conference, civil_society, token):
    def act(*, form_token=token, category=civil_society, application=True, client="", **person):
        return apply(
            conference=conference,
            category=category,
            person=new_participant(
                **{"given_names": "Carol", "family_name": "Example", "email": "carol@people.example"} | person
            ),
            application=new_application() if application else None,
            form_token=form_token,
            privacy_notice_version=STANDARD,
            client=client,
        )

    return act


def test_an_application_is_submitted_and_acknowledged(applying, letters):
    registration = applying()
    assert (registration.state, registration.track) == (S.SUBMITTED, Track.APPLICATION)
    assert registration.submitted_at is not None
    assert registration.application.organisation == "Steppe Dialogue Centre"
    assert [(step.origin, step.target) for step in registration.transitions.all()] == [("", S.SUBMITTED)]
    assert letters() == [("application_received", "carol@people.example")]


def test_a_category_may_ask_nothing_about_an_organisation(applying):
    assert not hasattr(applying(application=False), "application")


def test_a_second_submit_of_the_same_application_is_the_same_one(applying, letters):
    assert applying() == applying()
    assert (Registration.objects.count(), len(letters())) == (1, 1)


def test_a_duplicate_makes_no_second_one_and_is_told_to_the_address_on_record(applying, letters):
    applying()
    assert applying(form_token=uuid.uuid4(), given_names="CAROL", email="Carol@People.example") is None
    assert applying(form_token=uuid.uuid4()) is None
    assert Registration.objects.count() == 1
    assert letters() == [
        ("application_received", "carol@people.example"),
        ("application_already_held", "carol@people.example"),
    ]


def test_another_name_at_the_same_address_is_another_person(applying):
    applying()
    assert applying(form_token=uuid.uuid4(), given_names="Daniel") is not None


@pytest.fixture
def hurried(applying, monkeypatch):
    """Applications of many names, one after the other; the limit from one place is lowered to what a test can make."""
    monkeypatch.setattr(throttle, "APPLICATIONS_AN_HOUR_FOR_A_CLIENT", 12)

    def act(number, **more):
        return applying(form_token=uuid.uuid4(), given_names=f"Carol {number}", **more)

    return act


def test_an_open_form_cannot_be_used_to_flood_an_address(hurried, letters):
    for number in range(10):
        hurried(number, email="Victim@people.example", office_email="victim2@people.example")
    with pytest.raises(RegistrationError, match="We have received many applications like yours within the hour"):
        hurried(10, email="victim@people.example")
    assert letters() == [("application_received", "victim@people.example")] * 10
    assert not OutgoingMessage.objects.exclude(copy_to="").exists()
    assert hurried(11) is not None


def test_nor_from_one_place_whatever_addresses_are_typed(hurried):
    for number in range(12):
        hurried(number, email=f"victim{number}@people.example", client="192.0.2.1")
    with pytest.raises(RegistrationError, match="many applications like yours"):
        hurried(12, client="192.0.2.1")
    assert hurried(13, client="192.0.2.2") is not None
    assert not Registration.objects.filter(client_digest__contains="192.0").exists()


def test_an_hour_later_one_may_apply_again(hurried):
    for number in range(10):
        hurried(number)
    Registration.objects.update(consented_at=timezone.now() - datetime.timedelta(hours=1))
    assert hurried(10) is not None


def test_too_many_is_said_alike_to_who_is_registered_and_who_is_not(hurried):
    for number in range(10):
        hurried(number)
    refusals = []
    for number in (0, 10):
        with pytest.raises(RegistrationError) as refusal:
            hurried(number)
        refusals.append(str(refusal.value))
    assert refusals[0] == refusals[1]


def test_what_the_desk_enters_hinders_no_applicant(hurried, conference):
    for _ in range(10):
        make_registration(S.SUBMITTED, conference, person={"email": "carol@people.example"})
    assert hurried(1) is not None


def test_who_withdrew_or_was_declined_may_apply_again(applying, conference):
    for state in (S.WITHDRAWN, S.DECLINED):
        person = {"given_names": "Carol", "family_name": "Example", "email": "carol@people.example"}
        make_registration(state, conference, track=Track.APPLICATION, person=person)
    assert applying() is not None


def test_applications_hold_no_place_until_they_are_registered(applying, conference):
    category = make_category(conference, Route.APPLICATION, places=1)
    make_registration(S.UNDER_REVIEW, conference, category=category)
    assert applying().state == S.SUBMITTED


def test_a_full_category_refuses_applications_and_tells_nothing_about_who_is_in_it(applying, conference):
    applying()
    category = make_category(conference, Route.APPLICATION, places=1)
    make_registration(S.REGISTERED, conference, category=category)
    for name in ("Carol", "Daniel"):
        with pytest.raises(FullError):
            applying(form_token=uuid.uuid4(), given_names=name)


def test_a_closed_category_refuses_applications(applying, conference):
    set_clock(conference, "2019-04-30 09:00")
    with pytest.raises(ClosedError, match="Registration opens on Wednesday, 1 May, 09:00"):
        applying()


def test_only_categories_of_open_application_take_applications(applying, experts):
    with pytest.raises(RegistrationError, match="not open to applications"):
        applying(category=experts)


def test_a_form_cannot_be_used_for_something_else(applying, register):
    applying()
    with pytest.raises(RegistrationError, match="This form was already used"):
        register()
