"""“Register someone”, and correcting a person's data."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conference.models import Conference, TeamRole
from registration.models import Application, DelegationRole, Participant, Registration, Route, Visibility
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import make_officer
from tests.factories.registration import make_category, make_delegation, make_registration
from tests.registration.admin.reading import notices_of, send, text_of

ADD = "admin:registration_registration_add"


def answers(**changes: Any) -> dict[str, Any]:
    return {
        "given_names": "Omar",
        "family_name": "Spot",
        "function": "Driver",
        "institution": "Motor Pool",
        "nationality": "MN",
        "email": "omar@people.example",
        "language": "en",
        "name_order": "given_first",
        "name_of_address": "family",
        "form_token": str(uuid.uuid4()),
        "delegation": "",
        "role": "",
    } | changes


def test_staff_of_the_host_are_entered_complete_ready_to_be_confirmed(desk: Client, conference: Conference):
    category = make_category(conference, Route.ON_THE_SPOT)
    page = send(desk, reverse(ADD), conference, **answers(category=str(category.pk)))
    registration = Registration.objects.get()
    assert (registration.state, registration.track) == (S.COMPLETE, Track.NOMINATION)
    assert notices_of(page) == ["Omar SPOT is entered; the status is “complete”."]
    assert [entry["actor"] for entry in page.context["history_entries"]] == ["Bolormaa", "Bolormaa"]


def test_a_member_of_a_delegation_takes_its_role_and_one_of_its_seats(desk: Client, conference: Conference):
    category = make_category(conference, has_waiting_list=False)
    delegation = make_delegation(conference, quota=1, category=category)
    where = {"category": str(delegation.category_id), "delegation": str(delegation.pk), "role": "head"}
    send(desk, reverse(ADD), conference, **answers(**where))
    assert Registration.objects.get().role == DelegationRole.HEAD
    full = send(desk, reverse(ADD), conference, **answers(**where | {"role": "delegate", "given_names": "Second"}))
    assert "All 1 seats of this delegation are taken" in text_of(full)
    assert 'value="Second"' in full.content.decode()
    assert Registration.objects.count() == 1


def test_a_category_with_vetting_keeps_its_vetting(desk: Client, conference: Conference):
    category = make_category(conference, Route.APPLICATION)
    send(desk, reverse(ADD), conference, **answers(category=str(category.pk)))
    registration = Registration.objects.get()
    assert (registration.state, registration.track) == (S.SUBMITTED, Track.APPLICATION)
    assert Application.objects.get().organisation == "Motor Pool"


def test_a_form_sent_twice_registers_once(desk: Client, conference: Conference):
    sent = answers(category=str(make_category(conference, Route.ON_THE_SPOT).pk))
    for _ in range(2):
        send(desk, reverse(ADD), conference, **sent)
    assert Registration.objects.count() == Participant.objects.count() == 1


def test_mistakes_stand_beside_their_fields_and_nothing_is_saved(desk: Client, conference: Conference):
    delegation = make_delegation(conference)
    page = send(
        desk,
        reverse(ADD),
        conference,
        **answers(category=str(delegation.category_id), delegation=str(delegation.pk), given_names="", email="no"),
    )
    assert set(page.context["form"].errors) == {"given_names", "email", "role"}
    assert Participant.objects.count() == 0


@pytest.mark.parametrize("role", [TeamRole.OBSERVER, TeamRole.VETTING, TeamRole.AGENDA])
def test_only_those_who_register_may_register_someone(conference: Conference, sign_in, role: TeamRole):
    client = sign_in(make_officer(conference, role))
    category = make_category(conference, Route.ON_THE_SPOT)
    assert client.get(reverse(ADD)).status_code == 403
    assert send(client, reverse(ADD), conference, **answers(category=str(category.pk))).status_code == 403
    assert Registration.objects.count() == 0


def person_page(registration: Registration) -> str:
    return reverse("admin:registration_participant_change", args=[registration.participant_id])


def corrected(registration: Registration, **changes: Any) -> dict[str, Any]:
    person = registration.participant
    kept = ("courtesy", "title", "given_names", "family_name", "patronymic", "name_order", "name_of_address")
    more = ("native_name", "listed_name", "badge_name", "function", "institution", "email", "office_email", "phone")
    fields = {name: getattr(person, name) for name in (*kept, *more, "language", "visibility", "modality")}
    return {
        **fields,
        "nationality": str(person.nationality),
        "named_on_agenda": "on",
        "seen_version": person.version,
    } | changes


def test_a_correction_completes_a_nomination_and_leads_back_to_it(desk: Client, conference: Conference):
    nominee = make_registration(S.NOMINATED, delegation=make_delegation(conference), person={"function": ""})
    page = send(
        desk, person_page(nominee), conference, **corrected(nominee, function="Counsellor", badge_name="AIGERIM")
    )
    nominee.refresh_from_db()
    assert (nominee.state, nominee.participant.badge_name) == (S.COMPLETE, "AIGERIM")
    assert page.redirect_chain[-1][0] == reverse("admin:registration_registration_change", args=[nominee.pk])


def test_a_correction_from_an_old_page_is_told_and_not_saved(desk: Client, conference: Conference):
    registration = make_registration(S.SUBMITTED, conference)
    sent = corrected(registration, function="Late words")
    Participant.objects.filter(pk=registration.participant_id).update(version=9, function="Meanwhile")
    page = send(desk, person_page(registration), conference, **sent)
    assert "Somebody else changed this while you had it open" in text_of(page)
    assert Participant.objects.get().function == "Meanwhile"


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [(Visibility.COUNTED, Visibility.LISTED), (Visibility.HIDDEN, Visibility.LISTED), ("hidden", Visibility.COUNTED)],
)
def test_the_secretariat_shows_nobody_more_widely_than_the_person_chose(
    desk: Client, conference: Conference, chosen: str, asked: str
):
    person = {"visibility": chosen, "named_on_agenda": False}
    registration = make_registration(S.SUBMITTED, conference, person=person)
    wider = corrected(registration, visibility=asked, visibility_reason="It looks better", function="Counsellor")
    send(desk, person_page(registration), conference, **wider)
    kept = Participant.objects.get()
    assert (kept.visibility, kept.named_on_agenda) == (chosen, False)


def test_the_secretariat_narrows_with_a_reason_that_the_history_keeps(desk: Client, conference: Conference):
    registration = make_registration(S.SUBMITTED, conference)
    asked = corrected(registration, visibility=Visibility.HIDDEN)
    refused = send(desk, person_page(registration), conference, **asked)
    assert "Enter why this person is to be seen less widely" in text_of(refused)
    assert Participant.objects.get().visibility == Visibility.LISTED
    send(desk, person_page(registration), conference, **asked, visibility_reason="A threat was reported")
    assert Participant.objects.get().visibility == Visibility.HIDDEN
    history = desk.get(reverse("admin:registration_participant_history", args=[registration.participant_id]))
    assert "Visibility: hidden, named on the agenda. Reason: A threat was reported" in text_of(history)


def test_a_correction_of_anything_else_asks_for_no_reason(desk: Client, conference: Conference):
    registration = make_registration(S.SUBMITTED, conference, person={"visibility": Visibility.HIDDEN})
    send(desk, person_page(registration), conference, **corrected(registration, function="Counsellor"))
    assert Participant.objects.get().function == "Counsellor"


def test_those_who_only_read_see_how_widely_a_person_is_seen(conference: Conference, sign_in):
    registration = make_registration(S.SUBMITTED, conference)
    observer = sign_in(make_officer(conference, TeamRole.OBSERVER))
    assert observer.get(person_page(registration)).status_code == 200


def test_a_correction_is_for_those_who_register(conference: Conference, sign_in):
    registration = make_registration(S.SUBMITTED, conference)
    observer = sign_in(make_officer(conference, TeamRole.OBSERVER))
    send(observer, person_page(registration), conference, **corrected(registration, function="Mine"))
    assert Participant.objects.get().function == "Adviser"


def test_a_protected_person_is_not_there_for_those_without_the_role(coordinator_desk: Client, conference: Conference):
    hidden = make_registration(conference=conference, person={"visibility": Visibility.HIDDEN, "family_name": "Hidden"})
    assert coordinator_desk.get(person_page(hidden), follow=True).redirect_chain
    found = coordinator_desk.get(
        reverse("admin:autocomplete"),
        {"app_label": "registration", "model_name": "registration", "field_name": "participant", "term": "hid"},
    )
    assert found.json()["results"] == []


def test_other_pages_find_persons_by_any_part_of_the_name(desk: Client, conference: Conference):
    person = make_registration(conference=conference, person={"given_names": "Sükhbaatar"}).participant
    found = desk.get(
        reverse("admin:autocomplete"),
        {"app_label": "registration", "model_name": "registration", "field_name": "participant", "term": "sukh"},
    )
    assert found.json()["results"] == [{"id": str(person.pk), "text": str(person)}]


def test_there_is_no_list_of_persons(desk: Client, conference: Conference):
    answer = desk.get(reverse("admin:registration_participant_changelist"))
    assert answer["Location"] == reverse("admin:registration_registration_changelist")
