"""What a registration's page shows to whom: files, travel and needs by duty; a passport to the visa officer."""

import pytest
from django.urls import reverse

from conference.admin.current import FORM_FIELD
from conference.models import TeamRole
from registration.models import DocumentKind, ParticipantNeeds, Passport, SensitiveReading, Travel, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_conference, make_officer
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
    assert ("Ramp please" in text) is (role == TeamRole.DUTY_OF_CARE)
    assert ("Charter.pdf" in text) is (role not in {TeamRole.AGENDA, TeamRole.OBSERVER, TeamRole.VISA})
    url = reverse("admin:registration_registration_passport", args=[registration.pk])
    assert (url in text) is (role == TeamRole.VISA)
    assert client.get(url).status_code == (200 if role == TeamRole.VISA else 403)


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
