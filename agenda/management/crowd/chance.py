"""Chance that falls the same way each time: by the seed, and by the conference's address."""

import random
import uuid
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """One sequence of draws; two crowds of different addresses share no identifier."""

    def __init__(self, seed: int, slug: str) -> None:
        self._random = random.Random(f"{seed}:{slug}")  # noqa: S311  a made-up crowd guards no secret

    def identifier(self) -> uuid.UUID:
        return uuid.UUID(int=self._random.getrandbits(128), version=4)

    def one_of(self, choices: Sequence[T]) -> T:
        return self._random.choice(choices)

    def some_of(self, choices: Sequence[T], count: int) -> list[T]:
        """Different ones; fewer where there are not so many."""
        return self._random.sample(choices, min(count, len(choices)))

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of the keys, each as often as its weight says."""
        return self._random.choices(list(weights), weights=list(weights.values()))[0]

    def between(self, least: int, most: int) -> int:
        return self._random.randint(least, most)

    def happens(self, probability: float) -> bool:
        return self._random.random() < probability
