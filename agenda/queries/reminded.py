"""Of whom something is asked as a speaker, and whose day nears."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from agenda.models import Appearance
from agenda.queries.asked_of_speakers import Asked, Outstanding, by_person, due_day
from agenda.queries.attendance import those_who_left
from agenda.queries.speaker_requests import requests_of
from agenda.states import AppearanceState, SessionState
from conference.clock import conference_now
from conference.models import Conference
from registration.models import Participant


@dataclass(frozen=True)
class Owing:
    """One person with the sessions for which something is outstanding."""

    participant: Participant
    owed: Sequence[tuple[Appearance, tuple[Asked, ...]]]

    @property
    def is_reachable(self) -> bool:
        person = self.participant
        return bool(person.email or person.office_email or person.never_write_automatically)


def days_of_asking(conference: Conference) -> list[datetime.date]:
    """The days by which something is outstanding for a session that is still to come; four queries."""
    rows = list(_coming(conference))
    outstanding = Outstanding(conference, rows)
    return sorted({day for row in rows if outstanding.of(row) and (day := _day(conference, outstanding, row))})


def owing_on(conference: Conference, day: datetime.date) -> list[Owing]:
    """Who owes something by that day, by name; each with all of it. A constant number of queries."""
    requests = requests_of(conference)
    first = day + datetime.timedelta(days=requests.statement_days)
    rows = [
        row
        for row in _coming(conference).filter(session__starts_at__date__range=_around(first))
        if row.session.starts_at and row.session.starts_at.astimezone(conference.zone).date() == first
    ]
    outstanding = Outstanding(conference, rows)
    owed = [(row, asked) for row in rows if (asked := outstanding.of(row))]
    people = by_person(row for row, _asked in owed)
    left = those_who_left(people)
    asked_of = dict(owed)
    found = [
        Owing(person, [(row, asked_of[row]) for row in of_person])
        for pk, of_person in people.items()
        if pk not in left and (person := of_person[0].participant)
    ]
    for each in found:
        each.participant.conference = conference
    return sorted((each for each in found if each.is_reachable), key=lambda each: each.participant.sort_name)


def _coming(conference: Conference) -> "QuerySet[Appearance]":
    """Of persons, in sessions that are held and still to come; without those who regretted."""
    rows: QuerySet[Appearance] = Appearance.objects.filter(
        session__conference=conference,
        session__state=SessionState.SCHEDULED,
        session__starts_at__gt=conference_now(conference),
        participant__isnull=False,
    )
    kept = rows.exclude(state=AppearanceState.DECLINED).select_related("session", "participant")
    return kept.order_by("session__starts_at", "pk")


def _day(conference: Conference, outstanding: Outstanding, row: Appearance) -> datetime.date | None:
    starts_at = row.session.starts_at
    return due_day(outstanding.requests, starts_at, conference) if starts_at else None


def _around(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Whatever zone the database counts days in."""
    one = datetime.timedelta(days=1)
    return day - one, day + one
