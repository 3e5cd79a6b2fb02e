"""Counting once for many: of a large conference figures are kept for a minute, of a small one counted each time."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone

from conference.models import Conference, KeptFigures

#: So many rows are counted in a few milliseconds: then every figure is of this moment.
LARGE = 5_000
#: Somebody counts anew before a minute is over, and the others read the old figures meanwhile.
FRESH = datetime.timedelta(seconds=45)
OLDEST = datetime.timedelta(seconds=60)
#: Whoever began to count so long ago has given it up.
PATIENCE = datetime.timedelta(seconds=10)
#: What this process has found to be large: of the others nobody looks whether anything is kept.
_found_large: set[tuple[UUID, str]] = set()


def kept_figures(
    conference: Conference, name: str, count: Callable[[], Any], *, is_large: Callable[[Any], bool]
) -> Any:
    """What ``count`` gives, at most a minute old: as JSON takes it. Counted at once by one, whoever asks meanwhile.

    One query where it is kept, for all that is asked of the same ``conference`` row; nothing but ``count`` where the
    conference is not large. Nothing here is locked.
    """
    if (conference.pk, name) not in _found_large:
        return _counted_first(conference, name, count, is_large)
    kept = _kept(conference, name)
    if kept is None:
        _found_large.discard((conference.pk, name))
        return _counted_first(conference, name, count, is_large)
    now = timezone.now()
    if now - kept.counted_at < FRESH:
        return kept.figures
    if _claim(kept, now):
        return _count_again(kept, count)
    return kept.figures if now - kept.counted_at < OLDEST else count()


def _kept(conference: Conference, name: str) -> KeptFigures | None:
    """Read with the others of the conference, and again once it is not fresh any more."""
    known: dict[str, KeptFigures] = conference.__dict__.get("_kept_figures", {})
    found = known.get(name)
    if found is None or timezone.now() - found.counted_at >= FRESH:
        known = {each.name: each for each in KeptFigures.objects.filter(conference=conference)}
        conference.__dict__["_kept_figures"] = known
    return known.get(name)


def _counted_first(conference: Conference, name: str, count: Callable[[], Any], is_large: Callable[[Any], bool]) -> Any:
    now, figures = timezone.now(), count()
    if is_large(figures):
        row = KeptFigures(conference=conference, name=name, figures=figures, counted_at=now, claimed_at=now)
        KeptFigures.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["conference", "name"],
            update_fields=["figures", "counted_at", "claimed_at"],
        )
        _found_large.add((conference.pk, name))
    return figures


def _claim(kept: KeptFigures, now: datetime.datetime) -> bool:
    """Whether it is for us to count: one statement, of which one of several at once succeeds."""
    if kept.claimed_at > kept.counted_at and now - kept.claimed_at < PATIENCE:
        return False
    same = KeptFigures.objects.filter(pk=kept.pk, claimed_at=kept.claimed_at)
    return bool(same.update(claimed_at=now))


def _count_again(kept: KeptFigures, count: Callable[[], Any]) -> Any:
    now, figures = timezone.now(), count()
    KeptFigures.objects.filter(pk=kept.pk).update(figures=figures, counted_at=now, claimed_at=now)
    return figures
