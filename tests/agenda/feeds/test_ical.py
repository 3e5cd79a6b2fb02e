"""The calendar files, read by a calendar's own parser."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from agenda.actions.schedule import cancel_session, schedule_session
from agenda.models import AppearanceRole, Listing
from agenda.states import AppearanceState
from conference.models import Conference, Topic
from registration.models import Visibility
from tests.factories.agenda import at, make_appearance, make_hall, make_release, make_session, make_static_line
from tests.factories.conference import make_conference
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(fetch):
    """The calendar, parsed."""
    return lambda **asked: Calendar.from_ical(fetch("ics", **asked))


def test_an_entry_says_what_when_and_where(conference, read):
    hall = make_hall(conference, name={"en": "Conference Hall"})
    session = make_session(conference, "11:00–12:30", rooms=[hall], number=1, title={"en": "Youth; peace, and more"})
    make_static_line(session, "D. Gerel", static_function={"en": "General Intelligence Agency"})
    make_release(conference)

    (entry,) = read().events

    assert str(entry["UID"]) == f"{session.pk}@plenary"
    assert str(entry["SUMMARY"]) == "Youth; peace, and more"
    assert str(entry["LOCATION"]) == "Conference Hall, Ministry of Foreign Affairs"
    assert str(entry["DESCRIPTION"]).splitlines() == [
        "Thematic panel 1",
        "Mongolian, English, Russian, with interpretation",
        "Remarks: D. Gerel, General Intelligence Agency",
    ]
    zone = ZoneInfo("Asia/Ulaanbaatar")
    assert entry.start == datetime.datetime(2019, 6, 20, 11, 0, tzinfo=zone)
    assert entry.end == datetime.datetime(2019, 6, 20, 12, 30, tzinfo=zone)
    assert entry["DTSTART"].params["TZID"] == "Asia/Ulaanbaatar"
    assert str(entry["STATUS"]) == "CONFIRMED"
    assert str(entry["URL"]).endswith(f"/en/{conference.slug}/agenda/sessions/{session.pk}/")


def test_the_file_brings_the_rules_of_its_zone(read, conference):
    make_session(conference)
    make_release(conference)

    calendar = read()

    assert [str(zone["TZID"]) for zone in calendar.timezones] == ["Asia/Ulaanbaatar"]
    assert calendar.get_missing_tzids() == set()
    assert (str(calendar["VERSION"]), str(calendar["METHOD"])) == ("2.0", "PUBLISH")


def test_the_file_says_how_often_it_is_asked_for_and_what_it_is_called(client, conference):
    Conference.objects.update(short_title={"en": "Women, Peace; Security"})

    lines = client.get(reverse("agenda-files:ics", args=[conference.slug])).content.decode().splitlines()

    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"} <= set(lines)
    assert {"NAME:Women\\, Peace\\; Security: agenda", "X-WR-CALNAME:Women\\, Peace\\; Security: agenda"} <= set(lines)


def test_an_entry_has_its_topic_and_neither_organiser_nor_guests(conference, read):
    make_session(conference, topic=Topic.objects.create(conference=conference, name={"en": "Youth, peace"}))
    make_release(conference)

    (entry,) = read().events

    assert [str(one) for one in entry["CATEGORIES"].cats] == ["Youth, peace"]
    assert "ORGANIZER" not in entry
    assert "ATTENDEE" not in entry


def test_what_is_held_takes_ones_time_and_what_is_cancelled_gives_it_back(conference, read):
    session = make_session(conference)
    make_release(conference)
    held = str(read().events[0]["TRANSP"])
    cancel_session(session.pk, by=None)
    make_release(conference)

    assert (held, str(read().events[0]["TRANSP"])) == ("OPAQUE", "TRANSPARENT")


def test_a_zone_with_summer_time_brings_both_its_offsets(client):
    conference = make_conference(time_zone="Europe/Vienna")
    session = make_session(conference, "11:00–12:00")
    make_release(conference)

    calendar = Calendar.from_ical(client.get(reverse("agenda-files:ics", args=[conference.slug])).content)

    assert {part.name for part in calendar.timezones[0].subcomponents} == {"STANDARD", "DAYLIGHT"}
    assert calendar.events[0].start == session.starts_at


def test_an_entry_keeps_its_uid_and_counts_the_releases_in_which_it_changed(conference, read):
    moved, steady = make_session(conference, "09:00–10:00"), make_session(conference, "11:00–12:00")
    make_release(conference)
    before = {str(entry["UID"]): (entry["SEQUENCE"], entry["LAST-MODIFIED"].dt) for entry in read().events}
    schedule_session(moved.pk, starts_at=at("14:00"), ends_at=at("15:00"), rooms=[], by=None)
    make_release(conference)

    after = {str(entry["UID"]): (entry["SEQUENCE"], entry["LAST-MODIFIED"].dt) for entry in read().events}

    assert after[f"{steady.pk}@plenary"] == before[f"{steady.pk}@plenary"]
    assert (before[f"{moved.pk}@plenary"][0], after[f"{moved.pk}@plenary"][0]) == (0, 1)


def test_what_is_cancelled_is_cancelled_in_the_calendar_too(conference, read):
    session = make_session(conference, title={"en": "Youth"})
    make_release(conference)
    cancel_session(session.pk, by=None)
    make_release(conference)

    (entry,) = read().events

    assert (str(entry["STATUS"]), entry["SEQUENCE"]) == ("CANCELLED", 1)
    assert str(entry["SUMMARY"]) == "Cancelled: Youth"


def test_what_is_not_for_everybody_is_in_no_calendar(conference, read):
    make_session(conference, listing=Listing.PARTICIPANTS)
    make_release(conference)
    make_session(conference, "15:00–16:00")

    assert read().events == []


def test_a_hidden_speaker_is_not_named_in_a_calendar(conference, read):
    session = make_session(conference)
    person = make_participant(conference, visibility=Visibility.HIDDEN, named_on_agenda=False)
    make_appearance(session, person, state=AppearanceState.CONFIRMED)
    make_release(conference)

    (entry,) = read().events

    assert str(entry["DESCRIPTION"]).splitlines()[-1] == "Panellist: Speaker"
    assert person.family_name.upper() not in read().to_ical().decode().upper()


def test_a_language_of_the_conference_can_be_asked_for_and_any_other_is_its_own(conference, read):
    make_session(conference, title={"en": "Opening", "mn": "Нээлт"})
    make_release(conference)

    assert [str(read(lang=language).events[0]["SUMMARY"]) for language in ("mn", "en", "de", "")] == [
        "Нээлт",
        "Opening",
        "Opening",
        "Opening",
    ]


def test_before_the_first_release_one_may_already_subscribe(read):
    assert read().events == []


def test_one_session_can_be_put_into_a_calendar(client, conference):
    session = make_session(conference)
    make_session(conference, "15:00–16:00")
    make_release(conference)
    draft = make_session(conference, "17:00–18:00")

    response = client.get(reverse("agenda-files:session-ics", args=[conference.slug, session.pk]))

    assert [str(entry["UID"]) for entry in Calendar.from_ical(response.content).events] == [f"{session.pk}@plenary"]
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert client.get(reverse("agenda-files:session-ics", args=[conference.slug, draft.pk])).status_code == 404


def test_a_speaker_has_a_calendar_of_the_sessions_that_name_them(client, conference):
    speaker = make_participant(conference, visibility=Visibility.LISTED)
    theirs = make_session(conference)
    for role in (AppearanceRole.CHAIR, AppearanceRole.PANELLIST):
        make_appearance(theirs, speaker, role=role, state=AppearanceState.CONFIRMED)
    make_appearance(make_session(conference, "15:00–16:00"))
    make_release(conference)

    response = client.get(reverse("agenda-files:speaker-ics", args=[conference.slug, speaker.pk]))

    calendar = Calendar.from_ical(response.content)
    assert [str(entry["UID"]) for entry in calendar.events] == [f"{theirs.pk}@plenary"]
    assert str(calendar["NAME"]) == f"{conference.short_title}: {speaker.formal_name}"
    assert str(calendar["URL"]).endswith(f"/agenda/speakers/{speaker.pk}/")


@pytest.mark.parametrize("changes", [{"visibility": Visibility.HIDDEN}, {"visibility": Visibility.COUNTED}])
def test_who_is_not_named_has_no_calendar(client, conference, changes):
    person = make_participant(conference, **changes)
    make_appearance(make_session(conference), person)
    make_release(conference)

    assert client.get(reverse("agenda-files:speaker-ics", args=[conference.slug, person.pk])).status_code == 404


def test_a_calendar_that_has_not_changed_is_not_sent_again(client, conference):
    session = make_session(conference)
    make_release(conference)
    url = reverse("agenda-files:ics", args=[conference.slug])
    first = client.get(url)

    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    schedule_session(session.pk, starts_at=at("14:00"), ends_at=at("15:00"), rooms=[], by=None)
    make_release(conference)
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert first["Cache-Control"] == "public, no-cache"
    assert not first.cookies


def test_long_lines_and_line_ends_in_texts_are_the_parsers_own_again(conference, read):
    long_title = "Ө ү " * 75
    make_session(conference, title={"en": long_title.strip()}, abstract={"en": "One\nTwo\r\nBEGIN:VEVENT"})
    make_release(conference)

    calendar = read()

    assert [str(entry["SUMMARY"]) for entry in calendar.events] == [long_title.strip()]
    assert all(len(line) <= 75 for line in calendar.to_ical().splitlines())


@pytest.mark.parametrize("count", [1, 100])
def test_making_the_calendar_costs_eleven_queries_however_many_sessions(
    read, conference, count, django_assert_num_queries
):
    person = make_participant(conference)
    for number in range(count):
        begins = 9 * 60 + number * 5
        times = f"{begins // 60:02}:{begins % 60:02}–{(begins + 5) // 60:02}:{(begins + 5) % 60:02}"
        make_appearance(make_session(conference, times), person)
    make_release(conference)

    with django_assert_num_queries(11):
        calendar = read()

    assert len(calendar.events) == count
