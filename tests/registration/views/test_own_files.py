"""Photograph and documents of one's own after registering: sent, cropped, replaced, taken away, within limits."""

import datetime
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from conference.models import TeamRole
from conference.uploads import Upload
from registration.actions import own_files
from registration.actions.own_files import send_document, send_photograph, take_away
from registration.actions.unfinished import MOST_FILES
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import Document, DocumentKind, Particular, Registration, Route
from registration.states import RegistrationState as S
from registration.states import Track
from tests.factories.conference import make_officer, make_user
from tests.factories.registration import make_category, make_delegation, make_document, make_registration

ALICE = "alice@dialogue.example"
PDF = b"%PDF-1.4\n%%EOF"
ASKED = [Particular.PHOTOGRAPH, Particular.DOCUMENTS]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def alice(conference):
    return of_alice(conference, S.REGISTERED)


def of_alice(conference, state, route=Route.INVITATION, **changes):
    category = make_category(conference, route, asks=ASKED, **changes)
    return make_registration(state, conference, category=category, person={"email": ALICE})


def url_of(registration):
    return reverse("registration:own-files", args=[registration.conference.slug, registration.pk])


def jpeg(size=(300, 200), colour="navy"):
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"
    Image.new("RGB", size, colour).save(file, "JPEG", exif=exif)
    return file.getvalue()


def picture(name="me.jpg", **how):
    return SimpleUploadedFile(name, jpeg(**how), content_type="image/jpeg")


def paper(name="charter.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def photograph_of(registration: Registration) -> Document:
    return registration.documents.current().get(kind=DocumentKind.PHOTOGRAPH)


def test_a_photograph_is_sent_shown_replaced_and_kept_without_what_it_carried(alice, signed_in_as):
    client = signed_in_as(ALICE)
    text = client.post(url_of(alice), {"step": "photograph", "photograph": picture()}, follow=True).content.decode()
    assert "Your photograph is saved. Should a badge be printed already" in text
    assert "data:image/jpeg;base64," in text
    first = photograph_of(alice)
    with first.file.open("rb") as file:
        assert b"Taken at home" not in file.read()
    again = {"step": "photograph", "photograph": picture("second.jpg"), "seen": str(first.pk)}
    client.post(url_of(alice), again)
    first.refresh_from_db()
    second = photograph_of(alice)
    assert (first.replaced_by, second.name, second.uploaded_by) == (second, "second.jpg", make_user(ALICE))
    assert first.ended_by == make_user(ALICE)


def test_a_part_of_the_photograph_is_chosen(alice, signed_in_as):
    client = signed_in_as(ALICE)
    client.post(url_of(alice), {"step": "photograph", "photograph": picture()})
    client.post(url_of(alice), {"step": "crop-middle", "seen": str(photograph_of(alice).pk)})
    with photograph_of(alice).file.open("rb") as file:
        assert Image.open(file).size == (160, 200)


@pytest.mark.parametrize("step", ["photograph", "crop-start", "remove"])
def test_what_was_replaced_in_another_window_is_told_and_nothing_is_lost(step, alice, signed_in_as):
    client = signed_in_as(ALICE)
    client.post(url_of(alice), {"step": "photograph", "photograph": picture()})
    seen = photograph_of(alice)
    elsewhere = {"step": "photograph", "photograph": picture("other.jpg"), "seen": str(seen.pk)}
    client.post(url_of(alice), elsewhere)
    late = {"step": f"remove-{seen.pk}" if step == "remove" else step, "seen": str(seen.pk)}
    if step == "photograph":
        late["photograph"] = picture("late.jpg")
    text = client.post(url_of(alice), late, follow=True).content.decode()
    assert "replaced or removed in another window meanwhile" in text
    assert photograph_of(alice).name == "other.jpg"


def test_documents_are_added_and_taken_away_again(alice, signed_in_as):
    client = signed_in_as(ALICE)
    text = client.post(url_of(alice), {"step": "document", "document": paper()}, follow=True).content.decode()
    assert "Your document has arrived" in text
    document = alice.documents.get()
    assert reverse("registration:document", args=[alice.conference.slug, document.pk]) in text
    text = client.post(url_of(alice), {"step": f"remove-{document.pk}"}, follow=True).content.decode()
    assert "keeps it for a month" in text
    document.refresh_from_db()
    assert (document.ended_at is None, document.ended_by) == (False, make_user(ALICE))


@pytest.mark.parametrize(
    ("step", "sent", "sentence"),
    [
        ("photograph", {}, "Choose a photograph"),
        ("photograph", {"photograph": SimpleUploadedFile("me.jpg", PDF)}, "here a picture is asked for"),
        ("document", {}, "Choose a document"),
        ("document", {"document": SimpleUploadedFile("charter.pdf", b"GIF89a")}, "neither a PDF nor a picture"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(step, sent, sentence, alice, signed_in_as):
    answer = signed_in_as(ALICE).post(url_of(alice), {"step": step} | sent)
    assert sentence in answer.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize("step", ["", "crop-somewhere", "remove-nothing", "crop-middle", f"remove-{uuid.UUID(int=7)}"])
def test_what_nobody_can_press_changes_nothing(step, alice, signed_in_as):
    make_document(alice, DocumentKind.SUPPORTING)
    assert signed_in_as(ALICE).post(url_of(alice), {"step": step, "seen": "x"}).status_code == 302
    assert alice.documents.current().count() == 1


@pytest.mark.parametrize("kind", [DocumentKind.PHOTOGRAPH, DocumentKind.SUPPORTING])
def test_what_must_be_there_is_replaced_and_not_removed(kind, conference, signed_in_as):
    registration = of_alice(conference, S.COMPLETE, requires=ASKED)
    document = make_document(registration, kind)
    page = signed_in_as(ALICE).get(url_of(registration)).content.decode()
    assert "is asked of everybody here" in page
    assert f"remove-{document.pk}" not in page
    with pytest.raises(RegistrationError, match="is asked of everybody here"):
        take_away(document.pk, of=registration.pk, by=make_user(ALICE))
    if kind == DocumentKind.SUPPORTING:
        make_document(registration, kind)
        take_away(document.pk, of=registration.pk, by=make_user(ALICE))
        assert registration.documents.current().count() == 1


def test_a_document_that_was_decided_upon_stays_and_one_that_came_later_need_not(conference, signed_in_as):
    registration = of_alice(conference, S.UNDER_REVIEW, Route.APPLICATION)
    before = timezone.now() - datetime.timedelta(hours=1)
    decided_upon = make_document(registration, DocumentKind.SUPPORTING, name="Charter.pdf", uploaded_at=before)
    later = make_document(registration, DocumentKind.SUPPORTING, name="Later.pdf")
    page = signed_in_as(ALICE).get(url_of(registration)).content.decode()
    assert "belongs to what the Secretariat considers, and stays" in page
    alice = make_user(ALICE)
    with pytest.raises(RegistrationError, match=f"please write to {conference.contact_email}"):
        take_away(decided_upon.pk, of=registration.pk, by=alice)
    take_away(later.pk, of=registration.pk, by=alice)
    assert [each.name for each in registration.documents.current()] == ["Charter.pdf"]


def test_before_anybody_considers_it_a_document_may_be_taken_back(conference):
    registration = of_alice(conference, S.SUBMITTED, Route.APPLICATION)
    before = timezone.now() - datetime.timedelta(hours=1)
    document = make_document(registration, DocumentKind.SUPPORTING, uploaded_at=before)
    take_away(document.pk, of=registration.pk, by=make_user(ALICE))
    assert not registration.documents.current().exists()


def test_there_are_as_many_documents_as_the_form_takes_and_not_more_files_in_a_day(alice, monkeypatch):
    by = make_user(ALICE)
    for _number in range(MOST_FILES):
        make_document(alice, DocumentKind.SUPPORTING)
    with pytest.raises(RegistrationError, match="as many documents as can be kept"):
        send_document(alice.pk, Upload(PDF, "application/pdf", "one.pdf"), by=by)
    monkeypatch.setattr(own_files, "MOST_SENT_A_DAY", MOST_FILES)
    with pytest.raises(RegistrationError, match="Many files have come from you today"):
        send_photograph(alice.pk, Upload(jpeg(), "image/jpeg", "me.jpg"), seen=None, by=by)


def test_what_the_category_does_not_ask_is_not_taken(alice, signed_in_as):
    alice.category.asks = [Particular.DOCUMENTS]
    alice.category.save()
    client = signed_in_as(ALICE)
    answer = client.post(url_of(alice), {"step": "photograph", "photograph": picture()})
    assert "Photograph</h2>" not in answer.content.decode()
    assert not Document.objects.exists()
    with pytest.raises(RegistrationError, match="This is not asked of you"):
        send_photograph(alice.pk, Upload(jpeg(), "image/jpeg", "me.jpg"), seen=None, by=make_user(ALICE))


def test_a_photograph_that_the_disk_has_lost_is_sent_again(alice, signed_in_as):
    client = signed_in_as(ALICE)
    client.post(url_of(alice), {"step": "photograph", "photograph": picture()})
    lost = photograph_of(alice)
    lost.file.storage.delete(str(lost.file.name))
    assert "it cannot be shown. Please send it again." in client.get(url_of(alice)).content.decode()
    answer = client.post(url_of(alice), {"step": "crop-middle", "seen": str(lost.pk)}, follow=True)
    assert "This file cannot be opened any more." in answer.content.decode()


def test_it_is_not_there_for_others_nor_where_nothing_is_asked_nor_once_it_has_ended(conference, alice, signed_in_as):
    assert signed_in_as("mallory@elsewhere.example").get(url_of(alice)).status_code == 404
    alice.category.asks = []
    alice.category.save()
    assert signed_in_as(ALICE).get(url_of(alice)).status_code == 404
    gone = of_alice(conference, S.WITHDRAWN, Route.APPLICATION)
    assert signed_in_as(ALICE).get(url_of(gone)).status_code == 404
    with pytest.raises(RegistrationError, match="can no longer be changed"):
        send_document(gone.pk, Upload(PDF, "application/pdf", "one.pdf"), by=make_user(ALICE))


def test_nobody_sends_or_removes_for_another(conference, alice):
    document = make_document(alice, DocumentKind.SUPPORTING)
    letter = make_document(make_delegation(conference))
    other = make_registration(S.REGISTERED, conference, track=Track.APPLICATION)
    officer = make_officer(conference, TeamRole.COORDINATOR)
    for by in (officer, make_user("mallory@elsewhere.example")):
        with pytest.raises(NotPermittedError):
            take_away(document.pk, of=alice.pk, by=by)
    with pytest.raises(NotPermittedError):
        take_away(letter.pk, of=alice.pk, by=make_user(ALICE))
    with pytest.raises(NotPermittedError):
        take_away(document.pk, of=other.pk, by=make_user(other.participant.email))
    take_away(document.pk, of=alice.pk, by=make_user(ALICE))
    with pytest.raises(LostUpdateError):
        take_away(document.pk, of=alice.pk, by=make_user(ALICE))
