"""What goes with a letter: by the fixed table, by the Secretariat's choice, the same for the private office."""

import pytest
from icalendar import Calendar

from conference.correspondence import outbox
from conference.correspondence.calendar_entry import entry_of_conference
from conference.correspondence.models import LetterEnclosures, OutgoingMessage
from conference.correspondence.purposes import PURPOSES
from registration import emails
from tests.factories.conference import make_conference, make_venue
from tests.factories.registration import make_participant, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


def choose(conference, purpose, *kinds, number=1):
    return LetterEnclosures.objects.create(conference=conference, purpose=purpose, number=number, kinds=list(kinds))


def confirmed(conference, **person):
    return make_registration(participant=make_participant(conference, **person))


def entry_in(text):
    [entry] = Calendar.from_ical(text).walk("VEVENT")
    return entry


def test_a_confirmation_carries_the_conference_for_the_calendar(conference):
    registration = confirmed(conference, email="alice@example.org", office_email="office@example.org")
    registration.state = "registered"
    outbox.enqueue_all(emails.registration_confirmed(registration, None))
    own, copy = OutgoingMessage.objects.order_by("-key")
    assert copy.is_copy
    assert own.calendar == copy.calendar
    entry = entry_in(own.calendar)
    assert entry["UID"] == f"{conference.pk}@plenary"
    assert entry["DTSTART"].dt == conference.starts_on
    assert (entry["DTEND"].dt - conference.ends_on).days == 1
    assert entry["SUMMARY"] == conference.short_title["en"]
    assert "ATTENDEE" not in entry
    assert "ORGANIZER" not in entry


@pytest.mark.parametrize("language", ["en", "ru", "mn"])
def test_the_entry_is_in_the_language_of_the_letter(conference, language):
    venue = make_venue(conference, name={"en": "State Palace", "ru": "Дворец", "mn": "Төрийн ордон"})
    entry = entry_in(entry_of_conference(conference, language))
    assert entry["SUMMARY"] == conference.short_title.in_language(language)
    assert entry["LOCATION"].startswith(venue.name[language])
    assert entry["LOCATION"].endswith(str(conference.place.in_language(language)))
    assert f"/{language}/{conference.slug}/" in entry["URL"]


def test_a_later_letter_brings_news_of_the_same_entry(conference):
    first = entry_in(entry_of_conference(conference, "en"))
    conference.version += 1
    second = entry_in(entry_of_conference(conference, "ru"))
    assert first["UID"] == second["UID"]
    assert second["SEQUENCE"] == first["SEQUENCE"] + 1


def test_of_several_venues_none_is_named(conference):
    make_venue(conference, name={"en": "State Palace"}), make_venue(conference, name={"en": "Blue Sky"})
    assert entry_in(entry_of_conference(conference, "en"))["LOCATION"] == conference.place["en"]


def test_text_of_the_secretariat_adds_no_line_to_the_calendar(conference):
    conference.short_title = {"en": "Peace;\r\nATTENDEE:mailto:eve@example.org, and\\n more"}
    conference.save()
    conference.refresh_from_db()
    entry = entry_in(entry_of_conference(conference, "en"))
    assert "ATTENDEE" not in entry
    assert "eve@example.org" in entry["SUMMARY"]


def test_the_secretariat_may_leave_it_out_and_put_it_in_again(conference):
    registration = confirmed(conference)
    choose(conference, "registration_confirmed")
    first = outbox.enqueue_all(emails.registration_confirmed(registration, None)).get()
    choose(conference, "registration_confirmed", "calendar", number=2)
    registration.version += 1
    second = outbox.enqueue_all(emails.registration_confirmed(registration, None)).get()
    assert (first.calendar, bool(second.calendar)) == ("", True)


def test_what_the_table_does_not_know_for_a_letter_never_goes_with_it(conference):
    choose(conference, "withdrawn", "calendar", "letter")
    choose(conference, "promoted", "letter", "certificate")
    registration = confirmed(conference)
    for letters in (emails.withdrawn(registration), emails.promoted(registration)):
        message = outbox.enqueue_all(letters).get()
        assert (message.calendar, message.enclosures) == ("", [])


def test_the_choice_of_one_conference_is_not_another_s(conference):
    choose(make_conference(slug="another"), "registration_confirmed")
    assert outbox.enqueue_all(emails.registration_confirmed(confirmed(conference), None)).get().calendar


@pytest.mark.parametrize("count", [1, 30])
def test_the_calendar_of_many_letters_is_made_once(conference, count, django_assert_num_queries):
    registrations = [confirmed(conference, email=f"p{number}@example.org") for number in range(count)]
    letters = [letter for each in registrations for letter in emails.registration_confirmed(each, None)]
    # Which are there, the wording with what goes with it, the venue, the rows.
    with django_assert_num_queries(4):
        outbox.enqueue_all(letters)
    assert OutgoingMessage.objects.exclude(calendar="").count() == count


def test_a_letter_that_can_carry_nothing_costs_what_it_did(conference, django_assert_num_queries):
    letters = emails.withdrawn(confirmed(conference))
    assert not PURPOSES["withdrawn"].encloses
    with django_assert_num_queries(3):
        outbox.enqueue_all(letters)
