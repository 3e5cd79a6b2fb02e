"""Whose a line of a release is today: where two persons turned out to be one, the appearance went to the other."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from agenda.models import Appearance
from agenda.queries.snapshot import AppearanceEntry

#: By the id that the line of a release bears.
Rows = Mapping[str, Appearance]


def rows_of(lines: Iterable[AppearanceEntry], *also: str) -> dict[str, Appearance]:
    """The appearances of persons as they stand now, in one query; what was taken off the draft has no row."""
    ids = [line["id"] for line in lines if line["participant"]]
    rows = Appearance.objects.filter(pk__in=ids).only("participant_id", "state", *also)
    return {str(row.pk): row for row in rows}


def person_of(line: AppearanceEntry, rows: Rows) -> UUID | None:
    """The person by the row; without one, whom the release refers to. Nobody for a static line."""
    if line["participant"] is None:
        return None
    row = rows.get(line["id"])
    return row.participant_id if row else UUID(line["participant"])
