"""Asking somebody to speak without a script: found in the conference, or entered as new."""

import pytest
from django.urls import reverse

from agenda.models import Appearance
from conference.correspondence.models import OutgoingMessage
from conference.models import TeamRole
from registration.models import Participant, Visibility
from registration.states import RegistrationState
from tests.factories.agenda import make_appearance, make_session
from tests.factories.registration import make_participant, make_registration
from tests.registration.admin.reading import send, text_of

NEW = {
    "new": "1",
    "courtesy": "Dr.",
    "given_names": "Rosalind",
    "family_name": "Featherstone",
    "name_order": "given_first",
    "name_of_address": "family",
    "function": "Senior Fellow",
    "institution": "Institute of Mountain Studies",
    "email": "r.featherstone@mountains.example",
    "language": "ru",
    "role": "keynote",
    "minutes": "20",
}


@pytest.fixture
def session(conference):
    return make_session(conference)


@pytest.fixture
def url(session):
    return reverse("admin:agenda_session_speaker", args=[session.pk])


def test_somebody_new_is_entered_without_a_registration_and_asked_in_their_language(desk, conference, session, url):
    page = send(desk, url, conference, **NEW)
    person = Participant.objects.get()
    appearance = Appearance.objects.get()
    letter = OutgoingMessage.objects.get()
    assert "The invitation to speak is on its way." in text_of(page)
    assert (person.visibility, person.registrations.count()) == (Visibility.COUNTED, 0)
    assert (appearance.participant, appearance.role, appearance.minutes) == (person, "keynote", 20)
    assert (letter.recipient, letter.language, letter.purpose) == (person.email, "ru", "speaker_invitation")


def test_the_form_sent_twice_enters_nobody_twice(desk, conference, url):
    send(desk, url, conference, **NEW)
    page = send(desk, url, conference, **NEW)
    assert "Somebody like this is there already; nothing was saved yet." in text_of(page)
    assert Participant.objects.count() == 1
    send(desk, url, conference, **NEW, another_person="1")
    assert Participant.objects.count() == 2


def test_somebody_very_like_is_told_and_can_be_asked_instead(desk, conference, url):
    make_participant(conference, given_names="Featherstone", family_name="Rosalind", function="Chair")
    page = send(desk, url, conference, **NEW)
    assert "Chair" in text_of(page)
    assert "?q=" in page.content.decode()
    assert Participant.objects.count() == 1


def test_who_may_not_know_of_protected_persons_is_told_of_none(desk, conference, url):
    make_participant(conference, given_names="Rosalind", family_name="Featherstone", visibility=Visibility.HIDDEN)
    assert "Nobody in the conference answers to that" in text_of(desk.get(url, {"q": "featherstone"}))
    send(desk, url, conference, **NEW)
    assert Participant.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": ""}, "Enter an address, here or of the private office: the invitation goes there."),
        ({"given_names": ""}, "Enter the given names"),
        ({"email": "nobody"}, "Enter an e-mail address, like name@mfa.example"),
        ({"minutes": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_is_missing_is_told_with_everything_typed_kept(desk, conference, url, changes, sentence):
    page = send(desk, url, conference, **NEW | changes)
    assert sentence in text_of(page)
    assert page.context["new"]["family_name"].value() == "Featherstone"
    assert (Participant.objects.count(), OutgoingMessage.objects.count()) == (0, 0)


def test_a_private_office_is_written_to_where_the_person_has_no_address(desk, conference, url):
    send(desk, url, conference, **NEW | {"email": "", "office_email": "office@mountains.example"})
    assert OutgoingMessage.objects.get().recipient == "office@mountains.example"


def test_somebody_of_the_conference_is_found_by_a_part_of_the_name_and_asked(desk, conference, session, url):
    person = make_participant(conference, family_name="Өлзийсайхан")
    make_participant(conference, family_name="Other")
    found = desk.get(url, {"q": "өлзий"})
    assert found.context["known"].fields["participant"].choices[0][0] == str(person.pk)
    send(desk, f"{url}?q=өлзий", conference, participant=str(person.pk), role="chair", minutes="")
    assert session.appearances.get().participant == person


def test_of_many_twenty_are_offered_and_the_page_says_that_there_are_more(desk, conference, url):
    for number in range(21):
        make_participant(conference, family_name=f"Alike{number}")
    page = desk.get(url, {"q": "alike"})
    assert len(page.context["known"].fields["participant"].choices) == 20
    assert "There are more; write more of the name." in text_of(page)


def test_what_the_act_refuses_is_said(desk, conference, session, url):
    person = make_participant(conference, family_name="Twice")
    make_appearance(session, person)
    page = send(desk, f"{url}?q=twice", conference, participant=str(person.pk), role="panellist")
    assert "This person already has this role in the session." in text_of(page)
    left = make_registration(RegistrationState.WITHDRAWN, conference, person={"family_name": "Gone"}).participant
    page = send(desk, f"{url}?q=gone", conference, participant=str(left.pk), role="panellist")
    assert "This person no longer takes part in the conference." in text_of(page)


def test_nobody_of_another_conference_is_found_or_asked(desk, conference, other_conference, session, url):
    stranger = make_participant(other_conference, family_name="Stranger")
    send(desk, f"{url}?q=stranger", conference, participant=str(stranger.pk), role="panellist")
    assert session.appearances.count() == 0


def test_who_does_not_schedule_asks_nobody(desk_of, conference, url):
    observer = desk_of(TeamRole.OBSERVER)
    assert observer.get(url).status_code == 403
    assert send(observer, url, conference, **NEW).status_code == 403
    assert Participant.objects.count() == 0
