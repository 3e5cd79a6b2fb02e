"""What binds those who decide follows a merged application: conflicts of interest, and a review that was asked for.

Opinions stay where they were given, of what was read there. Who declined what was merged is found from its history
(``declined_by``), and needs no row of its own.
"""

from typing import Any

from django.utils import timezone

from registration.models import Reading, ReadingEnd, Registration, ReviewRequest
from registration.states import RegistrationState, Track


def move_vetting(kept: Registration, merged: Registration) -> dict[str, Any]:
    """Gives what moved, and which readers of the one that stays are its readers no more. The caller holds the locks.

    A review is still to be decided where the one that stays is declined, too; of one that is live all is open anyway.
    """
    if kept.track != Track.APPLICATION:
        return {}
    declared = Reading.objects.filter(registration=merged, ended_how=ReadingEnd.CONFLICT)
    conflicts = dict(declared.values_list("pk", "reader"))
    Reading.objects.filter(pk__in=conflicts).update(registration=kept.pk)
    reading = Reading.objects.live().filter(registration=kept, reader__in=conflicts.values())
    barred = list(reading.values_list("pk", flat=True))
    Reading.objects.filter(pk__in=barred).update(ended_at=timezone.now(), ended_how=ReadingEnd.CONFLICT)
    return {
        "conflicts": [str(pk) for pk in conflicts],
        "barred": [str(pk) for pk in barred],
        "review": _move_review(kept, merged),
    }


def _move_review(kept: Registration, merged: Registration) -> list[str]:
    asked = ReviewRequest.objects.filter(registration=merged)
    if kept.state != RegistrationState.DECLINED or ReviewRequest.objects.filter(registration=kept).exists():
        return []
    moved = [str(pk) for pk in asked.values_list("pk", flat=True)]
    asked.update(registration=kept.pk)
    return moved


def put_back_vetting(merged: Registration, before: dict[str, Any]) -> None:
    """The reverse, under the same locks."""
    Reading.objects.filter(pk__in=before.get("conflicts", ())).update(registration=merged.pk)
    Reading.objects.filter(pk__in=before.get("barred", ())).update(ended_at=None, ended_how="")
    ReviewRequest.objects.filter(pk__in=before.get("review", ())).update(registration=merged.pk)


def vetting_has_changed(kept: Registration, before: dict[str, Any]) -> bool:
    """Whether a conflict was taken back since, or somebody else reads in a place that would be needed again."""
    ended = [*before.get("conflicts", ()), *before.get("barred", ())]
    still = Reading.objects.filter(pk__in=ended, registration=kept, ended_how=ReadingEnd.CONFLICT)
    places = Reading.objects.filter(pk__in=before.get("barred", ())).values("place")
    taken = Reading.objects.live().filter(registration=kept, place__in=places)
    return still.count() != len(ended) or taken.exists()
