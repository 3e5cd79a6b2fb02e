"""What is typeset and goes with a letter: from the letter's row, at delivery, the same each time; never without it."""

import io
import json
from typing import Any

import pytest
from django.db import OperationalError, connection
from PIL import Image
from pypdf import PdfReader

from conference.correspondence import delivery, enclosed_files, outbox
from conference.correspondence.ledger import release_message
from conference.correspondence.models import KeptEmblem, LetterEnclosures, LetterTemplate, OutgoingMessage, Queue
from conference.correspondence.states import MessageState
from conference.models import TeamRole
from conference.typesetting import typeset
from registration import emails
from registration.models import Invitation
from registration.states import RegistrationState
from tests.factories.conference import make_conference, make_mission, make_officer, make_state, set_clock
from tests.factories.registration import make_delegation, make_invitation, make_participant, make_registration

pytestmark = pytest.mark.django_db
INVITATIONS = ("invitation_state", "invitation_organisation", "invitation_person")


@pytest.fixture
def conference(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = set_clock(make_conference(notes_place={"en": "Ulaanbaatar", "ru": "Улан-Батор"}), "2019-06-03 09:00")
    for purpose in INVITATIONS:
        LetterEnclosures.objects.create(conference=made, purpose=purpose, number=1, kinds=["letter"])
    LetterEnclosures.objects.create(conference=made, purpose="thank_you", number=1, kinds=["certificate"])
    return made


def bear(conference, colour):
    drawn = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(drawn, "PNG")
    conference.emblem.save("emblem.png", io.BytesIO(drawn.getvalue()))


def written(letters):
    return outbox.enqueue_all(letters).get()


def invitation_of_a_state(conference, **changes):
    known: dict[str, Any] = {
        "reference": "MFA/2019/7",
        "dated_on": "2019-03-01",
        "email": "mission@example.org",
        "quota": 4,
    }
    to, mission = make_delegation(conference, make_state("DE")), make_mission(make_state("DE"))
    made = make_invitation(to=to, mission=mission, **(known | changes))
    return Invitation.objects.for_listing().get(pk=made.pk)


def invitation_of_a_person(conference, **person):
    guest = make_participant(conference, email="guest@example.org", **person)
    made = make_invitation(to=guest, language=guest.language, email=guest.email)
    return Invitation.objects.for_listing().get(pk=made.pk)


def thanks(conference, state=RegistrationState.REGISTERED, **person):
    registration = make_registration(state, participant=make_participant(conference, **person))
    return written(emails.to_who_takes_part("thank_you", registration, version="1"))


def pdf_of(message):
    [file] = enclosed_files.files_of(message)
    return PdfReader(io.BytesIO(file.content))


def words(pdf):
    """A line may end with a hyphen."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split()).replace("- ", "-")


@pytest.mark.parametrize(
    ("language", "reference", "said", "aside"),
    [
        ("en", "Note No. MFA/2019/7", "has the honour to invite the Government", "stand in the message with which"),
        ("ru", "Нота № MFA/2019/7", "имеет честь пригласить Правительство", ""),
        ("mn", "MFA/2019/7", "урьж", ""),
    ],
)
def test_an_invitation_carries_the_letter_typeset(conference, language, reference, said, aside):
    pdf = pdf_of(written(emails.invitation(invitation_of_a_state(conference, language=language), version="1")))
    text = words(pdf)
    assert text.count(reference) == 1
    assert said.casefold() in text.casefold()
    # A line may end after a hyphen.
    assert str(conference.title.in_language(language)) in text.replace("- ", "-")
    assert aside in text
    assert len(pdf.pages) == 1
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == language
    assert str(conference.short_title.in_language(language)) in pdf.metadata.title


def test_nothing_that_opens_anything_stands_on_it_nor_in_the_row(conference):
    invitation = invitation_of_a_state(conference)
    message = written(emails.invitation(invitation, version="1"))
    assert "/invitation/" in message.text
    for where in (words(pdf_of(message)), json.dumps(message.enclosures)):
        assert invitation.designation_code not in where
        assert invitation.link_token not in where
        assert "/invitation/" not in where


def test_a_wording_that_says_the_code_within_a_sentence_prints_none(conference):
    LetterTemplate.objects.create(
        conference=conference,
        purpose="invitation_state",
        language="en",
        subject="Note No. {reference}",
        body="Your code {designation_code} at {invitation_link} is for one use.\n\n{designation_code}",
    )
    invitation = invitation_of_a_state(conference)
    text = words(pdf_of(written(emails.invitation(invitation, version="1"))))
    assert invitation.designation_code not in text
    assert "Your code (in the message with which this letter was sent) at (in the message" in text
    assert "The code stands in the message" in text
    assert "Note No. MFA/2019/7" not in text
    assert "MFA/2019/7" in text


def test_the_letter_to_a_person_says_who_is_written_to_and_is_signed(conference):
    person = {"given_names": "Цэнд-Аюуш", "family_name": "", "patronymic": "Дамдинжавын", "function": "Сайд"}
    pdf = pdf_of(written(emails.invitation(invitation_of_a_person(conference, language="mn", **person), version="1")))
    text = words(pdf)
    assert "Дамдинжавын" in text
    assert "Сайд" in text
    assert str(conference.signatory["mn"]) in text


MARKUP = '#panic() $x^2$ *bold* _it_ <label> @ref `raw` #import "x" // [c]'


@pytest.mark.parametrize("name", [MARKUP, "Ө" * 75 + "ү" * 75, "محمد", "X"])
def test_what_people_type_is_text_on_either_sheet(conference, name):
    person = {"given_names": name, "family_name": "", "language": "en"}
    letter = pdf_of(written(emails.invitation(invitation_of_a_person(conference, **person), version="1")))
    certificate = pdf_of(thanks(conference, function=name, **person))
    assert len(letter.pages) == len(certificate.pages) == 1
    if name == MARKUP:
        assert "$X^2$ *BOLD* _IT_ <LABEL> @REF `RAW`" in words(certificate)
        assert MARKUP in words(certificate)


@pytest.mark.parametrize("language", ["en", "ru", "mn"])
def test_a_certificate_bears_the_name_of_the_badge_with_its_title(conference, language):
    known = {"language": language, "courtesy": "H.E.", "badge_name": "Bat Бат", "function": "Ambassador-at-large"}
    message = thanks(conference, **known)
    pdf = pdf_of(message)
    text = words(pdf)
    assert "Bat Бат" in text
    assert str(conference.title.in_language(language)) in text
    assert str(conference.place.in_language(language)) in text
    assert len(pdf.pages) == 1
    assert pdf.pages[0].mediabox.width > pdf.pages[0].mediabox.height
    assert pdf.trailer["/Root"]["/Lang"] == language


def test_who_does_not_take_part_is_certified_nothing(conference):
    assert thanks(conference, RegistrationState.WITHDRAWN).enclosures == []


def test_the_private_office_receives_what_the_person_does(conference):
    person = make_participant(conference, email="alice@example.org", office_email="office@example.org")
    registration = make_registration(RegistrationState.REGISTERED, participant=person)
    outbox.enqueue_all(emails.to_who_takes_part("thank_you", registration, version="1"))
    own, copy = (enclosed_files.files_of(message) for message in OutgoingMessage.objects.order_by("-key"))
    assert own == copy


def test_it_is_the_same_at_each_attempt_though_the_emblem_has_changed(conference):
    bear(conference, "navy")
    message = written(emails.invitation(invitation_of_a_state(conference), version="1"))
    first = enclosed_files.files_of(message)
    bear(conference, "red")
    conference.signatory = {"en": "Somebody else"}
    conference.save()
    enclosed_files._picture.cache_clear()
    message.refresh_from_db()
    assert enclosed_files.files_of(message) == first
    assert len(pdf_of(message).pages[0].images) == 1


@pytest.mark.parametrize("count", [1, 20])
def test_the_emblem_of_many_letters_is_kept_once(conference, count, django_assert_num_queries):
    bear(conference, "navy")
    people = [make_participant(conference, email=f"p{number}@example.org") for number in range(count)]
    registrations = [make_registration(RegistrationState.REGISTERED, participant=person) for person in people]
    letters = [each for row in registrations for each in emails.to_who_takes_part("thank_you", row, version="1")]
    # Which are there, the wording with what goes with it, the emblem twice, the rows.
    with django_assert_num_queries(5):
        outbox.enqueue_all(letters)
    assert KeptEmblem.objects.count() == 1


def test_a_fault_of_the_database_is_no_fault_of_the_letter(conference, monkeypatch):
    bear(conference, "navy")
    message = written(emails.invitation(invitation_of_a_state(conference), version="1"))

    def gone(_digest):
        raise OperationalError

    monkeypatch.setattr(enclosed_files, "_picture", gone)
    with pytest.raises(OperationalError):
        enclosed_files.files_of(message)


@pytest.mark.django_db(transaction=True)
def test_the_mail_is_one_of_text_and_html_with_the_pdf_beside(conference, smtp_server):
    written(emails.invitation(invitation_of_a_state(conference, language="ru"), version="1"))
    delivery.deliver_due(Queue.MAIL)
    [received] = smtp_server.wait_for(1)
    mail = received.message
    assert mail.get_content_type() == "multipart/mixed"
    alternative, pdf = mail.iter_parts()
    assert [part.get_content_type() for part in alternative.iter_parts()] == ["text/plain", "text/html"]
    assert pdf.get_content_type() == "application/pdf"
    assert pdf.get_content_disposition() == "attachment"
    assert pdf.get_filename().endswith(".pdf")
    assert pdf.get_param("name") == "invitation.pdf"
    assert pdf.get_payload(decode=True).startswith(b"%PDF-")


@pytest.mark.django_db(transaction=True)
def test_a_calendar_stands_beside_text_and_html_and_once_more_as_a_file(conference, smtp_server):
    registration = make_registration(RegistrationState.REGISTERED, participant=make_participant(conference))
    written(emails.registration_confirmed(registration, None))
    delivery.deliver_due(Queue.MAIL)
    [received] = smtp_server.wait_for(1)
    alternative, file = received.message.iter_parts()
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "conference.ics")


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_typeset_is_held_and_goes_when_it_is_mended(conference, smtp_server, monkeypatch):
    message = written(emails.invitation(invitation_of_a_state(conference), version="1"))
    after = thanks(conference, email="after@example.org")
    whole = typeset

    def broken(template, data, **more):
        if template == "note":
            raise ValueError("no such font")
        return whole(template, data, **more)

    monkeypatch.setattr(enclosed_files, "typeset", broken)
    delivery.deliver_due(Queue.MAIL)
    message.refresh_from_db(), after.refresh_from_db()
    assert (message.state, after.state) == (MessageState.HELD, MessageState.SENT)
    assert "could not be typeset" in message.answer
    assert message.handed_over_at is None
    assert message.secrets
    assert [attempt.outcome for attempt in message.attempt_log.all()] == [MessageState.HELD]

    monkeypatch.setattr(enclosed_files, "typeset", whole)
    release_message(message.pk, by=make_officer(conference, TeamRole.CORRESPONDENCE))
    delivery.deliver_due(Queue.MAIL)
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert len(smtp_server.received) == 2


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_it_is_typeset(conference, smtp_server, monkeypatch):
    written(emails.invitation(invitation_of_a_state(conference), version="1"))
    whole, open_meanwhile = typeset, []

    def watched(*given, **more):
        open_meanwhile.append(connection.in_atomic_block)
        return whole(*given, **more)

    monkeypatch.setattr(enclosed_files, "typeset", watched)
    delivery.deliver_due(Queue.MAIL)
    assert open_meanwhile == [False]
    assert len(smtp_server.received) == 1
