"""What the rows of a conference give, and which of it holds back a release."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from agenda.actions.respond import decline_appearance
from agenda.actions.schedule import cancel_session, park_session, schedule_session
from agenda.conflicts import open_conflicts, standing_of
from agenda.conflicts.loading import load_programme
from agenda.models import AppearanceRole, InterpreterTeam, WalkingTime
from agenda.models import ConflictKind as Kind
from agenda.states import AppearanceState
from tests.factories.agenda import (
    FRIDAY,
    at,
    make_absence,
    make_appearance,
    make_hall,
    make_session,
    make_static_line,
    make_team,
    make_twice,
)
from tests.factories.conference import make_conference, make_officer, make_venue
from tests.factories.registration import make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def leyla(conference):
    return make_participant(conference, language="en")


def told(conference):
    """Without what every panel of the factories lacks."""
    return [each.kind for each in standing_of(conference).conflicts if each.kind != Kind.NO_CHAIR]


def test_a_person_in_two_sessions_is_found_until_one_is_moved_parked_or_cancelled(conference, leyla):
    other = make_twice(conference, leyla)[1].session
    assert told(conference) == [Kind.PERSON_TWICE]

    schedule_session(other.pk, starts_at=at("12:30"), ends_at=at("13:00"), rooms=[], by=None)
    assert told(conference) == []
    schedule_session(other.pk, starts_at=at("12:29"), ends_at=at("13:00"), rooms=[], by=None)
    assert told(conference) == [Kind.PERSON_TWICE]
    park_session(other.pk, by=None)
    assert told(conference) == []
    schedule_session(other.pk, starts_at=at("12:00"), ends_at=at("13:00"), rooms=[], by=None)
    assert told(conference) == [Kind.PERSON_TWICE]
    cancel_session(other.pk, by=None)
    assert told(conference) == []


def test_who_regrets_is_in_no_session(conference, leyla):
    appearance = make_twice(conference, leyla)[0]
    officer = make_officer(conference)
    decline_appearance(appearance.pk, reason="Other engagements", by=officer)
    assert told(conference) == []


def test_the_same_static_line_is_compared_however_it_is_typed(conference):
    make_static_line(make_session(conference), "Thomas Greminger")
    make_static_line(make_session(conference), " thomas  GREMINGER")
    assert told(conference) == [Kind.NAME_TWICE]
    assert open_conflicts(conference) == ()


def test_a_time_of_absence_is_found_and_its_change_too(conference, leyla):
    make_appearance(make_session(conference), leyla)
    away = make_absence(leyla, "09:00–11:00")
    assert told(conference) == []
    away.ends_at += datetime.timedelta(minutes=1)
    away.save()
    assert told(conference) == [Kind.UNAVAILABLE]


def test_a_speaker_is_known_by_the_language_of_letters_and_that_of_interpretation(conference, leyla):
    panel = make_session(conference, languages=["mn", "ru"])
    make_appearance(panel, leyla)
    assert told(conference) == [Kind.NO_COMMON_LANGUAGE]
    leyla.interpretation_language = "ru"
    leyla.save()
    assert told(conference) == []
    leyla.interpretation_language = ""
    leyla.save()
    panel.channels = {"en": 2}
    panel.save()
    assert told(conference) == []
    panel.channels = {}
    panel.save()
    make_team(conference, panel)
    assert told(conference) == []


def test_walking_takes_the_usual_time_until_the_secretariat_says_another(conference, leyla):
    palace, hotel = make_venue(conference), make_venue(conference)
    opening = make_session(conference, "09:00–10:00", rooms=[make_hall(conference)])
    panel = make_session(conference, "10:10–11:00", rooms=[hotel.rooms.create(name={"en": "Onon"})])
    for session in (opening, panel):
        make_appearance(session, leyla)
    assert told(conference) == [Kind.WAY_TOO_LONG]
    anywhere = WalkingTime.objects.create(conference=conference, minutes=10)
    assert told(conference) == []
    WalkingTime.objects.create(conference=conference, first=hotel, second=palace, minutes=11)
    assert told(conference) == [Kind.WAY_TOO_LONG]
    anywhere.delete()
    assert told(conference) == [Kind.WAY_TOO_LONG]


def test_a_way_is_said_once_in_whichever_direction_and_has_two_ends_or_none(conference):
    palace, hotel = make_venue(conference), make_venue(conference)
    WalkingTime.objects.create(conference=conference, first=palace, second=hotel, minutes=10)
    WalkingTime.objects.create(conference=conference, first=palace, second=palace, minutes=3)
    WalkingTime.objects.create(conference=conference, minutes=15)
    for ends in ({"first": hotel, "second": palace}, {}, {"first": hotel}, {"first": palace, "second": palace}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WalkingTime.objects.create(conference=conference, minutes=12, **ends)


@pytest.mark.parametrize("changes", [{"minutes_a_day": 0}, {"minutes_without_rest": 400}])
def test_a_team_that_could_not_work_is_refused(conference, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_team(conference, **changes)


def test_an_absence_ends_after_it_begins(leyla):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_absence(leyla, "10:00–10:00")


def test_interpreters_are_in_one_session_at_a_time_and_within_their_hours(conference):
    panels = [make_session(conference), make_session(conference, "12:00–13:00")]
    team = make_team(conference, *panels)
    assert told(conference) == [Kind.TEAM_TWICE]
    team.sessions.remove(panels[1])
    assert told(conference) == []
    team.minutes_a_day, team.minutes_without_rest = 89, 89
    team.save()
    assert told(conference) == [Kind.TEAM_OVER_HOURS, Kind.TEAM_WITHOUT_REST]
    InterpreterTeam.objects.filter(pk=team.pk).update(minutes_a_day=90, minutes_without_rest=90, languages=["mn", "en"])
    assert told(conference) == [Kind.TEAM_LANGUAGES]


def test_a_room_is_too_small_only_where_its_seats_are_known(conference):
    hall = make_hall(conference, seats_at_table=20, seats_behind=None)
    panel = make_session(conference, rooms=[hall], capacity=21)
    assert told(conference) == [Kind.ROOM_TOO_SMALL]
    hall.seats_behind = 1
    hall.save()
    assert told(conference) == []
    other = make_hall(conference, seats_at_table=None, seats_behind=None)
    schedule_session(panel.pk, starts_at=at("11:00"), ends_at=at("12:00"), rooms=[other], by=None)
    assert told(conference) == []


def test_a_chair_may_be_invited_or_a_static_line_and_is_lacking_after_regrets(conference):
    panel = make_session(conference)
    assert [each.kind for each in standing_of(conference).noted] == [Kind.NO_CHAIR]
    chair = make_appearance(panel, role=AppearanceRole.CHAIR)
    assert standing_of(conference).noted == ()
    chair.move_to(AppearanceState.DECLINED, by=None)
    assert [each.kind for each in standing_of(conference).noted] == [Kind.NO_CHAIR]
    make_static_line(panel, role=AppearanceRole.MODERATOR)
    assert standing_of(conference).noted == ()


def test_another_conference_is_none_of_ours(conference, leyla):
    other = make_conference()
    make_twice(other, make_participant(other, language="en"))
    make_team(other)
    make_session(conference)
    assert told(conference) == []


@pytest.mark.parametrize("count", [1, 30])
def test_the_programme_is_read_in_seven_queries(conference, leyla, count, django_assert_num_queries):
    for number in range(count):
        session = make_session(conference, "09:00–10:00", day=FRIDAY)
        make_appearance(session, leyla)
        make_team(conference, session, name=f"Team {number}")
    make_absence(leyla, "09:00–10:00")
    with django_assert_num_queries(7):
        load_programme(conference)


def test_what_was_found_is_kept_until_something_changes(conference, leyla, django_assert_num_queries):
    make_twice(conference, leyla)
    assert len(open_conflicts(conference)) == 1
    with django_assert_num_queries(1):
        assert len(open_conflicts(conference)) == 1
    conference.time_zone = "Europe/Vienna"
    conference.save()
    with django_assert_num_queries(10):
        open_conflicts(conference)


def test_without_sessions_nothing_is_looked_for(conference, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert standing_of(conference).conflicts == ()
