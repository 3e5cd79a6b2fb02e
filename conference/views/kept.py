"""What several public pages of an edition are made from: made once, and kept until the edition is another."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from conference.queries.edition import Mark

Part = TypeVar("Part")


class KeptParts(Generic[Part]):
    """One part for each key, of the edition that was last asked for; of many keys those that were read last."""

    def __init__(self, *, room: int) -> None:
        self._room = room
        self._parts: OrderedDict[Hashable, tuple[Mark, Part]] = OrderedDict()
        self._lock = Lock()

    def of(self, key: Hashable, mark: Mark, make: Callable[[], Part]) -> Part:
        """The part as it is in this edition, made now unless it is kept; whoever needs it meanwhile waits."""
        with self._lock:
            kept = self._parts.get(key)
            if kept is None or kept[0] != mark:
                kept = self._parts[key] = (mark, make())
                while len(self._parts) > self._room:
                    self._parts.popitem(last=False)
            self._parts.move_to_end(key)
            return kept[1]
