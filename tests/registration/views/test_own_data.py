"""What is held on oneself: all of it, for whose it is alone, on record, and no word that others have noted."""

import datetime
import io
import json
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from agenda.states import AppearanceState
from conference.correspondence.models import OutgoingMessage
from conference.models import TeamRole
from registration.actions.changes import propose_change
from registration.actions.decide import confirm_registration
from registration.actions.decide_changes import refuse_request
from registration.actions.hand_out import hand_out_own_data
from registration.errors import NotPermittedError
from registration.models import (
    APPLICATION_FIELDS,
    Application,
    Participant,
    ParticipantNeeds,
    Passport,
    Registration,
    RegistrationTransition,
    SensitiveReading,
    Travel,
    UnfinishedForm,
)
from registration.queries import own_data
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.agenda import make_appearance, make_session
from tests.factories.conference import make_conference, make_officer, make_user
from tests.factories.registration import (
    make_delegation,
    make_document,
    make_focal_point,
    make_participant,
    make_registration,
)

ALICE = "alice@dialogue.example"
NOT_THE_PERSONS = {"id", "version", "conference", "search_text"}


def url_of(name: str, registration: Registration) -> str:
    return reverse(f"registration:{name}", args=[registration.conference.slug, registration.pk])


@pytest.fixture
def alice(conference):
    person = {"given_names": "Alice", "family_name": "Example", "email": ALICE, "function": "Director"}
    return make_registration(S.UNDER_REVIEW, conference, person=person)


@pytest.fixture
def taken(signed_in_as):
    """The file as JSON, taken by an address."""

    def take(registration, address=ALICE):
        answer = signed_in_as(address).post(url_of("own-data-file", registration), {"form": "json"})
        assert answer["Content-Disposition"] == 'attachment; filename="my-data-ulaanbaatar-2019.json"'
        assert answer["Cache-Control"] == "private, no-store"
        return answer.content.decode()

    return take


def test_every_field_of_a_person_is_given_or_is_the_programs_own():
    fields = {field.name for field in Participant._meta.concrete_fields}
    assert fields == set(own_data.PARTICIPANT_FIELDS) | NOT_THE_PERSONS


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (ParticipantNeeds, own_data.NEEDS_FIELDS),
        (Application, APPLICATION_FIELDS),
        (Travel, own_data.TRAVEL_FIELDS),
        (Passport, own_data.PASSPORT_FIELDS),
    ],
)
def test_every_field_of_what_belongs_to_it_is_given(model, given):
    fields = {field.name for field in model._meta.concrete_fields}
    # The digest is the program's own: reckoned from the passport's number, which is given.
    assert fields - {"id", "version", "participant", "registration", "number_digest"} == set(given)


def test_the_page_and_the_file_hold_everything(conference, alice, taken, signed_in_as):
    ParticipantNeeds.objects.create(participant=alice.participant, diet="halal", access="A ramp")
    Travel.objects.create(registration=alice, hotel="Hotel of the Steppe")
    Passport.objects.create(registration=alice, name="ALICE", number="P1234567", issuer="CA", expires_on="2025-01-01")
    make_document(alice, name="Article.pdf")
    make_appearance(make_session(conference), alice.participant, state=AppearanceState.CONFIRMED)
    confirm_registration(alice.pk, by=make_officer(conference, TeamRole.REGISTRATION))
    text = taken(alice)
    page = signed_in_as(ALICE).get(url_of("own-data", alice)).content.decode()
    words = ("Director", "A ramp", "Hotel of the Steppe", "Article.pdf", "Steppe Dialogue Centre")
    for word in words:
        assert word in text
        assert word in page
    assert "P1234567" in text
    assert "P1234567" not in page
    assert "Ends with 4567" in page
    held = json.loads(text)
    assert [each["status"] for each in held["registrations"]] == ["registered"]
    assert [each["status"] for each in held["history"]] == ["under_review", "registered"]
    assert [each["code"] for each in held["badges"]] == [alice.badges.get().shown]
    assert [each["status"] for each in held["appearances"]] == ["confirmed"]
    assert [each["subject"] for each in held["letters"]] == [OutgoingMessage.objects.get().subject]
    assert held["sign_ins"][0]["address"] == ALICE


def test_no_word_that_others_noted_is_in_it(conference, taken, signed_in_as):
    officer = make_officer(conference, TeamRole.REGISTRATION, name="Officer Unnamed")
    delegation = make_delegation(conference, note="A note on the delegation")
    frida = make_user(make_focal_point(delegation, name="Frida Unnamed").email)
    registration = make_registration(
        S.REGISTERED, delegation=delegation, person={"email": ALICE, "given_names": "Alice"}
    )
    RegistrationTransition.objects.create(
        registration=registration, target=S.REGISTERED, by=officer, reason="An internal reason"
    )
    asked = propose_change(registration.pk, {"function": "Rector"}, by=frida, note="Words of the focal point")
    assert asked is not None
    refuse_request(asked.pk, reason="Words for the focal point", by=officer)
    application = make_registration(S.UNDER_REVIEW, track=Track.APPLICATION, participant=make_participant(conference))
    make_document(application, name="Somebody elses.pdf")
    text = taken(registration)
    page = signed_in_as(ALICE).get(url_of("own-data", registration)).content.decode()
    assert "Rector" in text
    for words in (
        "An internal reason",
        "A note on the delegation",
        "Words of the focal point",
        "Words for the focal point",
        "Officer Unnamed",
        "Frida Unnamed",
        "Somebody elses.pdf",
    ):
        assert words not in text
        assert words not in page


def test_a_reason_that_was_told_by_letter_is_in_it(alice, taken):
    alice.move_to(S.CHANGES_REQUESTED, by=None, reason="Kindly add a reference.")
    assert json.loads(taken(alice))["history"][-1]["reason"] == "Kindly add a reference."


def test_what_is_of_another_conference_is_not_in_it(alice, taken):
    other = make_conference()
    make_registration(S.SUBMITTED, other, person={"email": ALICE, "function": "Elsewhere"})
    assert "Elsewhere" not in taken(alice)


def test_the_archive_holds_the_documents_under_safe_names(alice, signed_in_as):
    make_document(alice, name="../../Article.pdf")
    answer = signed_in_as(ALICE).post(url_of("own-data-file", alice), {"form": "archive"})
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.namelist() == ["data.json", "documents/01-.._.._Article.pdf"]
        assert json.loads(archive.read("data.json"))["person"][0]["function"] == "Director"


def test_a_document_whose_file_is_lost_is_left_out(alice, signed_in_as):
    document = make_document(alice)
    document.file.storage.delete(str(document.file.name))
    answer = signed_in_as(ALICE).post(url_of("own-data-file", alice), {"form": "archive"})
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.namelist() == ["data.json"]


def test_taking_it_is_kept_on_record_and_looking_is_not(alice, taken, signed_in_as):
    assert signed_in_as(ALICE).get(url_of("own-data", alice)).status_code == 200
    assert not SensitiveReading.objects.exists()
    taken(alice)
    reading = SensitiveReading.objects.get()
    assert reading.by is not None
    assert (reading.registration, reading.what, reading.by.email) == (alice, "own data", ALICE)


def test_nothing_is_taken_by_opening_an_address(alice, signed_in_as):
    assert signed_in_as(ALICE).get(url_of("own-data-file", alice)).status_code == 405


def test_nobody_else_takes_it(conference, alice, signed_in_as):
    client = signed_in_as("mallory@elsewhere.example")
    assert client.get(url_of("own-data", alice)).status_code == 404
    assert client.post(url_of("own-data-file", alice)).status_code == 404
    with pytest.raises(NotPermittedError):
        hand_out_own_data(alice.pk, by=make_officer(conference, TeamRole.REGISTRATION))


def test_a_private_office_takes_it_for_its_principal(conference, taken):
    person = {"given_names": "Carol", "email": "carol@ministry.example", "office_email": "office@ministry.example"}
    minister = make_registration(S.REGISTERED, conference, person=person)
    assert json.loads(taken(minister, "office@ministry.example"))["person"][0]["given_names"] == "Carol"


def test_a_private_office_is_told_that_passport_and_needs_are_kept_and_no_more(conference, taken, signed_in_as):
    office = "office@ministry.example"
    person = {"given_names": "Carol", "email": "carol@ministry.example", "office_email": office}
    minister = make_registration(S.REGISTERED, conference, person=person)
    ParticipantNeeds.objects.create(participant=minister.participant, diet="halal", access="A ramp")
    Passport.objects.create(
        registration=minister, name="CAROL", number="P1234567", issuer="CA", expires_on="2025-01-01"
    )
    text = taken(minister, office)
    page = signed_in_as(office).get(url_of("own-data", minister)).content.decode()
    for word in ("halal", "A ramp", "CAROL", "P1234567", "4567"):
        assert word not in text
        assert word not in page
    assert "yes; shown to the person alone" in page
    assert json.loads(text)["passport"] == json.loads(text)["needs"] == [{"kept": True}]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Given names: Alice", "Nationality: Canada", "Dietary needs: Halal, Vegan", "Visa support: Yes")),
        ("ru", ("Имя (имена): Alice", "Гражданство: Канада")),
    ],
)
def test_what_a_form_holds_that_was_not_submitted_is_read_in_ones_own_language(
    language, words, conference, alice, signed_in_as
):
    entries = {
        "given_names": ["Alice"],
        "nationality": ["CA"],
        "diet": ["halal", "vegan"],
        "level": ["named_when_speaking"],
        "form_token": ["5e0c0d1a"],
        "travel-needs_visa_support": ["yes"],
        "travel-passport_number": ["P1234567"],
        "travel-passport_issuer": ["CA"],
        "phone": [""],
    }
    UnfinishedForm.objects.create(
        conference=conference,
        category=alice.category,
        address=ALICE,
        entries=json.dumps(entries),
        expires_at=timezone.now() + datetime.timedelta(days=1),
    )
    with override(language):
        url = url_of("own-data", alice)
    page = signed_in_as(ALICE).get(url).content.decode()
    for word in words:
        assert word in page
    for word in ("given_names", "form_token", "5e0c0d1a", "P1234567", "named_when_speaking"):
        assert word not in page
