"""Interpreters in two sessions, over their hours, without a rest, without a language."""

import datetime

import pytest

from agenda.models import ConflictKind as Kind
from tests.agenda.conflicts.programmes import DAY, found, kinds, sitting, team


@pytest.mark.parametrize(("second", "is_found"), [("09:59–10:30", True), ("10:00–10:30", False)])
def test_a_team_is_in_two_sessions_only_while_both_last(second, is_found):
    one = team()
    sittings = (sitting(times, teams=(one.id,)) for times in ("09:00–10:00", second))
    assert kinds(*sittings, teams=(one,)) == [Kind.TEAM_TWICE] * is_found


def test_two_teams_may_work_at_one_time():
    one, other = team(), team()
    sittings = (sitting("09:00–10:00", teams=(each.id,)) for each in (one, other))
    assert kinds(*sittings, teams=(one, other)) == []


@pytest.mark.parametrize(("last", "is_found"), [("16:00–17:00", False), ("16:00–17:01", True)])
def test_a_team_works_so_many_minutes_a_day(last, is_found):
    one = team(a_day=180)
    sittings = (sitting(times, teams=(one.id,)) for times in ("09:00–10:00", "12:00–13:00", last))
    assert kinds(*sittings, teams=(one,)) == [Kind.TEAM_OVER_HOURS] * is_found


def test_each_day_of_the_venue_counts_by_itself():
    one = team(a_day=60)
    next_day = DAY + datetime.timedelta(days=1)
    sittings = (sitting("09:00–10:00", day=day, teams=(one.id,)) for day in (DAY, next_day))
    assert kinds(*sittings, teams=(one,)) == []


def test_hours_say_how_many_there_are_and_how_many_were_agreed():
    one = team(a_day=60)
    (conflict,) = found(sitting("09:00–10:30", teams=(one.id,)), teams=(one,))
    assert (conflict.kind, conflict.minutes, conflict.limit, conflict.team) == (Kind.TEAM_OVER_HOURS, 90, 60, one.id)


@pytest.mark.parametrize(
    ("pause_until", "is_found"),
    [("10:00", True), ("10:19", True), ("10:20", False)],
)
def test_a_pause_shorter_than_a_rest_is_none(pause_until, is_found):
    one = team(without_rest=90, rest=20)
    sittings = (sitting(times, teams=(one.id,)) for times in ("09:00–10:00", f"{pause_until}–11:00"))
    assert kinds(*sittings, teams=(one,)) == [Kind.TEAM_WITHOUT_REST] * is_found


def test_one_long_session_is_a_stretch_too():
    one = team(without_rest=90)
    assert kinds(sitting("09:00–10:30", teams=(one.id,)), teams=(one,)) == []
    assert kinds(sitting("09:00–10:31", teams=(one.id,)), teams=(one,)) == [Kind.TEAM_WITHOUT_REST]


def test_a_rest_begins_when_all_of_the_stretch_is_over():
    one = team(without_rest=100, rest=20)
    within, after = sitting("09:10–09:20", teams=(one.id,)), sitting("10:10–10:50", teams=(one.id,))
    assert Kind.TEAM_WITHOUT_REST in kinds(sitting("09:00–10:00", teams=(one.id,)), within, after, teams=(one,))


def test_without_any_rest_agreed_sessions_that_touch_are_two_stretches():
    one = team(without_rest=60, rest=0)
    sittings = (sitting(times, teams=(one.id,)) for times in ("09:00–10:00", "10:00–11:00"))
    assert kinds(*sittings, teams=(one,)) == []


def test_all_teams_of_a_session_cover_its_languages_together():
    one, other = team("en", "ru"), team("en", "mn")
    languages = frozenset({"en", "ru", "mn"})
    alone = sitting("09:00–10:00", languages=languages, teams=(one.id,))
    (conflict,) = found(alone, teams=(one, other))
    assert (conflict.kind, conflict.languages) == (Kind.TEAM_LANGUAGES, ("mn",))
    assert kinds(sitting("09:00–10:00", languages=languages, teams=(one.id, other.id)), teams=(one, other)) == []


def test_a_session_without_a_team_asks_nothing_of_any():
    assert kinds(sitting("09:00–10:00", languages=frozenset({"fr"}))) == []
