"""One pass finds what comparing every two sessions finds, in order, and soon."""

from __future__ import annotations

import datetime
import random
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.conflicts.finding import find_conflicts
from agenda.conflicts.programme import Absence, Presence, Programme, Sitting, Team, Ways
from agenda.models import ConflictKind, SessionType
from tests.agenda.conflicts.programmes import DAY, ZONE, found, moment, sitting

PEOPLE = [uuid.UUID(int=n) for n in range(4)]
VENUES = [uuid.UUID(int=n) for n in range(10, 12)]
TEAMS = [Team(uuid.UUID(int=n), frozenset({"en", "mn"}), 60, 45, 10) for n in range(20, 22)]
NINE = moment("09:00")


def at(minute: int) -> datetime.datetime:
    return NINE + datetime.timedelta(minutes=minute)


@st.composite
def sittings(draw: Any) -> Sitting:
    begins = draw(st.integers(0, 12)) * 5
    present = draw(st.sets(st.sampled_from(PEOPLE), max_size=2))
    venue = draw(st.sampled_from(VENUES))
    return Sitting(
        id=uuid.UUID(int=draw(st.integers(100, 2**64))),
        begins=at(begins),
        ends=at(begins + draw(st.integers(1, 6)) * 5),
        type=SessionType.SIDE_EVENT,
        is_whole_conference=draw(st.booleans()),
        rooms=frozenset({uuid.UUID(int=venue.int * 10 + draw(st.integers(0, 1)))}),
        venues=frozenset({venue}),
        presences=tuple(Presence(who, frozenset({draw(st.sampled_from(["chair", "panellist"]))})) for who in present),
        teams=tuple(team.id for team in draw(st.sets(st.sampled_from(TEAMS)))),
    )


@st.composite
def programmes(draw: Any) -> Programme:
    held = draw(st.lists(sittings(), max_size=9, unique_by=lambda each: each.id))
    absences = [
        Absence(uuid.UUID(int=500 + n), who, at(start * 5), at(start * 5 + length * 5))
        for n, (who, start, length) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(0, 15), st.integers(1, 9)), max_size=3))
        )
    ]
    ways = Ways({frozenset({VENUES[0]}): draw(st.sampled_from([0, 5, 10]))}, between_any=draw(st.integers(0, 20)))
    return Programme(ZONE, tuple(held), {each.id: each for each in TEAMS}, tuple(absences), ways)


Told = tuple[str, frozenset[uuid.UUID], uuid.UUID | None]


def compared(programme: Programme) -> Counter[Told]:
    """The slow way: every two sessions, every session with every absence."""
    pairs = combinations(sorted(programme.sittings, key=lambda each: each.begins), 2)
    told = Counter(each for pair in pairs for each in (*of_two(*pair), *of_who_is_in_both(*pair, programme.ways)))
    told.update(
        (ConflictKind.UNAVAILABLE, frozenset({each.id}), absence.who)
        for each, absence in product(programme.sittings, programme.absences)
        if any(presence.who == absence.who for presence in each.presences) and is_at_once(each, absence)
    )
    for team in programme.teams.values():
        worked = [each for each in programme.sittings if team.id in each.teams]
        if sum(each.minutes for each in worked) > team.minutes_a_day:
            told[ConflictKind.TEAM_OVER_HOURS, frozenset(each.id for each in worked), team.id] += 1
    return told


def is_at_once(one: Any, other: Any) -> bool:
    return bool(one.begins < other.ends and other.begins < one.ends)


def of_two(first: Sitting, second: Sitting) -> Iterator[Told]:
    ids = frozenset({first.id, second.id})
    if is_at_once(first, second):
        if first.is_whole_conference or second.is_whole_conference:
            yield ConflictKind.WHOLE_CONFERENCE, ids, None
        yield from ((ConflictKind.TEAM_TWICE, ids, team) for team in set(first.teams) & set(second.teams))


def of_who_is_in_both(first: Sitting, second: Sitting, ways: Ways) -> Iterator[Told]:
    ids, gap = frozenset({first.id, second.id}), (second.begins - first.ends).total_seconds() / 60
    for one, other in product(first.presences, second.presences):
        if one.who != other.who or not isinstance(one.who, uuid.UUID):
            continue
        if is_at_once(first, second):
            both = one.is_chairing and other.is_chairing
            yield ConflictKind.CHAIR_TWICE if both else ConflictKind.PERSON_TWICE, ids, one.who
        elif gap < ways.minutes(first, second):
            yield ConflictKind.WAY_TOO_LONG, ids, one.who


@settings(max_examples=60, deadline=None, derandomize=True)
@given(programmes())
def test_the_pass_finds_what_comparing_every_two_finds(programme):
    swept = Counter(
        (each.kind, frozenset(each.sessions), each.participant or each.team)
        for each in find_conflicts(programme)
        if each.kind != ConflictKind.TEAM_WITHOUT_REST
    )
    assert swept == compared(programme)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(programmes(), st.randoms(use_true_random=False))
def test_the_order_of_the_sessions_changes_nothing_and_no_key_comes_twice(programme, chance):
    mixed = list(programme.sittings)
    chance.shuffle(mixed)
    again = Programme(ZONE, tuple(mixed), programme.teams, programme.absences, programme.ways)
    keys = [each.key for each in find_conflicts(programme)]
    assert [each.key for each in find_conflicts(again)] == keys
    assert len(set(keys)) == len(keys)


def test_a_days_conflicts_come_the_gravest_first():
    alice, bob = PEOPLE[:2]
    next_day = DAY + datetime.timedelta(days=1)
    led = sitting("08:00–08:30", type=SessionType.PLENARY)
    twice = (sitting("11:00–12:00", alice), sitting("11:00–12:00", alice))
    later = (sitting("08:00–09:00", bob, day=next_day), sitting("08:00–09:00", bob, day=next_day))
    told = [(each.begins.day, each.kind) for each in found(*later, led, *twice)]
    assert told == [
        (20, ConflictKind.PERSON_TWICE),
        (20, ConflictKind.NO_CHAIR),
        (21, ConflictKind.PERSON_TWICE),
    ]


def test_five_hundred_sessions_with_six_hundred_speakers_take_a_moment():
    chance = random.Random(20)
    speakers = [uuid.UUID(int=n) for n in range(1, 601)]
    held = []
    for number in range(500):
        begins = NINE + datetime.timedelta(days=number // 84, minutes=80 * (number // 12 % 7))
        present = (Presence(who, frozenset({"panellist"}), frozenset({"en"})) for who in chance.sample(speakers, 6))
        rooms = frozenset({uuid.UUID(int=1000 + number % 12)})
        ends = begins + datetime.timedelta(minutes=75)
        held.append(
            Sitting(uuid.UUID(int=9000 + number), begins, ends, rooms=rooms, venues=rooms, presences=tuple(present))
        )
    before = time.process_time()
    conflicts = find_conflicts(Programme(ZONE, tuple(held)))
    assert len(conflicts) > 100
    # Some 20 ms here; a pass that compared every two would take a hundred times as long.
    assert time.process_time() - before < 0.3
