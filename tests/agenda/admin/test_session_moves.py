"""Two sessions change places at the desk; a session is copied, or deleted while nobody outside has seen it."""

import pytest
from django.urls import reverse

from agenda.models import RoomBooking, Session
from agenda.states import SessionState
from conference.models import TeamRole
from tests.factories.agenda import make_appearance, make_hall, make_release, make_session
from tests.registration.admin.reading import send, text_of


def url_of(name: str, session: Session) -> str:
    return reverse(f"admin:agenda_session_{name}", args=[session.pk])


def hours(session: Session) -> str:
    session.refresh_from_db()
    zone = session.conference.zone
    return f"{session.starts_at.astimezone(zone):%H:%M}" if session.starts_at else ""


@pytest.fixture
def pair(conference, hall):
    small = make_hall(conference, name={"en": "Small Room"})
    first = make_session(conference, "09:00–10:00", rooms=[hall], title={"en": "First"})
    second = make_session(conference, "11:00–12:30", rooms=[hall, small], title={"en": "Second"})
    return first, second


def swap(desk, conference, pair):
    page = desk.get(url_of("swap", pair[0]), {"with": str(pair[1].pk)})
    versions = page.context["versions"]
    return send(desk, url_of("swap", pair[0]), conference, **{"with": str(pair[1].pk), "versions": versions})


def test_old_and_new_are_shown_before_two_sessions_swap_and_once_more_undoes_it(desk, conference, pair):
    preview = text_of(desk.get(url_of("swap", pair[0]), {"with": str(pair[1].pk)}))
    assert "Small Room" in preview
    page = swap(desk, conference, pair)
    assert "“First” and “Second” have changed places" in text_of(page)
    assert [hours(each) for each in pair] == ["11:00", "09:00"]
    assert RoomBooking.objects.filter(session=pair[0]).count() == 2
    swap(desk, conference, pair)
    assert [hours(each) for each in pair] == ["09:00", "11:00"]


def test_a_swap_of_what_has_changed_since_is_told_and_not_done(desk, conference, pair):
    stale = {"with": str(pair[1].pk), "versions": f"{pair[0].version},0"}
    page = send(desk, url_of("swap", pair[0]), conference, **stale)
    assert "Somebody else has changed this in the meantime; nothing was saved." in text_of(page)
    send(desk, url_of("swap", pair[0]), conference, **stale | {"versions": "nonsense"})
    assert [hours(each) for each in pair] == ["09:00", "11:00"]


def test_only_sessions_that_hold_a_time_in_this_conference_are_offered(desk, conference, other_conference, pair):
    make_session(conference, None, title={"en": "Parked"})
    make_session(conference, "15:00–16:00", title={"en": "Cancelled"}, state=SessionState.CANCELLED)
    stranger = make_session(other_conference)
    page = desk.get(url_of("swap", pair[0]), {"with": str(stranger.pk)})
    assert [str(each) for each, _time in page.context["others"]] == ["Second"]
    assert page.context["other"] is None


def test_a_cancelled_session_swaps_with_nobody(desk, conference, pair):
    Session.objects.filter(pk=pair[0].pk).update(state=SessionState.CANCELLED)
    assert "This session is cancelled; reinstate it first." in text_of(swap(desk, conference, pair))


def test_a_copy_says_the_same_and_has_no_time_room_speaker_or_address(desk, conference, hall):
    session = make_session(conference, rooms=[hall], number=3, is_hybrid=True, link="https://meet.example/")
    make_appearance(session)
    page = send(desk, url_of("copy", session), conference)
    copy = Session.objects.exclude(pk=session.pk).get()
    assert "This is the copy" in text_of(page)
    assert (copy.title, copy.languages, copy.number, copy.link, copy.starts_at) == (
        session.title,
        session.languages,
        None,
        "",
        None,
    )
    assert (copy.bookings.count(), copy.appearances.count()) == (0, 0)


def test_a_session_that_nobody_outside_has_seen_is_deleted_once_confirmed(desk, conference):
    session = make_session(conference)
    desk.get(url_of("discard", session))
    assert Session.objects.count() == 1
    send(desk, url_of("discard", session), conference)
    assert Session.objects.count() == 0


def test_a_session_that_was_published_is_not_deleted(desk, conference):
    session = make_session(conference)
    make_release(conference)
    page = send(desk, url_of("discard", session), conference)
    assert "has been published and cannot be deleted; cancel it instead" in text_of(page)
    assert Session.objects.count() == 1


def test_who_does_not_schedule_moves_copies_and_deletes_nothing(desk_of, conference, pair):
    observer = desk_of(TeamRole.OBSERVER)
    for name in ("swap", "copy", "discard"):
        assert send(observer, url_of(name, pair[0]), conference).status_code == 403
    assert Session.objects.count() == 2


def test_a_page_of_another_conference_does_nothing(desk, other_conference, pair):
    for name in ("swap", "copy", "discard"):
        data = {"with": str(pair[1].pk), "versions": f"{pair[0].version},{pair[1].version}"}
        send(desk, url_of(name, pair[0]), other_conference, **data)
    assert (Session.objects.count(), hours(pair[0])) == (2, "09:00")
