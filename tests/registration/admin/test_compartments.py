"""What a registration's page shows to whom: files, travel and needs by duty; a passport to the visa officer."""

import pytest
from django.urls import reverse

from conference.admin.current import FORM_FIELD
from conference.models import TeamRole
from conference.uploads import Upload
from registration.actions.attach import detach, replace
from registration.models import DocumentKind, ParticipantNeeds, Passport, SensitiveReading, Travel, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer, make_user, set_clock
from tests.factories.registration import make_document, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def somebody_travelling(conference, **person):
    registration = make_registration(S.REGISTERED, conference, person=person)
    Travel.objects.create(registration=registration, needs_visa_support=True, hotel="Steppe View")
    Passport.objects.create(
        registration=registration, name="X Y", number="AB1234567", issuer="KG", expires_on="2022-01-01"
    )
    ParticipantNeeds.objects.create(participant=registration.participant, diet="halal", access="Ramp please")
    make_document(registration, DocumentKind.SUPPORTING, name="Charter.pdf")
    return registration


def page_of(client, registration):
    url = reverse("admin:registration_registration_change", args=[registration.pk])
    return client.get(url).content.decode()


@pytest.mark.parametrize("role", TeamRole)
def test_each_duty_sees_its_own(client, role):
    registration = somebody_travelling(make_conference())
    client.force_login(make_officer(registration.conference, role))
    text = page_of(client, registration)
    assert "AB1234567" not in text
    travelling = {TeamRole.COORDINATOR, TeamRole.REGISTRATION, TeamRole.PROTOCOL, TeamRole.VISA}
    assert ("Steppe View" in text) is (role in travelling)
    assert "Ramp please" not in text
    assert ("Charter.pdf" in text) is (role not in {TeamRole.AGENDA, TeamRole.OBSERVER, TeamRole.VISA})
    for what, reader in (("passport", TeamRole.VISA), ("needs", TeamRole.DUTY_OF_CARE)):
        url = reverse(f"admin:registration_registration_{what}", args=[registration.pk])
        assert (url in text) is (role == reader)
        assert client.get(url).status_code == (200 if role == reader else 403)


def test_needs_are_read_on_request_and_each_reading_is_on_record_for_the_co_ordinators(client):
    registration = somebody_travelling(make_conference())
    officer = make_officer(registration.conference, TeamRole.DUTY_OF_CARE, name="Olga Care")
    client.force_login(officer)
    url = reverse("admin:registration_registration_needs", args=[registration.pk])
    assert "Ramp please" not in client.get(url).content.decode()
    assert not SensitiveReading.objects.exists()
    data = {FORM_FIELD: str(registration.conference.pk)}
    text = client.post(url, data).content.decode()
    assert "Ramp please" in text
    assert "halal" in text
    reading = SensitiveReading.objects.get()
    assert (reading.by, reading.what, reading.registration) == (officer, "needs", registration)
    assert "Who has read the passport or needs" not in page_of(client, registration)
    client.force_login(make_officer(registration.conference, TeamRole.COORDINATOR))
    assert "Who has read the passport or needs" in page_of(client, registration)
    assert "Olga Care" in page_of(client, registration)


def test_needs_that_were_taken_back_are_not_offered_and_reading_them_is_not_recorded(client):
    registration = somebody_travelling(make_conference())
    ParticipantNeeds.objects.update(diet="", access="")
    client.force_login(make_officer(registration.conference, TeamRole.DUTY_OF_CARE))
    url = reverse("admin:registration_registration_needs", args=[registration.pk])
    assert url not in page_of(client, registration)
    answer = client.post(url, {FORM_FIELD: str(registration.conference.pk)})
    assert "This person has told of no needs." in answer.content.decode()
    assert not SensitiveReading.objects.exists()


def test_a_photograph_sent_after_the_confirmation_is_told_to_the_officers(client):
    registration = somebody_travelling(make_conference())
    make_document(registration, DocumentKind.PHOTOGRAPH, name="Portrait.jpg", content_type="image/jpeg")
    officer = make_officer(registration.conference, TeamRole.REGISTRATION)
    client.force_login(officer)
    text = page_of(client, registration)
    assert "after the confirmation: a badge printed before does not show it." in text
    assert "Photograph: sent" in text


def test_the_history_tells_of_files_replaced_and_removed_and_by_whom(client):
    registration = somebody_travelling(make_conference(), email="alice@dialogue.example")
    first = make_document(registration, DocumentKind.PHOTOGRAPH, name="First.jpg")
    replace(first.pk, Upload(b"%PDF", "image/jpeg", "Second.jpg"), by=make_user("alice@dialogue.example"))
    charter = registration.documents.get(kind=DocumentKind.SUPPORTING)
    detach(charter.pk, by=make_user("alice@dialogue.example"))
    client.force_login(make_officer(registration.conference, TeamRole.REGISTRATION))
    shown = client.get(reverse("admin:registration_registration_change", args=[registration.pk]))
    told = [(entry["text"], entry["detail"], entry["actor"]) for entry in shown.context["history_entries"]]
    assert ("Photograph: replaced", "Second.jpg", "the participant") in told
    assert ("Supporting document: removed", "Charter.pdf", "the participant") in told


def test_a_journey_is_told_by_the_hours_of_the_venue_whatever_the_clock_of_a_demonstration_says(client):
    registration = somebody_travelling(make_conference())
    Travel.objects.update(arrives_at="2019-06-18T22:35:00Z", arrival_flight="XX 104")
    set_clock(registration.conference, "2019-06-03T09:00:00+08:00")
    client.force_login(make_officer(registration.conference, TeamRole.PROTOCOL))
    assert "Wednesday, 19 June, 06:35" in page_of(client, registration)


def test_opening_the_page_reads_nothing_and_confirming_shows_and_records(client):
    registration = somebody_travelling(make_conference())
    officer = make_officer(registration.conference, TeamRole.VISA)
    client.force_login(officer)
    url = reverse("admin:registration_registration_passport", args=[registration.pk])
    assert "AB1234567" not in client.get(url).content.decode()
    assert not SensitiveReading.objects.exists()
    assert client.post(url, {}).status_code == 302, "made in another conference"
    assert not SensitiveReading.objects.exists()
    data = {FORM_FIELD: str(registration.conference.pk)}
    shown = client.post(url, data).content.decode()
    assert "AB1234567" in shown
    assert "1 January 2022" in shown
    assert SensitiveReading.objects.get().by == officer
    Passport.objects.all().delete()
    assert "No passport is kept" in client.post(url, data).content.decode()


def test_of_a_hidden_person_nothing_of_it_is_shown(client):
    registration = somebody_travelling(make_conference(), visibility=Visibility.HIDDEN)
    client.force_login(make_officer(registration.conference, TeamRole.VISA))
    assert "Steppe View" not in page_of(client, registration)
    url = reverse("admin:registration_registration_passport", args=[registration.pk])
    assert client.post(url).status_code == 403
