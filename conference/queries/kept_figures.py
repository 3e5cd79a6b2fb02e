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
#: What this process has found to be large, with what it last read of it and when that was counted: of the others nobody
#: looks whether anything is kept.
_read: dict[tuple[UUID, str], tuple[datetime.datetime, Any]] = {}


def as_counted(figures: Any) -> Any:
    return figures


def kept_figures(
    conference: Conference,
    name: str,
    count: Callable[[], Any],
    *,
    is_large: Callable[[Any], bool],
    shaped: Callable[[Any], Any] = as_counted,
) -> Any:
    """What ``shaped`` makes of what ``count`` gives, at most a minute old. Counted by one, whoever asks meanwhile.

    ``count`` gives what JSON takes. One query where it is kept, for all that is asked of the same ``conference`` row;
    the figures themselves each process reads and shapes once. Nothing but ``count`` where the conference is not large.
    Nothing here is locked; what is given is shared, and to be changed by nobody.
    """
    kept = _kept(conference, name) if (conference.pk, name) in _read else None
    if kept is None:
        return _counted_first(conference, name, count, is_large, shaped)
    now = timezone.now()
    if now - kept.counted_at < FRESH:
        return _figures(kept, shaped)
    if _claim(kept, now):
        return _count_again(kept, count, shaped)
    return _figures(kept, shaped) if now - kept.counted_at < OLDEST else shaped(count())


def _kept(conference: Conference, name: str) -> KeptFigures | None:
    """When it was counted: read with the others of the conference, and again once it is not fresh any more."""
    known: dict[str, KeptFigures] = conference.__dict__.get("_kept_figures", {})
    found = known.get(name)
    if found is None or timezone.now() - found.counted_at >= FRESH:
        known = {each.name: each for each in KeptFigures.objects.filter(conference=conference).defer("figures")}
        conference.__dict__["_kept_figures"] = known
    return known.get(name)


def _figures(kept: KeptFigures, shaped: Callable[[Any], Any]) -> Any:
    key = (kept.conference_id, kept.name)
    counted_at, figures = _read.get(key, (None, None))
    if counted_at != kept.counted_at:
        figures = shaped(kept.figures)
        _read[key] = kept.counted_at, figures
    return figures


def _counted_first(
    conference: Conference,
    name: str,
    count: Callable[[], Any],
    is_large: Callable[[Any], bool],
    shaped: Callable[[Any], Any],
) -> Any:
    now, figures = timezone.now(), count()
    given = shaped(figures)
    if not is_large(figures):
        _read.pop((conference.pk, name), None)
        return given
    row = KeptFigures(conference=conference, name=name, figures=figures, counted_at=now, claimed_at=now)
    KeptFigures.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["conference", "name"],
        update_fields=["figures", "counted_at", "claimed_at"],
    )
    _read[conference.pk, name] = now, given
    return given


def _claim(kept: KeptFigures, now: datetime.datetime) -> bool:
    """Whether it is for us to count: one statement, of which one of several at once succeeds."""
    if kept.claimed_at > kept.counted_at and now - kept.claimed_at < PATIENCE:
        return False
    same = KeptFigures.objects.filter(pk=kept.pk, claimed_at=kept.claimed_at)
    return bool(same.update(claimed_at=now))


def _count_again(kept: KeptFigures, count: Callable[[], Any], shaped: Callable[[Any], Any]) -> Any:
    now, figures = timezone.now(), count()
    KeptFigures.objects.filter(pk=kept.pk).update(figures=figures, counted_at=now, claimed_at=now)
    given = shaped(figures)
    _read[kept.conference_id, kept.name] = now, given
    return given
