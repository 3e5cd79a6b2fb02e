"""Whose a line of a release is today: where two persons turned out to be one, the appearance went to the other."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol
from uuid import UUID

from django.db.models import QuerySet

from agenda.models import Appearance
from agenda.queries.snapshot import AppearanceEntry


class Row(NamedTuple):
    """An appearance as it stands now, without what a model costs: pages have thousands."""

    participant_id: UUID | None
    state: str


class Owned(Protocol):
    @property
    def participant_id(self) -> UUID | None: ...


def rows_of(lines: Iterable[AppearanceEntry]) -> dict[str, Row]:
    """By the ids of the lines, in one query; what was taken off the draft has no row."""
    rows = appearances_of(lines).values_list("pk", "participant_id", "state")
    return {str(pk): Row(participant, state) for pk, participant, state in rows}


def appearances_of(lines: Iterable[AppearanceEntry]) -> "QuerySet[Appearance]":
    """Of persons; a static line is the same for ever."""
    found: QuerySet[Appearance] = Appearance.objects.filter(
        pk__in=[line["id"] for line in lines if line["participant"]]
    )
    return found.order_by()


def person_of(line: AppearanceEntry, rows: Mapping[str, Owned]) -> UUID | None:
    """The person by the row; without one, whom the release refers to. Nobody for a static line."""
    if line["participant"] is None:
        return None
    row = rows.get(line["id"])
    return row.participant_id if row else UUID(line["participant"])
