"""Numbers for programs that know no UUID: positive, of 31 bits, the same at each reading."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

LARGEST = 2**31 - 1


def number_of(one: UUID) -> int:
    """From 1 to ``LARGEST``; the same for the same UUID, for ever."""
    return int.from_bytes(hashlib.sha256(one.bytes).digest()[:8]) % LARGEST + 1


def numbers_of(all_of_them: Iterable[UUID]) -> dict[UUID, int]:
    """A number for each, no two the same: of two that have the same the later by UUID takes the next that is free."""
    numbers: dict[UUID, int] = {}
    taken: set[int] = set()
    for one in sorted(set(all_of_them)):
        number = number_of(one)
        while number in taken:
            number = number % LARGEST + 1
        taken.add(number)
        numbers[one] = number
    return numbers
