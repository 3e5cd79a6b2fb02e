"""A speaker on the officer's desk: the word for what is public, papers and absences, what is asked of speakers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agenda.models import ConferenceDocument, SpeakerPaper, SpeakerProfile, SpeakerRequests
from agenda.states import AppearanceState
from conference.models import TeamRole
from registration.models import Visibility
from tests.factories.agenda import at, make_absence, make_appearance, make_paper, make_profile, make_session
from tests.factories.conference import set_clock
from tests.factories.documents import a_pdf
from tests.factories.registration import make_participant
from tests.registration.admin.reading import send, text_of


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def leyla(conference):
    person = make_participant(conference, given_names="Leyla", family_name="Sample", email="leyla@people.example")
    session = make_session(conference, "11:00–12:30", title={"en": "Youth"})
    make_appearance(session, person, state=AppearanceState.CONFIRMED)
    return person


def url_of(person):
    return reverse("admin:agenda_session_of_speaker", args=[person.pk])


QUERIES = 16
WAITING = "/admin/agenda/session/speakers/waiting/"


def test_what_waits_is_listed_shown_and_let_out(desk, conference, leyla):
    profile = make_profile(leyla, biography={"en": "Teaches history."})
    make_absence(leyla, "08:00–09:00", note="Arrives late")
    assert "Leyla SAMPLE" in text_of(desk.get(WAITING))
    page = desk.get(url_of(leyla))
    for words in ("Teaches history.", "What was given last waits for your word.", "Arrives late", "Youth"):
        assert words in text_of(page)

    send(desk, url_of(leyla), conference, step="publish", seen_version=str(profile.version))
    profile.refresh_from_db()
    assert (profile.public_biography, profile.public_portrait) == (profile.biography, profile.portrait)
    assert "Nothing waits" in text_of(desk.get(WAITING))
    send(desk, url_of(leyla), conference, step="unpublish", seen_version=str(profile.version))
    profile.refresh_from_db()
    assert (profile.public_biography, profile.public_portrait.name, profile.biography) == (
        {},
        "",
        {"en": "Teaches history."},
    )


def test_when_something_was_given_is_told_by_the_conferences_clock(desk, conference, leyla):
    set_clock(conference, "2019-06-03 09:00")
    make_profile(leyla, given_at=timezone.now())
    assert "Monday, 3 June, 09:0" in text_of(desk.get(WAITING))


def test_a_word_on_what_has_changed_meanwhile_is_refused(desk, conference, leyla):
    profile = make_profile(leyla)
    SpeakerProfile.objects.filter(pk=profile.pk).update(version=5)
    page = send(desk, url_of(leyla), conference, step="publish", seen_version="1")
    assert "Somebody else has changed this in the meantime" in text_of(page)
    assert SpeakerProfile.objects.get().public_biography == {}


def test_a_biography_and_a_statement_are_entered_for_the_speaker(desk, conference, leyla):
    send(desk, url_of(leyla), conference, step="biography", biography_en="Teaches history.")
    assert SpeakerProfile.objects.get().biography == {"en": "Teaches history."}
    asked = {"kind": "statement", "language": "en", "embargo": "spoken", "appearance": str(leyla.appearances.get().pk)}
    file = SimpleUploadedFile("sent.pdf", a_pdf().content)
    page = send(desk, url_of(leyla), conference, step="paper", file=file, **asked)
    assert "sent.pdf" in text_of(page)
    session_page = desk.get(reverse("admin:agenda_session_change", args=[leyla.appearances.get().session_id]))
    assert "sent.pdf" in text_of(session_page)


def test_a_paper_becomes_a_document_after_its_embargo(desk, conference, leyla):
    set_clock(conference, "2019-06-10 09:00")
    paper = make_paper(leyla.appearances.get())
    step = f"distribute-{paper.pk}"
    assert step not in desk.get(url_of(leyla)).content.decode()
    send(desk, url_of(leyla), conference, step=step)
    assert not ConferenceDocument.objects.exists()
    set_clock(conference, at("13:00"))
    page = send(desk, url_of(leyla), conference, step=step)
    assert "is a document now, as a draft" in text_of(page)
    assert ConferenceDocument.objects.get().state == "draft"


def test_a_paper_of_somebody_else_is_not_withdrawn_from_here(desk, conference, leyla):
    other = make_paper(make_appearance(make_session(conference, "15:00–16:00")))
    assert send(desk, url_of(leyla), conference, step=f"withdraw-{other.pk}").status_code == 404
    assert SpeakerPaper.objects.current().get() == other


def test_a_protected_speaker_is_there_only_for_who_may_know(desk_of, conference, leyla):
    make_profile(leyla, biography={"en": "Teaches history."})
    make_paper(leyla.appearances.get(), name="protected-words.pdf")
    leyla.visibility = Visibility.HIDDEN
    leyla.save()
    session = reverse("admin:agenda_session_change", args=[leyla.appearances.get().session_id])
    for roles, status in (((TeamRole.AGENDA,), 404), ((TeamRole.AGENDA, TeamRole.DUTY_OF_CARE), 200)):
        officer = desk_of(*roles)
        assert officer.get(url_of(leyla)).status_code == status
        assert ("protected-words" in text_of(officer.get(session))) is (status == 200)
        assert ("SAMPLE" in text_of(officer.get(WAITING))) is (status == 200)


def test_who_only_reads_neither_opens_nor_lets_out(desk_of, leyla):
    observer = desk_of(TeamRole.OBSERVER)
    assert observer.get(url_of(leyla)).status_code == 403
    assert observer.get(WAITING).status_code == 403


def test_what_is_asked_of_speakers_is_said_once_for_the_conference(desk, conference):
    asked = {"asks_biography": "on", "biography_length": "600", "statement_days": "3", "statement_time": "12:00"}
    page = send(desk, WAITING, conference, **asked, seen_version="1")
    assert "What is asked of speakers is saved." in text_of(page)
    saved = SpeakerRequests.objects.get(conference=conference)
    assert (saved.asks_biography, saved.asks_portrait, saved.biography_length, saved.statement_days) == (
        True,
        False,
        600,
        3,
    )
    refused = send(desk, WAITING, conference, **{**asked, "biography_length": "9999"}, seen_version=str(saved.version))
    assert "A biography has between 100 and 5,000 characters." in text_of(refused)
    again = send(desk, WAITING, conference, **asked, seen_version="1")
    assert "Somebody else changed this while you had it open" in text_of(again)


@pytest.mark.parametrize("count", [1, 100])
def test_the_speakers_page_costs_the_same_for_one_paper_and_for_a_hundred(
    desk, conference, leyla, count, django_assert_num_queries
):
    for _number in range(count):
        make_paper(make_appearance(make_session(conference, None), leyla))
    desk.get(url_of(leyla))
    with django_assert_num_queries(QUERIES):
        desk.get(url_of(leyla))
