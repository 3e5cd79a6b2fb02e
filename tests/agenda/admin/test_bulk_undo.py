"""The page on which what was done to several sessions is undone."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from agenda.actions.bulk import cancel_sessions, describe_sessions
from agenda.actions.describe import describe_session
from agenda.models import Listing, ProgrammeAct, Session
from agenda.states import SessionState
from conference.models import UNDO_WITHIN, TeamRole
from tests.factories.agenda import make_session
from tests.factories.conference import make_officer
from tests.registration.admin.reading import notices_of, send, text_of

pytestmark = pytest.mark.django_db
LIST = "/admin/agenda/session/"


def page_of(act):
    return reverse("admin:agenda_session_bulk_undo", args=[act.pk])


@pytest.fixture
def sessions(conference):
    return [
        make_session(conference, times, title={"en": title})
        for times, title in (("09:00–10:00", "Youth"), ("11:00–12:00", "Media"))
    ]


@pytest.fixture
def cancelled(conference, sessions):
    by = make_officer(conference, TeamRole.AGENDA, name="Tsetseg")
    cancel_sessions({each.pk: each.version for each in sessions}, reason="The wrong list.", by=by)
    return ProgrammeAct.objects.get()


def test_the_list_leads_to_it_and_it_puts_all_back(desk, conference, sessions, cancelled):
    text = text_of(desk.get(LIST))
    assert "Cancelled together · " in text
    assert "· Tsetseg · The wrong list. · 2 sessions Undo, until " in text
    assert page_of(cancelled) in desk.get(LIST).content.decode()
    page = text_of(desk.get(page_of(cancelled)))
    assert "Youth Thursday, 20 June 2019, 09:00–10:00, Ulaanbaatar time (UTC+8) Status Cancelled Scheduled" in page
    done = send(desk, page_of(cancelled), conference)
    assert notices_of(done) == ["2 sessions are as they were before. The public sees it with the next release."]
    assert not Session.objects.filter(state=SessionState.CANCELLED).exists()
    assert "Undo, until" not in text_of(done)
    log = LogEntry.objects.filter(object_id=str(sessions[0].pk)).latest("action_time")
    assert log.get_change_message() == "Undone: cancelled together"
    again = send(desk, page_of(cancelled), conference)
    assert "it was undone already" in notices_of(again)[0]
    assert "Undo it" not in text_of(desk.get(page_of(cancelled)))


def test_old_and_new_of_an_edit_stand_on_it_and_who_was_changed_since_is_named(desk, conference, sessions):
    versions = {each.pk: each.version for each in sessions}
    describe_sessions(versions, changes={"listing": Listing.ENTITLED, "languages": ["en"]}, by=None)
    describe_session(sessions[1].pk, changes={"title": {"en": "Media today"}}, by=None)
    act = ProgrammeAct.objects.get()
    text = text_of(desk.get(page_of(act)))
    assert "Languages English Монгол, English, Русский" in text
    assert "Who may know of it Only those entitled Everybody" in text
    assert "Media today It has been changed since; it is left as it is." in text
    done = send(desk, page_of(act), conference)
    assert notices_of(done) == [
        "1 session is as it was before. The public sees it with the next release.",
        "Media today: It has been changed since; it is left as it is.",
    ]


def test_who_only_reads_is_offered_nothing_and_undoes_nothing(desk_of, conference, cancelled):
    reader = desk_of(TeamRole.REGISTRATION)
    assert "Undo, until" not in text_of(reader.get(LIST))
    assert reader.get(page_of(cancelled)).status_code == 403
    assert send(reader, page_of(cancelled), conference).status_code == 403
    assert Session.objects.filter(state=SessionState.CANCELLED).count() == 2


def test_it_is_nobody_elses_and_a_page_of_another_conference_undoes_nothing(
    desk, conference, other_conference, cancelled
):
    send(desk, page_of(cancelled), other_conference)
    assert Session.objects.filter(state=SessionState.CANCELLED).count() == 2
    ProgrammeAct.objects.update(conference=other_conference)
    assert desk.get(page_of(cancelled)).status_code == 404
    assert send(desk, page_of(cancelled), conference).status_code == 404
    assert "Undo, until" not in text_of(desk.get(LIST))


def test_after_its_time_it_says_so(desk, cancelled):
    ProgrammeAct.objects.update(at=cancelled.at - UNDO_WITHIN)
    assert "Undo, until" not in text_of(desk.get(LIST))
    assert "The time within which this could be undone is over" in text_of(desk.get(page_of(cancelled)))


@pytest.mark.parametrize("count", [1, 60])
def test_the_page_costs_the_same_for_one_and_for_sixty(desk, conference, count, django_assert_max_num_queries):
    chosen = [make_session(conference, f"09:{number:02}–10:00") for number in range(count)]
    describe_sessions({each.pk: each.version for each in chosen}, changes={"listing": "entitled", "entry": []}, by=None)
    act = ProgrammeAct.objects.get()
    desk.get(page_of(act))
    with django_assert_max_num_queries(20):
        desk.get(page_of(act))
