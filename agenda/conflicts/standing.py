"""Which conflicts a programme has now, and which of them an officer lets stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from agenda.conflicts.conflict import Conflict
from agenda.conflicts.finding import find_conflicts
from agenda.conflicts.loading import load_programme
from agenda.models import (
    AcknowledgedConflict,
    Appearance,
    InterpreterTeam,
    RoomBooking,
    Session,
    SideEventProposal,
    Unavailability,
    WalkingTime,
)
from agenda.queries.counts import ProgrammeCounts, programme_counts, undecided_side_events
from conference.models import Conference, Room
from conference.queries.edition import Mark, question
from registration.models import Participant

#: The place of the proposals of side events among the rows that are asked for.
PROPOSALS = 11


@dataclass(frozen=True)
class Standing:
    """All that is found, in order; ``acknowledged`` gives by the key of a conflict the row that lets it stand."""

    conflicts: tuple[Conflict, ...]
    acknowledged: Mapping[str, UUID]
    counts: ProgrammeCounts

    @cached_property
    def open(self) -> tuple[Conflict, ...]:
        """What a release waits for."""
        return tuple(each for each in self.conflicts if each.is_blocking and each.key not in self.acknowledged)

    @cached_property
    def noted(self) -> tuple[Conflict, ...]:
        """What no release waits for and nobody has acknowledged."""
        return tuple(each for each in self.conflicts if not each.is_blocking and each.key not in self.acknowledged)

    def of_session(self, session: UUID) -> tuple[Conflict, ...]:
        return tuple(each for each in self.conflicts if session in each.sessions)


def open_conflicts(conference: Conference) -> tuple[Conflict, ...]:
    """What is neither mended nor acknowledged, and therefore holds back a release."""
    return standing_of(conference).open


def standing_of(conference: Conference) -> Standing:
    """Every page of the desk asks, so what was found is kept until any row that it was found from changes.

    One query then; a dozen when it is found anew, and still one where there are no sessions.
    """
    with connection.cursor() as cursor:
        cursor.execute(*_question(conference.pk))
        mark = tuple(sorted(cursor.fetchall()))
    return _standing_of(conference, mark)


@lru_cache(maxsize=64)
def _question(conference_id: UUID) -> tuple[str, tuple[Any, ...]]:
    return question(_rows(Conference(pk=conference_id)))


def _rows(conference: Conference) -> Iterable[QuerySet[Any]]:
    """Sessions first, proposals of side events last: see :func:`_standing_of`."""
    appearances = Appearance.objects.filter(session__conference=conference)
    yield Session.objects.filter(conference=conference)
    yield Conference.objects.filter(pk=conference.pk)
    yield RoomBooking.objects.filter(session__conference=conference)
    yield appearances
    yield Participant.objects.filter(pk__in=appearances.filter(participant__isnull=False).values("participant"))
    yield Unavailability.objects.filter(participant__conference=conference)
    yield InterpreterTeam.objects.filter(conference=conference)
    yield InterpreterTeam.sessions.through.objects.filter(interpreterteam__conference=conference)
    yield WalkingTime.objects.filter(conference=conference)
    yield Room.objects.filter(venue__conference=conference)
    yield AcknowledgedConflict.objects.filter(conference=conference)
    yield SideEventProposal.objects.filter(conference=conference)


@lru_cache(maxsize=64)
def _standing_of(conference: Conference, mark: tuple[Mark, ...]) -> Standing:
    there = {which for which, rows, _versions in mark if rows}
    proposed = undecided_side_events(conference) if PROPOSALS in there else 0
    if 0 not in there:  # no session: nothing to look for
        return Standing((), {}, ProgrammeCounts(0, 0, 0, 0, proposed))
    rows = AcknowledgedConflict.objects.filter(conference=conference, withdrawn_at__isnull=True)
    return Standing(
        conflicts=find_conflicts(load_programme(conference)),
        acknowledged=dict(rows.values_list("key", "pk")),
        counts=replace(programme_counts(conference), side_events=proposed),
    )
