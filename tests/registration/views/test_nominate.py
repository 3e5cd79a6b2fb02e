"""Nominating, completing, substituting and withdrawing members."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import Delegation, DelegationRole, Participant, ParticipantCategory, Registration
from registration.states import RegistrationState
from tests.factories.conference import make_state
from tests.factories.registration import make_delegation, make_focal_point, make_participant, make_registration

FOCAL_POINT = "dana@mission.example"


@pytest.fixture
def delegation(conference) -> Delegation:
    delegation = make_delegation(conference, make_state("KG"), quota=2)
    make_focal_point(delegation, email=FOCAL_POINT)
    return delegation


@pytest.fixture
def focal_point(signed_in_as: Callable[[str], Client]) -> Client:
    return signed_in_as(FOCAL_POINT)


def url_of(name: str, thing: Delegation | Registration) -> str:
    return reverse(f"registration:{name}", args=[thing.conference.slug, thing.pk])


def nominated(delegation: Delegation, **person) -> Registration:
    participant = make_participant(delegation.conference, **{"given_names": "Erin", "family_name": "Former"} | person)
    return make_registration(RegistrationState.NOMINATED, delegation=delegation, participant=participant)


def grid(*lines: dict[str, str], token: str = "") -> dict[str, str]:
    data = {
        "members-TOTAL_FORMS": "12",
        "members-INITIAL_FORMS": "0",
        "form_token": token or str(uuid.uuid4()),
    }
    for number, line in enumerate(lines):
        data |= {f"members-{number}-{field}": value for field, value in line.items()}
    return data


def line(name: str, role: str = "delegate", **changes: str) -> dict[str, str]:
    return {"role": role, "given_names": name, "family_name": "Sample", "function": "Adviser"} | changes


def test_a_member_is_nominated_without_an_address_of_their_own(delegation, focal_point, member):
    response = focal_point.post(url_of("nominate", delegation), member(), follow=True)

    assert "Mr. Bob SAMPLE is nominated." in response.content.decode()
    registration = Registration.objects.get()
    assert (registration.delegation, registration.role) == (delegation, "delegate")
    assert registration.participant.email == ""


def test_the_name_and_the_role_are_enough_for_now(delegation, focal_point, member):
    focal_point.post(url_of("nominate", delegation), member(function="", nationality=""))

    assert Registration.objects.get().state == RegistrationState.NOMINATED


def test_mistakes_keep_what_was_typed(delegation, focal_point, member):
    response = focal_point.post(url_of("nominate", delegation), member(role="", email="bob(at)x"))

    text = response.content.decode()
    assert "Two things need your attention" in text
    assert "Choose the role in the delegation" in text
    assert response.context["form"]["given_names"].value() == "Bob"
    assert not Registration.objects.exists()


def test_a_nomination_sent_twice_is_one(delegation, focal_point, member):
    answers = member()

    for _submit in range(2):
        assert focal_point.post(url_of("nominate", delegation), answers).status_code == 302

    assert Registration.objects.count() == 1


def test_a_second_head_is_refused_with_a_sentence(delegation, focal_point, member):
    focal_point.post(url_of("nominate", delegation), member(role="head"))

    response = focal_point.post(url_of("nominate", delegation), member(role="head", given_names="Carol"))

    assert "This delegation already has a head." in response.content.decode()
    assert response.context["form"]["given_names"].value() == "Carol"


def test_a_full_delegation_is_told_before_and_after_that_members_wait_in_order(delegation, focal_point, member):
    for _seat in range(2):
        nominated(delegation)

    before = focal_point.get(url_of("nominate", delegation)).content.decode()
    after = focal_point.post(url_of("nominate", delegation), member(), follow=True).content.decode()

    assert "All 2 seats are taken. Whoever you name now waits for one of them, as number 1 in line" in before
    assert "Mr. Bob SAMPLE is on the waiting list of your delegation, as number 1 in line." in after


def test_a_full_delegation_without_a_waiting_list_is_told_so(delegation, focal_point, member):
    ParticipantCategory.objects.update(has_waiting_list=False)
    for _seat in range(2):
        nominated(delegation)

    response = focal_point.post(url_of("nominate", delegation), member())

    assert "All 2 seats of this delegation are taken." in response.content.decode()


def test_several_are_nominated_in_one_act_and_empty_lines_left_out(delegation, focal_point):
    data = grid(line("Alice", role="head"), {}, line("Bob"))

    response = focal_point.post(url_of("nominate-several", delegation), data, follow=True)

    assert "2 members are nominated." in response.content.decode()
    assert {each.participant.given_names for each in Registration.objects.all()} == {"Alice", "Bob"}


def test_of_several_those_beyond_the_seats_wait_and_are_named(delegation, focal_point):
    data = grid(line("Alice"), line("Bob"), line("Carol"), line("Dave"))

    text = focal_point.post(url_of("nominate-several", delegation), data, follow=True).content.decode()

    assert "2 members are nominated." in text
    assert "On the waiting list of your delegation, in this order: Carol SAMPLE, Dave SAMPLE." in text


def test_one_line_that_is_refused_undoes_the_others_and_is_named(delegation, focal_point):
    ParticipantCategory.objects.update(has_waiting_list=False)
    data = grid(line("Alice"), line("Bob"), line("Carol"))

    response = focal_point.post(url_of("nominate-several", delegation), data)

    text = response.content.decode()
    assert "All 2 seats of this delegation are taken." in text
    assert 'href="#id_members-2-role"' in text
    assert "Nobody has been nominated yet" in text
    assert 'value="Alice"' in text
    assert not Participant.objects.exists()


def test_mistakes_in_the_grid_are_said_by_line(delegation, focal_point):
    data = grid(line("Alice"), line("", email="not an address"))

    text = focal_point.post(url_of("nominate-several", delegation), data).content.decode()

    assert "Row 2, Given names: Enter the given names" in text
    assert 'href="#id_members-1-email"' in text
    assert not Registration.objects.exists()


def test_an_empty_grid_asks_for_one_member(delegation, focal_point):
    text = focal_point.post(url_of("nominate-several", delegation), grid()).content.decode()

    assert "Enter at least one member." in text


@pytest.mark.parametrize(
    "changes", [{"members-TOTAL_FORMS": "x"}, {"form_token": "no token"}, {"members-TOTAL_FORMS": "5000"}]
)
def test_a_grid_that_was_tampered_with_nominates_nobody(changes, delegation, focal_point):
    response = focal_point.post(url_of("nominate-several", delegation), grid(line("Alice")) | changes)

    assert response.status_code == 200
    assert "Nobody has been nominated yet" in response.content.decode()
    assert not Registration.objects.exists()


def test_a_grid_sent_twice_is_one(delegation, focal_point):
    data = grid(line("Alice"), line("Bob"))

    for _submit in range(2):
        assert focal_point.post(url_of("nominate-several", delegation), data).status_code == 302

    assert Registration.objects.count() == 2


def test_what_was_outstanding_is_completed(delegation, focal_point, member):
    registration = nominated(delegation, function="", nationality="", email="")

    focal_point.post(url_of("member-complete", registration), member(given_names="Erin", seen_version="1"))

    registration.refresh_from_db()
    assert registration.state == RegistrationState.COMPLETE
    assert registration.participant.function == "First Secretary"


def test_a_focal_point_does_not_take_over_a_members_address(delegation, focal_point, member):
    registration = nominated(delegation, email="erin@ministry.example", visibility="hidden")
    url = url_of("member-complete", registration)

    assert {"email", "office_email"}.isdisjoint(focal_point.get(url).context["form"].fields)
    focal_point.post(url, member(email=FOCAL_POINT, office_email=FOCAL_POINT, seen_version="1"))

    person = Participant.objects.get()
    assert (person.given_names, person.email, person.office_email) == ("Bob", "erin@ministry.example", "")
    choice = reverse("registration:own-visibility", args=[delegation.conference.slug, registration.pk])
    assert focal_point.post(choice, {"level": "listed"}).status_code == 404


def test_a_member_without_any_address_is_given_one(delegation, focal_point, member):
    registration = nominated(delegation, email="")

    focal_point.post(url_of("member-complete", registration), member(email="erin@ministry.example", seen_version="1"))

    assert Participant.objects.get().email == "erin@ministry.example"


def test_what_a_member_changed_meanwhile_is_told_and_not_overwritten(delegation, focal_point, member):
    registration = nominated(delegation)
    Participant.objects.update(phone="+996 312 000000", version=2)

    response = focal_point.post(url_of("member-complete", registration), member(seen_version="1"))

    text = response.content.decode()
    assert "Somebody else has changed this meanwhile; nothing was saved." in text
    assert "On record now: “+996 312 000000”." in text
    assert response.context["form"]["given_names"].value() == "Bob"
    person = Participant.objects.get()
    assert (person.given_names, person.phone) == ("Erin", "+996 312 000000")


def test_a_substitution_names_its_effect_before_it_happens(delegation, focal_point, member):
    registration = nominated(delegation)

    text = focal_point.post(url_of("member-substitute", registration), member()).content.decode()

    assert "Shall Mr. Bob SAMPLE take the place of Ms. Erin FORMER?" in text
    assert "Ms. Erin FORMER is no longer a member of the delegation" in text
    registration.refresh_from_db()
    assert registration.state == RegistrationState.NOMINATED


def test_a_confirmed_substitution_keeps_seat_and_role(delegation, focal_point, member):
    registration = nominated(delegation)
    Registration.objects.update(role=DelegationRole.HEAD)

    response = focal_point.post(url_of("member-substitute", registration), member() | {"step": "confirm"}, follow=True)

    assert "Mr. Bob SAMPLE takes the place of Ms. Erin FORMER." in response.content.decode()
    successor = Registration.objects.get(replaces=registration)
    assert (successor.role, successor.participant.family_name) == ("head", "Sample")
    registration.refresh_from_db()
    assert registration.state == RegistrationState.REPLACED


def test_a_withdrawal_names_its_effect_before_it_happens(delegation, focal_point):
    registration = nominated(delegation)

    text = focal_point.get(url_of("member-withdraw", registration)).content.decode()

    assert "Shall Ms. Erin FORMER be withdrawn from the delegation?" in text
    assert "The seat becomes free: for the first on your waiting list, if anybody waits" in text
    registration.refresh_from_db()
    assert registration.state == RegistrationState.NOMINATED


def test_a_confirmed_withdrawal_frees_the_seat(delegation, focal_point):
    registration = nominated(delegation)

    response = focal_point.post(url_of("member-withdraw", registration), {"reason": "Illness"}, follow=True)

    assert "0 of 2 seats taken" in response.content.decode()
    registration.refresh_from_db()
    assert registration.state == RegistrationState.WITHDRAWN
    assert registration.transitions.latest("pk").reason == "Illness"


def test_what_has_ended_cannot_be_withdrawn_again(delegation, focal_point):
    registration = nominated(delegation)
    focal_point.post(url_of("member-withdraw", registration), {})

    response = focal_point.post(url_of("member-withdraw", registration), {}, follow=True)

    assert "cannot become" in response.content.decode()
