"""Figures of the programme for the Secretariat's first page."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q, QuerySet

from agenda.models import Appearance, Release, RoomBooking, Session, SideEventProposal
from agenda.queries.snapshot import draft_entries, entries_by_id
from agenda.states import AppearanceState, SessionState
from conference.models import Conference, Room
from conference.queries.edition import Mark, marks


@dataclass(frozen=True)
class ProgrammeCounts:
    sessions: int
    unscheduled: int
    unconfirmed: int
    regretted: int
    #: Proposed and not decided yet; counted by who asks for all of it.
    side_events: int = 0


def programme_counts(conference: Conference) -> ProgrammeCounts:
    """One aggregate, whatever the size. Static lines are not asked and do not count."""
    held = Session.objects.filter(conference=conference, state=SessionState.SCHEDULED)
    asked = Q(appearances__state=AppearanceState.INVITED, appearances__participant__isnull=False)
    regretted = Q(appearances__state=AppearanceState.DECLINED, appearances__participant__isnull=False)
    counts = held.aggregate(
        sessions=Count("pk", filter=Q(starts_at__isnull=False), distinct=True),
        unscheduled=Count("pk", filter=Q(starts_at__isnull=True), distinct=True),
        unconfirmed=Count("appearances", filter=asked, distinct=True),
        regretted=Count("appearances", filter=regretted, distinct=True),
    )
    return ProgrammeCounts(**counts)


def undecided_side_events(conference: Conference) -> int:
    """How many proposals wait for the Secretariat, or for what it has asked of their proposers."""
    count: int = SideEventProposal.objects.filter(conference=conference).undecided().count()
    return count


def unpublished_changes(conference: Conference) -> int:
    """How many sessions the draft says otherwise than the last release, leaves out, or adds.

    The first page asks each time and building the draft takes long, so what was counted is kept until any row of it
    changes: one query then.
    """
    return _unpublished_changes(conference, tuple(marks(_rows_of_the_draft(conference))))


def _rows_of_the_draft(conference: Conference) -> Iterable[QuerySet[Any]]:
    yield Release.objects.filter(conference=conference)
    yield Session.objects.filter(conference=conference)
    yield RoomBooking.objects.filter(session__conference=conference)
    yield Appearance.objects.filter(session__conference=conference)
    yield Session.entry.through.objects.filter(session__conference=conference)
    yield conference.categories.all()
    yield conference.topics.all()
    yield conference.venues.all()
    yield Room.objects.filter(venue__conference=conference)


@lru_cache(maxsize=64)
def _unpublished_changes(conference: Conference, _mark: tuple[Mark, ...]) -> int:
    last = Release.objects.last_of(conference)
    before, after = entries_by_id(last), {entry["id"]: entry for entry in draft_entries(conference, last)}
    return sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())
