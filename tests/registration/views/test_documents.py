"""The one door to files: what it says to browsers, and to whom it says that nothing is there."""

import pytest
from django.urls import reverse

from conference.models import TeamRole, User
from registration.models import DocumentKind
from registration.models.private_file import private_storage
from tests.factories.conference import make_officer
from tests.factories.registration import make_document, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def address(document, conference):
    return reverse("registration:document", args=[conference.slug, document.pk])


def test_a_pdf_is_saved_and_never_opened_within_our_pages(client):
    registration = make_registration()
    document = make_document(registration, DocumentKind.SUPPORTING, name="Доклад “x”.pdf")
    client.force_login(User.objects.for_address(registration.participant.email))
    response = client.get(address(document, registration.conference))
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.getvalue() == b"%PDF-1.4\n%%EOF"


def test_a_picture_may_be_drawn_in_a_page_and_is_saved_when_asked(client):
    registration = make_registration()
    face = make_document(registration, DocumentKind.PHOTOGRAPH, content_type="image/png", name="face.png")
    client.force_login(User.objects.for_address(registration.participant.email))
    for query, disposition in (("", "inline"), ("?download", "attachment")):
        response = client.get(address(face, registration.conference) + query)
        assert response["Content-Disposition"] == f'{disposition}; filename="face.png"'
        assert response.getvalue()


def test_to_others_it_is_not_there(client, settings):
    registration = make_registration()
    document = make_document(registration, DocumentKind.SUPPORTING)
    url = address(document, registration.conference)
    assert client.get(url).url.startswith("/accounts/sign-in/"), "there or not"
    client.force_login(User.objects.for_address("stranger@people.example"))
    assert client.get(url).status_code == 404
    client.force_login(make_officer(registration.conference, TeamRole.REGISTRATION))
    assert client.get(url).getvalue()
    settings.STAFF_MFA_REQUIRED = True
    assert client.get(url).status_code == 404, "an officer gives the second factor first"


def test_a_file_that_was_lost_is_not_there(client):
    registration = make_registration()
    document = make_document(registration, DocumentKind.SUPPORTING)
    private_storage().delete(str(document.file.name))
    client.force_login(User.objects.for_address(registration.participant.email))
    assert client.get(address(document, registration.conference)).status_code == 404
