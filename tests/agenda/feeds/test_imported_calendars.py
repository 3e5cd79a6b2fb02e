"""The calendar files as two calendar programs take them, neither of which reads with the library that wrote them."""

import datetime

import pytest
from django.urls import reverse

from agenda.actions.schedule import cancel_session, reinstate_session, schedule_session
from conference.models import Topic
from tests.agenda.feeds.calendar_programs import PROGRAMS, Imported
from tests.factories.agenda import at, make_hall, make_release, make_session
from tests.factories.conference import make_conference

pytestmark = pytest.mark.django_db

AWFUL = "Ө ү, peace; “dialogue” and\\or <b>bold</b> 🕊️ שלום\r\nBEGIN:VEVENT " * 4


@pytest.fixture(params=PROGRAMS, ids=lambda program: type(program).__name__.lower())
def calendar(request, client, conference):
    """A calendar into which the agenda was imported; ``again()`` imports the file as it is then."""
    return Imported(request.param, lambda: client.get(reverse("agenda-files:ics", args=[conference.slug])).content)


def test_a_calendar_shows_what_when_and_where(conference, calendar):
    hall = make_hall(conference, name={"en": "Conference Hall"})
    topic = Topic.objects.create(conference=conference, name={"en": "Youth, peace; security"})
    session = make_session(conference, rooms=[hall], topic=topic, title={"en": "Youth"}, abstract={"en": "One\nTwo"})
    make_release(conference)

    calendar.again()

    entry = calendar[session.pk]
    assert (entry.title, entry.starts_at, entry.ends_at) == ("Youth", session.starts_at, session.ends_at)
    assert entry.place == "Conference Hall, Ministry of Foreign Affairs"
    assert entry.text.splitlines()[-2:] == ["One", "Two"]
    assert entry.categories == {"Youth, peace; security"}
    assert entry.url.endswith(f"/agenda/sessions/{session.pk}/")


def test_imported_again_it_shows_what_moved_was_cancelled_or_came(conference, calendar):
    moved, cancelled, steady = (
        make_session(conference, times) for times in ("09:00–10:00", "10:00–11:00", "11:00–12:00")
    )
    make_release(conference)
    calendar.again()
    before = calendar[steady.pk]
    for hour in (14, 15, 16):
        schedule_session(moved.pk, starts_at=at(f"{hour}:00"), ends_at=at(f"{hour + 1}:00"), rooms=[], by=None)
    cancel_session(cancelled.pk, by=None)
    new = make_session(conference, "17:00–18:00")
    make_release(conference)

    calendar.again()

    moved.refresh_from_db()
    assert (calendar[moved.pk].starts_at, calendar[moved.pk].is_cancelled) == (moved.starts_at, False)
    assert calendar[cancelled.pk].is_cancelled
    assert calendar[steady.pk] == before
    assert calendar[new.pk].starts_at == new.starts_at
    assert len(calendar.entries) == 4


def test_an_older_file_imported_late_changes_nothing(client, conference, calendar):
    session = make_session(conference, "09:00–10:00")
    make_release(conference)
    old = client.get(reverse("agenda-files:ics", args=[conference.slug])).content
    cancel_session(session.pk, by=None)
    make_release(conference)
    calendar.again()

    calendar.add(old)

    assert calendar[session.pk].is_cancelled


def test_what_takes_place_after_all_is_confirmed_again(conference, calendar):
    session = make_session(conference)
    for act in (
        lambda: None,
        lambda: cancel_session(session.pk, by=None),
        lambda: reinstate_session(session.pk, by=None),
    ):
        act()
        make_release(conference)
        calendar.again()

    assert (calendar[session.pk].is_cancelled, calendar[session.pk].revision[0]) == (False, 2)


def test_a_text_stays_a_text_whatever_it_has(conference, calendar):
    session = make_session(conference, title={"en": AWFUL[:300]}, abstract={"en": AWFUL})
    make_release(conference)

    calendar.again()

    assert list(calendar.entries) == [f"{session.pk}@plenary"]
    assert calendar[session.pk].title.split() == AWFUL[:300].split()
    assert calendar[session.pk].text.endswith(AWFUL.replace("\r\n", "\n").strip())


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: type(program).__name__.lower())
def test_summer_time_is_read_as_the_venue_has_it(client, program):
    """Over the night in which the clocks of Vienna go forward."""
    conference = make_conference(
        time_zone="Europe/Vienna", starts_on=datetime.date(2019, 3, 30), ends_on=datetime.date(2019, 3, 31)
    )
    before, after = (make_session(conference, "11:00–12:00", day=datetime.date(2019, 3, day)) for day in (30, 31))
    make_release(conference)
    calendar = Imported(program, lambda: client.get(reverse("agenda-files:ics", args=[conference.slug])).content)

    calendar.again()

    assert [calendar[one.pk].starts_at for one in (before, after)] == [before.starts_at, after.starts_at]
