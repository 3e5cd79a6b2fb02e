"""What overlaps, in one pass over what is sorted by time."""

import datetime
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar
from uuid import UUID


class Span(Protocol):
    """Half-open: the end is no longer part of it."""

    @property
    def id(self) -> UUID: ...
    @property
    def begins(self) -> datetime.datetime: ...
    @property
    def ends(self) -> datetime.datetime: ...


S = TypeVar("S", bound=Span)


def in_order(spans: Iterable[S]) -> list[S]:
    return sorted(spans, key=lambda span: (span.begins, span.ends, span.id))


def overlapping(spans: Sequence[S]) -> Iterator[tuple[S, S]]:
    """Each pair that shares a moment, the earlier one first. The spans are given in order."""
    running: list[S] = []
    for span in spans:
        running = [other for other in running if other.ends > span.begins]
        for other in running:
            yield other, span
        running.append(span)


def following(spans: Sequence[S], within: datetime.timedelta) -> Iterator[tuple[S, S]]:
    """Each pair of which one begins when the other is over, sooner than ``within``. The spans are given in order."""
    begins = [span.begins for span in spans]
    for first in spans:
        for second in spans[bisect_left(begins, first.ends) :]:
            if second.begins - first.ends >= within:
                break
            yield first, second
