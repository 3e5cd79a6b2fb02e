"""Speakers are reminded of what is asked of them when its day nears."""

import datetime

import pytest
from django.db.models import F
from django.utils import timezone

from agenda.actions.schedule import cancel_session, reinstate_session, schedule_session
from agenda.models import AppearanceRole, Session, SpeakerProfile, SpeakerRequests
from agenda.queries.reminded import days_of_asking, owing_on
from agenda.states import AppearanceState, SessionState
from conference.correspondence import claims, reminders
from conference.correspondence.models import OutgoingMessage, Queue, ReminderRule
from conference.correspondence.states import MessageState
from conference.registry import registry
from registration.states import RegistrationState
from tests.factories.agenda import FRIDAY, at, make_appearance, make_release, make_session, make_static_line
from tests.factories.conference import set_clock
from tests.factories.registration import make_participant, make_registration

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY = datetime.date(2019, 6, 18), datetime.date(2019, 6, 19)
DAY = datetime.timedelta(days=1)
DUE = "Tuesday, 18 June, 18:00, Ulaanbaatar time (UTC+8)"


@pytest.fixture
def rule(conference):
    return ReminderRule.objects.create(
        conference=conference,
        name="Speakers",
        condition="speaker_asked",
        days_before=2,
        local_time=datetime.time(9),
        created_at=timezone.now() - datetime.timedelta(days=1),
    )


def fired(conference):
    """On the morning two days before the first day."""
    set_clock(conference, "2019-06-16 09:01")
    reminders.fire_due_reminders()
    return list(OutgoingMessage.objects.filter(purpose="speaker_reminder").order_by("recipient"))


def test_one_letter_a_person_says_what_is_asked_for_each_session(conference, rule):
    person = make_participant(conference, email="leyla@people.example")
    first = make_session(conference, "09:00–10:00", title={"en": "Youth"})
    make_appearance(first, person)
    make_appearance(first, person, role=AppearanceRole.KEYNOTE, state=AppearanceState.CONFIRMED)
    second = make_session(conference, "14:00–15:00", title={"en": "Media"})
    make_appearance(second, person, role=AppearanceRole.CHAIR, state=AppearanceState.CONFIRMED)
    later = make_session(conference, "09:00–10:00", day=FRIDAY, title={"en": "Closing words"})
    make_appearance(later, person)

    assert days_of_asking(conference) == [TUESDAY, WEDNESDAY]
    (letter,) = fired(conference)
    assert (letter.recipient, letter.about_id) == ("leyla@people.example", person.pk)
    for words in (
        f"For “Youth”, by {DUE}:\n– your confirmation, or your regrets\n",
        f"– your statement, so that the interpreters can read it\n\nFor “Media”, by {DUE}:\n– a short",
    ):
        assert words in letter.text
    assert "Closing words" not in letter.text


def test_nobody_is_reminded_of_whom_nothing_is_asked(conference, rule):
    SpeakerRequests.objects.create(conference=conference, asks_statement=False)
    session = make_session(conference)
    person = make_participant(conference)
    make_appearance(session, person, state=AppearanceState.CONFIRMED)
    SpeakerProfile.objects.create(participant=person, biography={"en": "Words."}, portrait="a.jpg")
    make_appearance(session, state=AppearanceState.DECLINED)
    make_static_line(session)
    make_appearance(make_session(conference, "14:00–15:00", state=SessionState.CANCELLED))
    make_appearance(make_session(conference, None))
    assert days_of_asking(conference) == []
    assert fired(conference) == []


def test_who_answers_in_time_is_not_reminded(conference, rule):
    SpeakerRequests.objects.create(
        conference=conference, asks_statement=False, asks_biography=False, asks_portrait=False
    )
    row = make_appearance(make_session(conference))
    count = registry.reminder_conditions["speaker_asked"].recipients_count
    assert count is not None
    assert count(rule, TUESDAY) == 1
    row.state = AppearanceState.CONFIRMED
    row.save()
    assert count(rule, TUESDAY) == 0
    assert fired(conference) == []


def test_its_day_is_counted_from_what_is_published(conference, rule):
    session = make_session(conference)
    make_appearance(session)
    make_release(conference)
    schedule_session(session.pk, starts_at=at("09:00", FRIDAY), ends_at=at("10:00", FRIDAY), rooms=[], by=None)
    assert days_of_asking(conference) == [TUESDAY]
    make_release(conference)
    assert days_of_asking(conference) == [WEDNESDAY]


def test_never_automatically_is_by_hand(conference, rule):
    make_appearance(make_session(conference), make_participant(conference, never_write_automatically=True))
    make_appearance(make_session(conference, "14:00–15:00"), make_participant(conference, email=""))
    (letter,) = fired(conference)
    assert letter.state == MessageState.BY_HAND


def test_who_has_left_is_not_reminded(conference, rule):
    gone = make_registration(RegistrationState.WITHDRAWN, conference).participant
    make_appearance(make_session(conference), gone)
    assert owing_on(conference, TUESDAY) == []
    assert fired(conference) == []


def test_what_has_begun_or_is_published_as_cancelled_is_asked_for_no_longer(conference, rule):
    session = make_session(conference, "09:00–10:00")
    make_appearance(session)
    set_clock(conference, "2019-06-20 09:00")
    assert days_of_asking(conference) == []
    set_clock(conference, "2019-06-16 09:00")
    assert days_of_asking(conference) == [TUESDAY]
    make_release(conference)
    cancel_session(session.pk, by=None)
    make_release(conference)
    reinstate_session(session.pk, by=None)
    # Held again in the draft alone: by what speakers can read it is off.
    assert days_of_asking(conference) == []


def test_for_another_day_it_is_another_letter(conference, rule):
    make_appearance(make_session(conference), make_participant(conference))
    condition = registry.reminder_conditions["speaker_asked"]
    keys = {letter.key for day in (TUESDAY, TUESDAY) for letter in condition.letters(rule, day)}
    assert len(keys) == 1
    Session.objects.update(starts_at=F("starts_at") + DAY, ends_at=F("ends_at") + DAY)
    assert len(keys | {letter.key for letter in condition.letters(rule, WEDNESDAY)}) == 2


@pytest.mark.parametrize("language", ["ru", "mn"])
def test_it_is_written_in_the_speakers_language(conference, rule, language):
    make_appearance(make_session(conference), make_participant(conference, language=language))
    assert [letter.language for letter in fired(conference)] == [language]


@pytest.mark.parametrize("count", [1, 30])
def test_looking_ahead_costs_the_same_for_one_and_for_many(conference, count, django_assert_max_num_queries):
    for number in range(count):
        make_appearance(make_session(conference, f"10:{number:02}–11:00"))
    with django_assert_max_num_queries(10):
        assert len(owing_on(conference, TUESDAY)) == count
        assert days_of_asking(conference) == [TUESDAY]


def test_who_has_given_what_was_asked_meanwhile_is_not_reminded(conference, rule):
    SpeakerRequests.objects.update_or_create(conference=conference, defaults={"asks_portrait": False})
    session = make_session(conference, "09:00–10:00", title={"en": "Youth"})
    people = [make_participant(conference, email=f"{name}@people.example") for name in ("leyla", "oyun")]
    for person in people:
        make_appearance(session, person, role=AppearanceRole.CHAIR)
    assert len(fired(conference)) == 2
    session.appearances.filter(participant=people[0]).update(state=AppearanceState.CONFIRMED)
    SpeakerProfile.objects.create(participant=people[0], biography={"en": "Words."})
    assert [message.recipient for message in claims.claim(Queue.BULK)] == ["oyun@people.example"]
    assert OutgoingMessage.objects.get(recipient="leyla@people.example").state == MessageState.CANCELLED
