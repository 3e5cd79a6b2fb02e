"""The agenda as apps on telephones read it."""

import datetime
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.db.models import F
from django.urls import reverse

from agenda.actions.schedule import cancel_session
from agenda.feeds import numbers
from agenda.feeds.numbers import LARGEST, number_of, numbers_of
from agenda.models import AppearanceRole, Attribution, Distribution, Session, SessionType
from agenda.states import AppearanceState
from conference.models import Topic
from registration.models import Visibility
from tests.agenda.feeds.conference_app import app
from tests.factories.agenda import FRIDAY, make_appearance, make_hall, make_release, make_session
from tests.factories.conference import make_conference, make_room, make_venue
from tests.factories.documents import make_document, text_of
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(fetch):
    """What an app makes of the file."""
    return lambda **asked: app(fetch("xml", **asked))


def test_an_app_shows_what_when_where_and_by_whom(conference, read):
    hall = make_hall(conference, name={"en": "Conference Hall"})
    topic = Topic.objects.create(conference=conference, name={"en": "Youth & peace"})
    session = make_session(
        conference, rooms=[hall], topic=topic, number=1, title={"en": "Dialogue"}, abstract={"en": "Why < how"},
        guiding_questions={"en": "What works?"}, attribution=Attribution.PUBLIC,
    )  # fmt: skip
    chair = make_participant(conference, visibility=Visibility.LISTED, function="Minister", institution="")
    for role in (AppearanceRole.CHAIR, AppearanceRole.PANELLIST):
        make_appearance(session, chair, role=role, state=AppearanceState.CONFIRMED)
    make_release(conference)

    schedule = read()

    (shown,) = schedule.sessions
    assert (schedule.title, schedule.version) == (str(conference.title), "1")
    assert schedule.days == ["2019-06-20", "2019-06-21"]
    assert (schedule.tracks, shown.track) == (["Youth & peace"], "Youth & peace")
    assert (shown.title, shown.subtitle, shown.kind) == ("Dialogue", "Thematic panel 1", "Thematic panel")
    assert (shown.day, shown.room, shown.minute, shown.duration) == (1, "Conference Hall", 11 * 60, 90)
    assert (shown.starts_at, shown.guid) == (session.starts_at, str(session.pk))
    assert (shown.language, shown.abstract, shown.may_be_recorded) == ("mn, en, ru", "Why < how", True)
    assert shown.persons == (chair.formal_name,)
    assert shown.description.splitlines() == [
        f"Chair: {chair.formal_name}, Minister",
        f"Panellist: {chair.formal_name}, Minister",
        "What works?",
    ]


def test_what_begins_after_midnight_stays_with_its_evening(conference, read):
    make_session(conference, "23:00–23:30", title={"en": "Dinner"}, type=SessionType.SOCIAL)
    late = make_session(conference, "01:00–02:00", day=FRIDAY, title={"en": "Late"})
    make_release(conference)

    shown = {one.guid: one for one in read().sessions}[str(late.pk)]

    assert (shown.day, shown.minute, shown.starts_at) == (1, 25 * 60, late.starts_at)


def test_a_session_that_lasts_past_midnight_has_its_length(conference, read):
    make_session(conference)
    Session.objects.update(ends_at=F("starts_at") + datetime.timedelta(hours=15, minutes=5))
    make_release(conference)

    assert read().sessions[0].duration == 15 * 60 + 5


def test_in_the_night_of_the_clocks_a_session_has_the_length_that_passes(client):
    conference = make_conference(
        time_zone="Europe/Vienna", starts_on=datetime.date(2019, 3, 30), ends_on=datetime.date(2019, 3, 31)
    )
    make_session(conference, "01:00–06:00", day=datetime.date(2019, 3, 31))
    make_release(conference)

    schedule = app(client.get(reverse("agenda-files:xml", args=[conference.slug])).content)

    assert schedule.sessions[0].duration == 4 * 60


def test_a_session_in_several_rooms_stands_once_and_names_them(conference, read):
    rooms = [make_hall(conference, name={"en": name}, position=number) for number, name in enumerate(("A", "B"))]
    make_session(conference, rooms=rooms)
    make_release(conference)

    (shown,) = read().sessions

    assert shown.room == "A"
    assert shown.description.splitlines()[-1] == "A, B, Ministry of Foreign Affairs"


def test_two_rooms_of_one_name_are_told_apart_by_their_venues(conference, read):
    venues = [make_venue(conference, name={"en": name}) for name in ("Ministry", "Library")]
    for venue in venues:
        make_session(conference, rooms=[make_room(venue, name={"en": "Hall"})])
    make_release(conference)

    assert {one.room for one in read().sessions} == {"Hall, Ministry", "Hall, Library"}


def test_what_has_no_room_says_whether_it_is_for_all_of_them(conference, read):
    make_session(conference, "09:00–10:00", is_whole_conference=True)
    make_session(conference, "10:00–11:00")
    make_release(conference)

    assert [one.room for one in read().sessions] == ["All rooms", "Room to be announced"]


def test_what_is_cancelled_is_left_out(conference, read):
    kept, cancelled = make_session(conference, "09:00–10:00"), make_session(conference, "10:00–11:00")
    make_release(conference)
    numbers = {one.guid: one.number for one in read().sessions}
    cancel_session(cancelled.pk, by=None)
    make_release(conference)

    assert {one.guid: one.number for one in read().sessions} == {str(kept.pk): numbers[str(kept.pk)]}


def test_who_is_not_named_is_no_person(conference, read):
    session = make_session(conference)
    make_appearance(session, make_participant(conference, visibility=Visibility.HIDDEN, named_on_agenda=False))
    make_release(conference)

    (shown,) = read().sessions

    assert (shown.persons, shown.description) == ((), "Panellist: Speaker")


@pytest.mark.parametrize("attribution", [Attribution.PARTICIPANTS, Attribution.CHATHAM_HOUSE])
def test_what_may_not_be_attributed_publicly_is_not_recorded(conference, read, attribution):
    make_session(conference, attribution=attribution)
    make_release(conference)

    assert not read().sessions[0].may_be_recorded


def test_the_file_is_in_the_language_that_is_asked_for(conference, read):
    make_session(conference, title={"en": "Opening", "mn": "Нээлт"})
    make_release(conference)

    assert [read(lang=code).sessions[0].title for code in ("mn", "en", "de")] == ["Нээлт", "Opening", "Opening"]


def test_before_the_first_release_the_days_are_empty(conference, read):
    make_session(conference)

    schedule = read()

    assert (schedule.version, schedule.days, schedule.sessions) == ("0", ["2019-06-20", "2019-06-21"], [])


def test_two_sessions_never_have_one_number(monkeypatch):
    monkeypatch.setattr(numbers, "number_of", lambda _one: LARGEST)
    first, second = UUID(int=1), UUID(int=2)

    assert numbers_of([second, first]) == {first: LARGEST, second: 1}


def test_a_number_is_the_same_for_ever():
    assert number_of(UUID(int=1)) == 871914911
    assert 0 < number_of(UUID(int=2)) <= LARGEST


def test_documents_that_everybody_may_have_are_attached_one_text_after_the_other(client, conference):
    session = make_session(conference)
    make_release(conference)
    document = make_document(conference, symbol="UB19/4", languages=("en", "ru"), sessions=(session,))
    make_document(conference, distribution=Distribution.PARTICIPANTS, sessions=(session,))

    root = ElementTree.fromstring(client.get(reverse("agenda-files:xml", args=[conference.slug])).content)

    found = root.findall(".//attachments/attachment")
    assert [each.text for each in found] == [
        "UB19/4 Concept note of the conference (English)",
        "UB19/4 Concept note of the conference (Russian)",
    ]
    assert found[0].get("href", "").endswith(f"/{conference.slug}/documents/{text_of(document).pk}/file")
