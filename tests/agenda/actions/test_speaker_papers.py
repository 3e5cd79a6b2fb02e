"""Statements and slides: sent, replaced until they are due, withdrawn; nobody else's before the embargo ends."""

import datetime
import zoneinfo

import pytest
from django.db import IntegrityError, transaction

from agenda.actions.appoint import dismiss
from agenda.actions.documents import issue_document, withdraw_document
from agenda.actions.schedule import cancel_session, park_session, schedule_session
from agenda.actions.speaker_papers import distribute_paper, send_paper, withdraw_paper
from agenda.errors import AppointmentError, NotPermittedError, PaperError, SessionIsCancelledError, StaticLineError
from agenda.models import ConferenceDocument, Embargo, PaperKind, SpeakerPaper
from agenda.states import AppearanceState, DocumentState
from conference.models import Conference, TeamRole
from tests.factories.agenda import at, make_appearance, make_paper, make_release, make_session, make_static_line
from tests.factories.conference import make_conference, make_officer, make_user, set_clock
from tests.factories.documents import a_pdf
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db
LEYLA, OFFICE = "leyla@people.example", "office@people.example"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def conference():
    return set_clock(make_conference(), "2019-06-10 09:00")


@pytest.fixture
def session(conference):
    return make_session(conference, "11:00–12:30", title={"en": "Youth"})


@pytest.fixture
def appearance(conference, session):
    person = make_participant(conference, email=LEYLA, office_email=OFFICE)
    return make_appearance(session, person, state=AppearanceState.CONFIRMED)


def sent(appearance, by=LEYLA, *, name="one", **changes):
    asked = {"kind": PaperKind.STATEMENT, "language": "en", "embargo": Embargo.SPOKEN} | changes
    return send_paper(appearance.pk, a_pdf(name), **asked, by=make_user(by) if isinstance(by, str) else by)


def officer_of(conference):
    return make_officer(conference, TeamRole.AGENDA)


@pytest.mark.parametrize("by", [LEYLA, OFFICE])
def test_the_speaker_and_the_private_office_send_one_of_a_kind_in_a_language(appearance, by):
    first, second, slides = sent(appearance, by), sent(appearance, by, name="two"), sent(appearance, by, kind="slides")
    first.refresh_from_db()
    assert first.ended_at is not None
    assert set(appearance.papers.current()) == {second, slides}


def test_nobody_else_sends_or_withdraws_one(conference, appearance):
    paper = make_paper(appearance)
    observer = make_officer(conference, TeamRole.OBSERVER)
    for by in (make_user("someone@people.example"), observer, officer_of(make_conference())):
        with pytest.raises(NotPermittedError):
            sent(appearance, by)
        with pytest.raises(NotPermittedError):
            withdraw_paper(paper.pk, by=by)
    assert SpeakerPaper.objects.current().get() == paper


def test_what_was_sent_is_replaced_and_withdrawn_until_it_is_due(conference, appearance):
    make_release(conference)
    paper = sent(appearance)
    set_clock(conference, "2019-06-18 17:59")
    paper = sent(appearance, name="two")
    set_clock(conference, "2019-06-18 18:00")
    with pytest.raises(PaperError, match="The interpreters have their copy already"):
        sent(appearance, name="three")
    with pytest.raises(PaperError, match="The interpreters have their copy already"):
        withdraw_paper(paper.pk, by=make_user(LEYLA))
    assert sent(appearance, language="mn").ended_at is None  # late, and welcome
    withdraw_paper(paper.pk, by=officer_of(conference))
    paper.refresh_from_db()
    assert paper.ended_at is not None


def test_it_is_due_by_the_time_that_the_speaker_knows(conference, appearance, session):
    make_release(conference)
    sent(appearance)
    schedule_session(session.pk, starts_at=at("09:00"), ends_at=at("10:00"), rooms=[], by=None)
    park_session(session.pk, by=None)
    set_clock(conference, "2019-06-19 09:00")
    with pytest.raises(PaperError, match="The interpreters have their copy already"):
        sent(appearance)


def test_nothing_is_sent_for_what_is_over_cancelled_or_regretted(conference, appearance, session):
    make_release(conference)
    set_clock(conference, at("12:30"))
    with pytest.raises(PaperError, match="This session is over"):
        sent(appearance)
    sent(appearance, officer_of(conference))
    set_clock(conference, "2019-06-10 09:00")
    appearance.move_to(AppearanceState.DECLINED, by=None, reason="Other engagements")
    with pytest.raises(PaperError, match="You have sent your regrets"):
        sent(appearance)
    appearance.move_to(AppearanceState.CONFIRMED, by=None)
    cancel_session(session.pk, by=None)
    with pytest.raises(SessionIsCancelledError):
        sent(appearance)


def test_a_static_line_a_foreign_language_and_half_an_embargo_are_refused(appearance, session):
    with pytest.raises(StaticLineError):
        sent(make_static_line(session))
    with pytest.raises(PaperError, match="not held in this language"):
        sent(appearance, language="fr")
    with pytest.raises(PaperError, match="Give day and time"):
        sent(appearance, embargo=Embargo.UNTIL)


def test_the_database_keeps_one_of_a_kind_and_an_embargo_that_names_its_moment(appearance):
    make_paper(appearance)
    with pytest.raises(IntegrityError, match="one_paper_of_a_kind"), transaction.atomic():
        make_paper(appearance)
    with pytest.raises(IntegrityError, match="names_it"), transaction.atomic():
        make_paper(appearance, language="mn", embargo=Embargo.UNTIL)


def test_a_document_is_made_of_it_once_it_was_spoken_and_not_before(conference, appearance, session):
    make_release(conference)
    by, paper = officer_of(conference), sent(appearance)
    set_clock(conference, at("12:29"))
    with pytest.raises(PaperError, match="may have this file yet"):
        distribute_paper(paper.pk, by=by)
    set_clock(conference, at("12:30"))
    document = distribute_paper(paper.pk, by=by)
    assert (document.state, document.kind, list(document.sessions.all())) == (
        DocumentState.DRAFT,
        "statement",
        [session],
    )
    assert document.versions.get().language == "en"


def test_pressed_twice_one_document_is_made_of_it(conference, appearance):
    make_release(conference)
    by, paper, slides = officer_of(conference), sent(appearance), sent(appearance, name="other", kind="slides")
    set_clock(conference, at("12:30"))
    document = distribute_paper(paper.pk, by=by)
    with pytest.raises(PaperError, match="has this file already"):
        distribute_paper(paper.pk, by=by)
    distribute_paper(slides.pk, by=by)
    assert ConferenceDocument.objects.count() == 2
    issue_document(document.pk, by=by)
    withdraw_document(document.pk, by=by)
    assert distribute_paper(paper.pk, by=by) != document


@pytest.mark.parametrize("zone", ["Asia/Ulaanbaatar", "America/New_York"])
@pytest.mark.parametrize("moment", ["0001-01-01 03:00", "2017-06-20 09:00", "2020-07-01 09:00", "9999-12-31 23:59"])
def test_an_embargo_ends_near_the_conference(conference, appearance, zone, moment):
    Conference.objects.filter(pk=conference.pk).update(time_zone=zone)
    until = datetime.datetime.fromisoformat(moment).replace(tzinfo=zoneinfo.ZoneInfo(zone))
    for by in (LEYLA, officer_of(conference)):
        with pytest.raises(PaperError, match="within a year of the conference"):
            sent(appearance, by, embargo=Embargo.UNTIL, embargo_until=until)


def test_an_embargo_that_is_over_is_recorded_by_the_secretariat_alone(conference, appearance):
    until = datetime.datetime(2019, 6, 10, 8, 59, tzinfo=conference.zone)
    with pytest.raises(PaperError, match="still to come"):
        sent(appearance, embargo=Embargo.UNTIL, embargo_until=until)
    assert sent(appearance, officer_of(conference), embargo=Embargo.UNTIL, embargo_until=until)
    later = until + datetime.timedelta(minutes=2)
    assert sent(appearance, embargo=Embargo.UNTIL, embargo_until=later).embargo_until == later


def test_the_embargo_goes_with_a_session_that_is_moved_or_cancelled(conference, appearance, session):
    make_release(conference)
    by, paper = officer_of(conference), sent(appearance)
    schedule_session(session.pk, starts_at=at("16:00"), ends_at=at("17:00"), rooms=[], by=None)
    set_clock(conference, at("12:31"))
    with pytest.raises(PaperError, match="may have this file yet"):
        distribute_paper(paper.pk, by=by)
    cancel_session(session.pk, by=None)
    set_clock(conference, at("18:00"))
    with pytest.raises(PaperError, match="may have this file yet"):
        distribute_paper(paper.pk, by=by)
    assert not ConferenceDocument.objects.exists()


def test_what_is_for_the_interpreters_alone_never_becomes_a_document(conference, appearance):
    paper = sent(appearance, embargo=Embargo.NEVER)
    set_clock(conference, "2019-07-10 09:00")
    with pytest.raises(PaperError, match="may have this file yet"):
        distribute_paper(paper.pk, by=officer_of(conference))


def test_the_speaker_does_not_distribute(appearance):
    with pytest.raises(NotPermittedError):
        distribute_paper(make_paper(appearance, embargo="spoken").pk, by=make_user(LEYLA))


def test_who_has_sent_something_is_not_taken_off_before_it_is_withdrawn(conference, appearance):
    paper = make_paper(appearance)
    with pytest.raises(AppointmentError, match="has sent a statement"):
        dismiss(appearance.pk, by=None)
    withdraw_paper(paper.pk, by=officer_of(conference))
    dismiss(appearance.pk, by=None)
    assert not SpeakerPaper.objects.exists()
