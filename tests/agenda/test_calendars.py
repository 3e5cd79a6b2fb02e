"""The calendar that a letter of changes encloses."""

import pytest
from icalendar import Calendar

from agenda.actions.schedule import cancel_session, schedule_session
from agenda.calendars import calendar_of_letter
from agenda.queries.published import published_agenda
from agenda.states import AppearanceState
from tests.factories.agenda import at, make_appearance, make_release, make_session
from tests.factories.conference import make_conference
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference(contact_name={"en": 'Secretariat "of the host"'}, contact_email="a+b@host.example")


@pytest.fixture
def enclosed(conference):
    """What a letter about these sessions encloses, read."""

    def enclosed(*sessions, no_longer=()):
        wanted = {session.pk for session in sessions}
        published = [session for session in published_agenda(conference).sessions if session.id in wanted]
        urls = {session.pk: f"https://plenary.example/{session.pk}" for session in sessions}
        text = calendar_of_letter(conference, published, urls=urls, no_longer={one.pk for one in no_longer})
        return Calendar.from_ical(text)

    return enclosed


def test_a_letter_encloses_what_moved_as_the_same_entry_with_a_higher_sequence(conference, enclosed):
    session = make_session(conference, "09:00–10:00", title={"en": "Youth"})
    make_release(conference)
    schedule_session(session.pk, starts_at=at("14:00"), ends_at=at("15:00"), rooms=[], by=None)
    make_release(conference)

    calendar = enclosed(session)

    (entry,) = calendar.events
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert (str(entry["UID"]), entry["SEQUENCE"], str(entry["STATUS"])) == (f"{session.pk}@plenary", 1, "CONFIRMED")
    assert f"{entry.start:%H:%M}" == "14:00"


def test_where_all_is_cancelled_the_letter_asks_to_remove_it(conference, enclosed):
    session = make_session(conference)
    make_release(conference)
    cancel_session(session.pk, by=None)
    make_release(conference)

    calendar = enclosed(session)

    assert (str(calendar["METHOD"]), str(calendar.events[0]["STATUS"])) == ("CANCEL", "CANCELLED")
    organiser = calendar.events[0]["ORGANIZER"]
    assert (str(organiser), organiser.params["CN"]) == ("mailto:a+b@host.example", "Secretariat ’of the host’")


def test_where_several_are_cancelled_each_says_so_for_itself(conference, enclosed):
    """CANCEL is of one entry (RFC 5546, 3.2.5): programs would take the first and leave the others."""
    sessions = [make_session(conference, hours) for hours in ("09:00–10:00", "11:00–12:00")]
    make_release(conference)
    for session in sessions:
        cancel_session(session.pk, by=None)
    make_release(conference)

    calendar = enclosed(*sessions)

    assert str(calendar["METHOD"]) == "PUBLISH"
    assert [str(entry["STATUS"]) for entry in calendar.events] == ["CANCELLED", "CANCELLED"]


def test_what_is_no_longer_the_persons_is_removed_though_it_is_held(conference, enclosed):
    kept, left = make_session(conference, "09:00–10:00"), make_session(conference, title={"en": "Youth"})
    make_release(conference)

    alone, both = enclosed(left, no_longer=[left]), enclosed(kept, left, no_longer=[left])

    assert (str(alone["METHOD"]), str(both["METHOD"])) == ("CANCEL", "PUBLISH")
    assert [str(entry["STATUS"]) for entry in both.events] == ["CONFIRMED", "CANCELLED"]
    assert str(alone.events[0]["SUMMARY"]) == "No longer yours: Youth"


def test_a_letters_calendar_names_nobody_and_invites_nobody(conference, enclosed):
    session = make_session(conference)
    person = make_participant(conference, family_name="Sultanova")
    make_appearance(session, person, state=AppearanceState.CONFIRMED)
    make_release(conference)

    text = enclosed(session).to_ical().decode().upper()

    assert "SULTANOVA" not in text
    assert not {"ORGANIZER", "ATTENDEE"} & {line.partition(":")[0].partition(";")[0] for line in text.splitlines()}
