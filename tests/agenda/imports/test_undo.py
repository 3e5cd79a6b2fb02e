"""Undoing an import of the programme: what was published, sent or placed since is not lost by it."""

import pytest

from agenda.actions.undo_programme import SessionsChangedError, undo_programme
from agenda.errors import RoomTakenError
from agenda.models import Appearance, ImportedSession, Session, SpeakerPaper
from registration.states import ImportState
from tests.factories.agenda import make_paper, make_release, make_session
from tests.factories.conference import set_clock
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db

HEAD = ["Number", "Type", "Title", "Day", "Begins", "Ends"]
ONE = ["1", "panel", "One", "2019-06-20", "09:00", "10:00"]


@pytest.mark.parametrize("clock", ["2019-06-03 09:00", "2031-01-01 09:00"])
def test_what_was_published_since_stays_whatever_clock_the_conference_has(desk, conference, officer, clock):
    brought = desk.all_of(HEAD, ONE)
    set_clock(conference, clock)
    make_release(conference)
    with pytest.raises(SessionsChangedError, match="1 session"):
        undo_programme(brought.pk, by=officer)
    assert Session.objects.filter(conference=conference).count() == 1


def test_a_session_of_another_release_is_no_obstacle(desk, conference, officer):
    make_session(conference, "15:00–16:00")
    make_release(conference)
    brought = desk.all_of(HEAD, ONE)
    assert undo_programme(brought.pk, by=officer).removed == 1


@pytest.mark.usefixtures("own_files")
@pytest.mark.parametrize("number", ["1", "7"])
def test_what_a_speaker_has_sent_does_not_vanish_with_the_import(desk, conference, officer, number):
    make_session(conference, None, number=7)
    make_participant(conference, given_names="Sarnai", family_name="Dorj", email="sarnai@x.example")
    brought = desk.all_of(["Number", "Type", "Title", "Speakers"], [number, "panel", "One", "Sarnai Dorj"])
    make_paper(Appearance.objects.get())
    with pytest.raises(SessionsChangedError, match="1 session"):
        undo_programme(brought.pk, by=officer)
    assert SpeakerPaper.objects.count() == 1


def test_a_room_that_somebody_else_has_since_is_told_whichever_session_it_was_of(desk, conference, officer, hall):
    first = make_session(conference, "09:00–10:00", rooms=[hall], number=1)
    make_session(conference, "11:00–12:00", rooms=[hall], number=2)
    brought = desk.all_of(["Number", "Begins", "Ends"], ["1", "15:00", "16:00"], ["2", "16:00", "17:00"])
    make_session(conference, "09:30–10:30", rooms=[hall], title={"en": "In the way"})
    with pytest.raises(RoomTakenError, match="is taken by “In the way” on Thursday, 20 June, 09:30–10:30"):
        undo_programme(brought.pk, by=officer)
    first.refresh_from_db()
    brought.refresh_from_db()
    assert (f"{first.starts_at:%H:%M}", brought.state) == ("07:00", ImportState.IMPORTED)
    assert ImportedSession.objects.count() == 2
