"""Persons in two places at once, away, on the way, without a language of the session."""

import uuid
from dataclasses import replace

import pytest

from agenda.conflicts.programme import Presence, Ways
from agenda.models import ConflictKind as Kind
from tests.agenda.conflicts.programmes import absence, chair, found, kinds, sitting, speaker, team

ALICE, BOB = uuid.uuid4(), uuid.uuid4()
HERE, THERE = uuid.uuid4(), uuid.uuid4()


@pytest.mark.parametrize(
    ("first", "second", "is_found"),
    [
        ("09:00–10:00", "09:59–11:00", True),
        ("09:00–12:00", "10:00–11:00", True),
        ("09:00–10:00", "09:00–10:00", True),
        ("09:00–10:00", "10:00–11:00", False),
        ("10:00–11:00", "09:00–10:00", False),
    ],
)
def test_a_person_is_in_two_sessions_only_while_both_last(first, second, is_found):
    assert kinds(sitting(first, ALICE), sitting(second, ALICE)) == [Kind.PERSON_TWICE] * is_found


def test_two_persons_may_be_in_two_places():
    assert kinds(sitting("09:00–10:00", ALICE), sitting("09:00–10:00", BOB)) == []


def test_the_conflict_says_who_is_where():
    first, second = sitting("09:00–10:00", ALICE), sitting("09:30–10:30", ALICE)
    (conflict,) = found(second, first)
    assert (conflict.participant, conflict.sessions, conflict.begins) == (ALICE, (first.id, second.id), second.begins)
    assert conflict.is_blocking


def test_three_at_once_are_three_pairs():
    assert kinds(*(sitting("09:00–10:00", ALICE) for _ in range(3))) == [Kind.PERSON_TWICE] * 3


def test_two_roles_in_one_session_are_no_conflict():
    both = Presence(ALICE, frozenset({"chair", "rapporteur"}))
    assert kinds(sitting("09:00–10:00", both)) == []


def test_chairing_two_is_graver_than_speaking_beside_a_chair():
    assert kinds(sitting("09:00–10:00", chair(ALICE)), sitting("09:00–10:00", chair(ALICE))) == [Kind.CHAIR_TWICE]
    assert kinds(sitting("09:00–10:00", chair(ALICE)), sitting("09:00–10:00", ALICE)) == [Kind.PERSON_TWICE]


def test_a_static_line_of_the_same_name_is_only_to_be_noted():
    first, second = sitting("09:00–10:00", "greminger"), sitting("09:30–10:00", "greminger")
    (conflict,) = found(first, second)
    assert (conflict.kind, conflict.participant, conflict.name) == (Kind.NAME_TWICE, None, "greminger")
    assert not conflict.is_blocking


@pytest.mark.parametrize(
    ("away", "is_found"),
    [
        ("08:00–09:01", True),
        ("09:59–12:00", True),
        ("09:15–09:30", True),
        ("08:00–12:00", True),
        ("08:00–09:00", False),
        ("10:00–12:00", False),
    ],
)
def test_who_is_away_until_nine_may_speak_at_nine(away, is_found):
    assert kinds(sitting("09:00–10:00", ALICE), absences=(absence(ALICE, away),)) == [Kind.UNAVAILABLE] * is_found


def test_somebody_elses_absence_and_two_absences_of_one_are_no_conflict():
    assert kinds(sitting("09:00–10:00", ALICE), absences=(absence(BOB, "08:00–12:00"),)) == []
    assert kinds(absences=(absence(ALICE, "08:00–12:00"), absence(ALICE, "09:00–10:00"))) == []


def test_each_absence_and_each_session_is_said():
    sittings = (sitting("09:00–10:00", ALICE), sitting("11:00–12:00", ALICE))
    assert len(found(*sittings, absences=(absence(ALICE, "08:00–12:00"), absence(ALICE, "08:30–11:30")))) == 4


def ways(**changes):
    return Ways({frozenset({HERE, THERE}): 15, frozenset({HERE}): 5}, **changes)


def placed(times, venue):
    return sitting(times, ALICE, rooms=frozenset({uuid.uuid4()}), venues=frozenset({venue}))


@pytest.mark.parametrize(
    ("begins", "venue", "is_found"),
    [
        ("10:00", THERE, True),
        ("10:14", THERE, True),
        ("10:15", THERE, False),
        ("10:04", HERE, True),
        ("10:05", HERE, False),
    ],
)
def test_the_way_between_two_sessions_takes_its_time(begins, venue, is_found):
    first, second = placed("09:00–10:00", HERE), placed(f"{begins}–11:00", venue)
    assert kinds(first, second, ways=ways()) == [Kind.WAY_TOO_LONG] * is_found


def test_the_way_says_how_long_it_is_and_how_much_time_there_is():
    (conflict,) = found(placed("09:00–10:00", HERE), placed("10:05–11:00", THERE), ways=ways())
    assert (conflict.minutes, conflict.limit) == (5, 15)


def test_what_nobody_has_measured_takes_the_usual_time():
    unknown = uuid.uuid4()
    assert kinds(placed("09:00–10:00", HERE), placed("10:19–11:00", unknown), ways=Ways()) == [Kind.WAY_TOO_LONG]
    assert kinds(placed("09:00–10:00", HERE), placed("10:20–11:00", unknown), ways=Ways()) == []
    assert kinds(placed("09:00–10:00", HERE), placed("10:00–11:00", HERE), ways=Ways()) == []
    assert kinds(placed("09:00–10:00", HERE), placed("10:20–11:00", unknown), ways=Ways(between_any=21)) != []


def test_nobody_walks_within_a_room_or_to_where_no_room_is_chosen():
    first = placed("09:00–10:00", HERE)
    same = replace(placed("10:00–11:00", HERE), rooms=first.rooms)
    nowhere = sitting("10:00–11:00", ALICE)
    assert kinds(first, same, ways=ways()) == []
    assert kinds(first, nowhere, ways=ways()) == []


@pytest.mark.parametrize(
    ("known", "spoken", "is_found"),
    [
        (("mn",), ("en", "ru"), True),
        (("mn", "ru"), ("en", "ru"), False),
        (("mn",), (), False),
        ((), ("en",), False),
    ],
)
def test_a_speaker_knows_a_language_of_the_session(known, spoken, is_found):
    panel = sitting("09:00–10:00", speaker(ALICE, *known), languages=frozenset(spoken))
    assert kinds(panel) == [Kind.NO_COMMON_LANGUAGE] * is_found


def test_interpretation_from_the_speakers_language_is_enough():
    interpreters = team("en", "mn")
    panel = sitting("09:00–10:00", speaker(ALICE, "mn"), languages=frozenset({"en"}), teams=(interpreters.id,))
    assert kinds(panel, teams=(interpreters,)) == []


def keys(*sittings, **parts):
    return [each.key for each in found(*sittings, **parts)]


def test_a_key_stays_while_nothing_of_the_conflict_changes_and_goes_with_times_roles_and_persons():
    first, second = sitting("09:00–10:00", ALICE), sitting("09:30–10:30", ALICE)
    known = keys(first, second)
    assert keys(second, first, sitting("09:00–10:00", BOB)) == known
    assert keys(first, replace(second, ends=sitting("09:00–11:00").ends)) != known
    assert keys(first, replace(second, presences=(Presence(ALICE, frozenset({"chair"})),))) != known
    assert keys(*(replace(each, presences=(speaker(BOB),)) for each in (first, second))) != known


def test_what_has_nothing_to_do_with_the_hour_may_be_moved():
    panel = sitting("09:00–10:00", speaker(ALICE, "mn"), languages=frozenset({"en"}))
    later = replace(panel, begins=sitting("11:00–12:00").begins, ends=sitting("11:00–12:00").ends)
    assert keys(panel) == keys(later)
