"""Figures of the programme for the Secretariat's first page."""

from dataclasses import dataclass

from django.db.models import Count, Q

from agenda.models import Release, Session
from agenda.queries.snapshot import draft_entries, entries_by_id
from agenda.states import AppearanceState, SessionState
from conference.models import Conference


@dataclass(frozen=True)
class ProgrammeCounts:
    sessions: int
    unscheduled: int
    unconfirmed: int
    regretted: int


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


def unpublished_changes(conference: Conference) -> int:
    """How many sessions the draft says otherwise than the last release, leaves out, or adds."""
    last = Release.objects.last_of(conference)
    before, after = entries_by_id(last), {entry["id"]: entry for entry in draft_entries(conference, last)}
    return sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())
