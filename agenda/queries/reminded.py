"""Of whom something is asked as a speaker, and whose day nears.

The day is counted from the time that the last release tells, as on the speaker's page: from the draft one would learn
of a change by its deadline.
"""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from agenda.models import Appearance
from agenda.queries.asked_of_speakers import Asked, Outstanding, by_person, due_day
from agenda.queries.attendance import those_who_left
from agenda.queries.speaker_times import spoken_at
from agenda.states import AppearanceState, SessionState
from conference.clock import conference_now
from conference.models import Conference
from registration.models import Participant


@dataclass(frozen=True)
class Owed:
    """What is outstanding for one session, which begins then."""

    appearance: Appearance
    asked: tuple[Asked, ...]
    starts_at: datetime.datetime
    due_on: datetime.date


@dataclass(frozen=True)
class Owing:
    """One person with the sessions for which something is outstanding."""

    participant: Participant
    owed: Sequence[Owed]


def days_of_asking(conference: Conference) -> list[datetime.date]:
    """The days by which something is outstanding for a session that is still to come; four queries."""
    return sorted({each.due_on for each in _owed(conference)})


def owing_on(conference: Conference, day: datetime.date) -> list[Owing]:
    """Who owes something by that day, by name; each with all of it. Five queries."""
    owed: dict[UUID, Owed] = {each.appearance.pk: each for each in _owed(conference) if each.due_on == day}
    people = by_person(each.appearance for each in owed.values())
    left = those_who_left(people)
    found = [
        Owing(person, [owed[row.pk] for row in rows])
        for pk, rows in people.items()
        if pk not in left and (person := rows[0].participant)
    ]
    for each in found:
        each.participant.conference = conference
    return sorted(
        (each for each in found if each.participant.is_reachable), key=lambda each: each.participant.sort_name
    )


def still_owing(conference: Conference, people: Collection[UUID]) -> set[UUID]:
    """Which of some participants owe something at present. Five queries."""
    owed = _owed(conference, Q(participant__in=people))
    owing = {each.appearance.participant_id for each in owed if each.appearance.participant_id}
    return owing - set(those_who_left(owing))


def _owed(conference: Conference, of_whom: Q = Q()) -> list[Owed]:  # noqa: B008  it is never changed
    """By time; of persons in sessions that are held and still to come, without those who regretted."""
    rows = list(
        Appearance.objects.filter(
            of_whom, session__conference=conference, session__state=SessionState.SCHEDULED, participant__isnull=False
        )
        .exclude(state=AppearanceState.DECLINED)
        .select_related("session", "participant")
        .order_by("pk")
    )
    outstanding, now = Outstanding(conference, rows), conference_now(conference)
    times = spoken_at(conference, {row.session_id: row.session for row in rows}.values())
    found = []
    for row in rows:
        starts_at, asked = times[row.session_id].starts_at, outstanding.of(row)
        if asked and starts_at and starts_at > now and not times[row.session_id].is_cancelled:
            found.append(Owed(row, asked, starts_at, due_day(outstanding.requests, starts_at, conference)))
    return sorted(found, key=_in_order)


def _in_order(each: Owed) -> tuple[datetime.datetime, UUID, int, UUID]:
    """By time; of one session in the order of speaking, whatever the rows are called."""
    return (each.starts_at, each.appearance.session_id, each.appearance.position, each.appearance.pk)
