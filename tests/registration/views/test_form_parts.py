"""The steps for travel and for files: asked where the category asks, kept with the form, handed over by the submit."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.urls import reverse
from PIL import Image

from conference.actions.rotate_keys import rotate_keys
from conference.models import TeamRole, User
from conference.uploads import PNG, Upload
from registration.actions import throttle
from registration.actions.travel import read_passport
from registration.actions.unfinished import end_with_submit, keep_file
from registration.errors import LostUpdateError, NotPermittedError
from registration.models import (
    Document,
    DocumentKind,
    ParticipantNeeds,
    Passport,
    Registration,
    Route,
    SensitiveReading,
    Travel,
    UnfinishedForm,
)
from tests.factories.conference import make_officer
from tests.factories.registration import make_category

FACE = Upload(b"\x89PNG", PNG, "face.png")
PASSPORT = {
    "travel-needs_visa_support": "yes",
    "travel-passport_name": "EXAMPLE ALICE",
    "travel-passport_number": "AB1234567",
    "travel-passport_issuer": "CA",
    "travel-passport_expires_on": "2027-01-31",
}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return lambda: [path for path in Path(tmp_path).rglob("*") if path.is_file()]


@pytest.fixture
def category(conference):
    return make_category(
        conference, Route.APPLICATION, asks=["phone", "diet", "access", "photograph", "documents", "travel", "modality"]
    )


@pytest.fixture
def url(conference, category):
    return reverse("registration:form", args=[conference.slug, category.slug])


@pytest.fixture
def answers(application):
    return application(modality="in_person") | {"step": "check"}


def picture(size=(600, 300)):
    written = io.BytesIO()
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0] // 2, size[1]))
    image.save(written, "PNG")
    return SimpleUploadedFile("face.png", written.getvalue())


def pdf(name="cv.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF")


def test_from_the_details_one_is_led_through_every_step(client, url, answers):
    assert client.post(url, answers)["Location"] == f"{url}travel/"
    assert client.post(f"{url}travel/", {"travel-needs_visa_support": "no", "seen_version": "1"})["Location"] == (
        f"{url}files/"
    )
    client.post(f"{url}files/", {"step": "photograph", "photograph": picture()})
    client.post(f"{url}files/", {"step": "document", "document": pdf()})
    check = client.get(f"{url}check/")
    text = check.content.decode()
    assert "cv.pdf" in text
    assert "face.png" in text
    done = client.post(f"{url}check/", {"form_token": check.context["form_token"]})
    assert done["Location"] == f"{url}received/"
    registration = Registration.objects.get()
    assert {each.kind for each in registration.documents.current()} == {"photograph", "supporting"}
    assert Travel.objects.get().registration == registration
    assert not Passport.objects.exists()


def test_no_passport_is_asked_of_who_needs_no_visa(client, url, answers):
    client.post(url, answers)
    text = client.get(f"{url}travel/").content.decode()
    assert "Do you need the Secretariat" in text
    assert "assport number" not in text
    asked = client.post(f"{url}travel/", {"travel-needs_visa_support": "yes", "seen_version": "1"})
    assert asked.status_code == 200
    assert "Passport number" in asked.content.decode()
    assert "need your attention" not in asked.content.decode(), "nothing was forgotten: it had not been asked"


def test_what_is_wrong_with_travel_is_said_and_kept(client, url, answers):
    client.post(url, answers)
    wrong = PASSPORT | {
        "travel-passport_number": "",
        "travel-passport_expires_on": "2019-01-01",
        "travel-arrives_at": "2019-06-19T14:00",
        "travel-departs_at": "2019-06-18T14:00",
        "seen_version": "1",
    }
    text = client.post(f"{url}travel/", wrong).content.decode()
    for sentence in (
        "Enter the number of the passport",
        "This passport has expired",
        "The departure is before the arrival",
    ):
        assert sentence in text
    assert "EXAMPLE ALICE" in text
    assert (
        "Give the day and the hour"
        in client.post(
            f"{url}travel/", {"travel-needs_visa_support": "no", "travel-arrives_at": "noon"}
        ).content.decode()
    )


def submitted_with_passport(client, url, answers):
    client.post(url, answers)
    client.post(f"{url}travel/", PASSPORT | {"travel-arrives_at": "2019-06-19T14:00", "seen_version": "1"})
    check = client.get(f"{url}check/")
    assert "AB1234567" not in check.content.decode(), "a passport is not shown again"
    client.post(f"{url}check/", {"form_token": check.context["form_token"]})
    return Registration.objects.get()


def test_a_passport_is_encrypted_and_its_keys_can_be_changed(client, url, answers, settings):
    submitted_with_passport(client, url, answers)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, name FROM registration_passport")
        assert "AB1234567" not in "".join(cursor.fetchone())
    former = settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = ["zE4bHk3lqSmnm9SHFcuFhbA8PbZ7s2uWQeQfXzFpvG8=", *former]
    assert rotate_keys() >= 2
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    assert Passport.objects.get().number == "AB1234567"
    arrives_at = Travel.objects.get().arrives_at
    assert arrives_at is not None
    assert arrives_at.isoformat() == "2019-06-19T06:00:00+00:00"


@pytest.mark.parametrize("role", TeamRole)
def test_the_visa_officer_alone_reads_a_passport_and_each_reading_is_kept(client, url, answers, role):
    registration = submitted_with_passport(client, url, answers)
    officer = make_officer(registration.conference, role)
    if role == TeamRole.VISA:
        passport = read_passport(registration.pk, by=officer)
        assert passport is not None
        assert passport.number == "AB1234567"
        reading = SensitiveReading.objects.get()
        assert (reading.registration, reading.by, reading.what) == (registration, officer, "passport")
    else:
        with pytest.raises(NotPermittedError):
            read_passport(registration.pk, by=officer)
        assert not SensitiveReading.objects.exists()


def test_the_administrator_reads_no_passport_either(client, url, answers):
    registration = submitted_with_passport(client, url, answers)
    administrator = User.objects.create_superuser("root@host.example", "whole-of-society-2019")
    with pytest.raises(NotPermittedError):
        read_passport(registration.pk, by=administrator)


def test_a_photograph_may_be_cropped_and_removed(client, url, answers, files):
    client.post(url, answers)
    client.post(f"{url}files/", {"step": "photograph", "photograph": picture()})
    page = client.get(f"{url}files/")
    assert page.content.decode().count("data:image/jpeg;base64,") == 4
    client.post(f"{url}files/", {"step": "crop-end"})
    document = Document.objects.get()
    with document.file.open("rb") as file:
        cropped = Image.open(file)
        assert cropped.size == (240, 300)
        assert cropped.convert("RGB").getpixel((10, 10)) == (255, 255, 255)
    for nonsense in ("crop-nowhere", "remove-nothing", "nonsense"):
        assert client.post(f"{url}files/", {"step": nonsense}).status_code == 302
    client.post(f"{url}files/", {"step": f"remove-{document.pk}"})
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (lambda: SimpleUploadedFile("face.jpg", b"<svg/>"), "SVG"),
        (lambda: SimpleUploadedFile("face.jpg", b""), "file is empty"),
        (lambda: pdf("face.jpg"), "here a picture is asked for"),
        (lambda: "words", "did not arrive"),
    ],
)
def test_what_is_no_photograph_is_refused_in_a_sentence_and_not_stored(client, url, answers, files, file, sentence):
    client.post(url, answers)
    page = client.post(f"{url}files/", {"step": "photograph", "photograph": file()})
    assert page.status_code == 200
    assert sentence in page.content.decode() or sentence == "did not arrive"
    assert files() == []
    assert not Document.objects.exists()


def test_ten_documents_are_enough(client, url, answers):
    client.post(url, answers)
    for _number in range(10):
        client.post(f"{url}files/", {"step": "document", "document": pdf()})
    page = client.post(f"{url}files/", {"step": "document", "document": pdf()})
    assert "as many documents as can be kept" in page.content.decode()
    assert Document.objects.count() == 10


def test_what_the_category_requires_must_be_there_before_the_submit(client, url, answers, category):
    category.requires = ["photograph", "documents"]
    category.save()
    client.post(url, answers)
    client.post(f"{url}travel/", {"travel-needs_visa_support": "no", "seen_version": "1"})
    assert client.get(f"{url}check/")["Location"] == f"{url}files/"
    assert "A photograph is needed" in client.get(f"{url}files/").content.decode()
    client.post(f"{url}files/", {"step": "photograph", "photograph": picture()})
    assert "A supporting document is needed" in client.get(f"{url}files/").content.decode()
    assert client.post(f"{url}check/", {"form_token": "x"})["Location"] == f"{url}files/"
    assert not Registration.objects.exists()


def test_the_files_of_a_duplicate_are_deleted(client, url, answers, files, django_capture_on_commit_callbacks):
    for _time in range(2):
        client.post(url, answers)
        version = UnfinishedForm.objects.get().version
        client.post(f"{url}travel/", {"travel-needs_visa_support": "no", "seen_version": str(version)})
        client.post(f"{url}files/", {"step": "document", "document": pdf()})
        token = client.get(f"{url}check/").context["form_token"]
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{url}check/", {"form_token": token})
        answers |= {"form_token": "", "family_name": "Example"}
        answers["form_token"] = "6a0bd5ad-7c5c-4c8a-bb0c-1d2a2b0b7f10"
        answers["seen_version"] = str(version + 1)
    assert Registration.objects.count() == 1
    assert len(files()) == Document.objects.count() == 1


def test_needs_are_kept_apart_encrypted_and_only_if_said(client, url, answers):
    submit_all = answers | {"diet": ["halal", "gluten_free"], "diet_note": "Nuts", "access": "Seat without steps"}
    client.post(url, submit_all)
    client.post(f"{url}travel/", {"travel-needs_visa_support": "no", "seen_version": "1"})
    check = client.get(f"{url}check/")
    assert "Halal, Without gluten" in check.content.decode()
    client.post(f"{url}check/", {"form_token": check.context["form_token"]})
    needs = ParticipantNeeds.objects.get()
    assert (needs.diet, needs.diet_note, needs.access) == ("halal,gluten_free", "Nuts", "Seat without steps")
    with connection.cursor() as cursor:
        cursor.execute("SELECT diet, diet_note, access FROM registration_participantneeds")
        assert not {"Nuts", "halal"} & set(cursor.fetchone())


def test_parts_that_are_not_asked_are_not_there_and_none_opens_before_the_details(client, conference, url):
    other = make_category(conference, Route.APPLICATION, slug="academia")
    plain = reverse("registration:form", args=[conference.slug, other.slug])
    for part in ("travel", "files"):
        assert client.get(f"{plain}{part}/").status_code == 404
        assert client.get(f"{url}{part}/")["Location"] == url


def test_two_devices_that_change_travel_are_told(client, url, answers):
    client.post(url, answers)
    late = client.post(f"{url}travel/", {"travel-needs_visa_support": "no", "seen_version": "0"})
    assert late.status_code == 409
    assert "on another device" in late.content.decode()


def test_a_kind_of_file_is_a_word():
    assert str(DocumentKind.SUPPORTING.label) == "supporting document"


def test_what_a_category_asks_is_not_passed_over_by_submitting_the_details(client, url, answers):
    assert client.post(url, answers | {"step": "submit"})["Location"] == f"{url}travel/"
    assert not Registration.objects.exists()


def test_a_photograph_sent_to_a_form_submitted_meanwhile_is_refused_and_not_stored(client, url, answers, files):
    client.post(url, answers)
    kept = UnfinishedForm.objects.get()
    end_with_submit(kept, "token")
    with pytest.raises(LostUpdateError):
        keep_file(kept, FACE, DocumentKind.PHOTOGRAPH)
    assert files() == []


def test_one_place_does_not_fill_the_disk_with_files_that_nobody_submits(client, url, answers, monkeypatch):
    monkeypatch.setattr(throttle, "UNSUBMITTED_BYTES_FOR_A_CLIENT", 20)
    client.post(url, answers)
    client.post(f"{url}files/", {"step": "document", "document": pdf()})
    page = client.post(f"{url}files/", {"step": "document", "document": pdf()})
    assert "many applications like yours" in page.content.decode()
    assert Document.objects.count() == 1
    kept = UnfinishedForm.objects.get()
    assert kept.client_digest
    assert "127.0.0.1" not in kept.client_digest


def test_the_database_keeps_one_photograph_of_a_form(client, url, answers):
    client.post(url, answers)
    kept = UnfinishedForm.objects.get()
    keep_file(kept, FACE, DocumentKind.PHOTOGRAPH)
    with pytest.raises(IntegrityError, match="unfinished_form_has_one_photograph"):
        Document.objects.create(unfinished_form=kept, kind=DocumentKind.PHOTOGRAPH, name="b", file="x/y", size=1)
