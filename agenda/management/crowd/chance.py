"""Chance that falls the same way each time: by the seed, and by the conference's address."""

import itertools
import random
import uuid
from bisect import bisect
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


class Chance:
    """One sequence of draws; two crowds of different addresses share no identifier."""

    def __init__(self, seed: int, slug: str) -> None:
        self._random = random.Random(f"{seed}:{slug}")  # noqa: S311  a made-up crowd guards no secret
        # A hundred thousand draws from one table: it is added up once, and kept, so that its address stays its own.
        self._tables: dict[int, tuple[Mapping[Any, float], list[Any], list[float]]] = {}

    def identifier(self) -> uuid.UUID:
        return uuid.UUID(int=self._random.getrandbits(128), version=4)

    def bits(self, count: int) -> int:
        return self._random.getrandbits(count)

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[int(self._random.random() * len(choices))]

    def some_of(self, choices: Sequence[T], count: int) -> list[T]:
        """Different ones; fewer where there are not so many."""
        return self._random.sample(choices, min(count, len(choices)))

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of the keys, each as often as its weight says."""
        kept = self._tables.get(id(weights))
        if kept is None:
            kept = (weights, list(weights), list(itertools.accumulate(weights.values())))
            self._tables[id(weights)] = kept
        _table, keys, sums = kept
        found: T = keys[bisect(sums, self._random.random() * sums[-1], 0, len(keys) - 1)]
        return found

    def between(self, least: int, most: int) -> int:
        return least + int(self._random.random() * (most - least + 1))

    def share(self) -> float:
        """Between nothing and one."""
        return self._random.random()

    def happens(self, probability: float) -> bool:
        return self._random.random() < probability
