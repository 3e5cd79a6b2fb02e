"""A letter of a campaign is of one language as a whole; who reads another one is counted before it goes."""

import pytest

from conference.correspondence.campaigns import writing
from conference.correspondence.models import OutgoingMessage
from registration.models import Route
from tests.correspondence.campaigns.rows import url
from tests.factories.agenda import make_appearance, make_session
from tests.factories.campaigns import begin, make_campaign, make_registered
from tests.factories.registration import (
    make_category,
    make_delegation,
    make_focal_point,
    make_invitation,
    make_participant,
)
from tests.registration.admin.reading import text_of

pytestmark = pytest.mark.django_db
CYRILLIC = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюяөү")


def written(conference, bolormaa, audience, pk, *names):
    """The text of the one letter, worded in English alone, with these placeholders."""
    body = "\n\n".join(f"{{{name}}}" for name in ("salutation", *names))
    words = {"en": ("News of {conference_short_title}", body)}
    campaign = begin(make_campaign(conference, [pk], by=bolormaa, audience=audience, words=words), by=bolormaa)
    writing.write_due()
    message = OutgoingMessage.objects.get(act_id=campaign.pk)
    assert message.language == "en"
    assert campaign.recipients.get().language == "mn"
    return f"{message.recipient_name} {message.subject} {message.text}"


def is_english(text):
    return not CYRILLIC & set(text.lower())


def test_a_registered_reader_of_a_language_without_words_receives_a_letter_that_is_english_throughout(
    conference, bolormaa
):
    row = make_registered(conference, language="mn", given_names="Naran", family_name="BAT")
    names = ("participant_name", "registration_status", "category", "registration_closes_on", "status_link")
    text = written(conference, bolormaa, "registrations", row.pk, *names)
    assert is_english(text)
    assert "/en/" in text


def test_so_does_a_focal_point(conference, bolormaa):
    delegation = make_delegation(conference)
    make_focal_point(delegation, language="mn")
    names = ("delegation_name", "delegation_link", "registration_closes_on")
    assert is_english(written(conference, bolormaa, "delegations", delegation.pk, *names))


def test_so_does_whoever_is_invited(conference, bolormaa):
    person = make_participant(conference, language="mn")
    invitation = make_invitation(to=person, category=make_category(conference, Route.INVITATION))
    names = ("addressee", "category", "reply_by", "registration_closes_on")
    assert is_english(written(conference, bolormaa, "invitations", invitation.pk, *names))


def test_so_does_a_speaker(conference, bolormaa):
    person = make_participant(conference, language="mn")
    make_appearance(make_session(conference), person)
    assert is_english(written(conference, bolormaa, "speakers", person.pk, "participant_name", "sessions"))


def test_without_english_the_first_language_of_the_conference_that_has_words_is_everybodys(conference, bolormaa):
    make_registered(conference, language="ru")
    words = {"mn": ("Мэдээ", "{salutation}\n\n{registration_closes_on}")}
    campaign = begin(make_campaign(conference, by=bolormaa, words=words), by=bolormaa)
    writing.write_due()
    message = OutgoingMessage.objects.get(act_id=campaign.pk)
    assert (message.language, message.subject) == ("mn", "Мэдээ")
    assert "июня" not in message.text


def test_the_page_that_sends_says_how_many_receive_it_in_which_other_language(desk, conference, bolormaa):
    for number, language in enumerate(["mn", "mn", "ru", "en"]):
        make_registered(conference, f"p{number}@people.example", language=language)
    campaign = make_campaign(conference, by=bolormaa)
    text = text_of(desk.get(url("send", campaign)))
    assert "Монгол is read by 2 recipients, who receive the whole letter in another language: English." in text
    assert "Русский is read by 1 recipient, who receives the whole letter in another language: English." in text
    assert "English is read by" not in text
