"""The two releases of the agenda: what was public, and since when."""

import datetime
from typing import Any

from agenda.demonstration.programme import revise_programme
from agenda.demonstration.stage import Stage
from agenda.models import Release
from agenda.queries.snapshot import changes_of, draft_entries
from conference.models import TeamRole


def publish_releases(stage: Stage) -> None:
    """The first, the second with its changes, and then a change of the draft that waits to be published."""
    first, second = stage.texts("releases")
    last = _release(stage, 1, first, None)
    revise_programme(stage, "second")
    _release(stage, 2, second, last)
    revise_programme(stage, "draft")


def _release(stage: Stage, number: int, given: dict[str, Any], last: Release | None) -> Release:
    published_at = stage.clock.at(given["published_at"])
    entries = draft_entries(stage.conference, last)
    moment = published_at.astimezone(datetime.UTC).isoformat(timespec="seconds")
    return Release.objects.create(
        pk=stage.id_of("release", str(number)),
        conference=stage.conference,
        number=number,
        published_at=published_at,
        published_by=stage.officers[TeamRole.AGENDA],
        note=given["note"],
        snapshot={"sessions": entries, "changes": changes_of(entries, last, number=number, at=moment)},
    )
