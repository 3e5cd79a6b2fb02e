"""Where the cards of a day stand on the board: rooms are columns, minutes go down."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

HOUR = 60
#: What of a day is shown at least: from eight to eight.
USUAL_BEGIN, USUAL_END = 8 * HOUR, 20 * HOUR
#: To midnight and on, as far as an act allows an end.
WHOLE_DAY = (0, 30 * HOUR)


@dataclass(frozen=True, slots=True)
class Block:
    """A session as the board measures it: minutes from the midnight on which its day begins, and its columns."""

    id: UUID
    begins: int
    ends: int
    columns: frozenset[int]
    is_whole: bool = False
    is_cancelled: bool = False

    def meets(self, other: "Block") -> bool:
        return self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True, slots=True)
class Place:
    """Columns side by side, of which the card has one lane; of a session in rooms apart only one place is no echo.

    ``strips``: as many narrow strips beside it are kept for what is cancelled; such a card is itself one of them.
    """

    first: int
    span: int
    lane: int = 0
    lanes: int = 1
    strips: int = 0
    is_strip: bool = False
    is_echo: bool = False


def places_of(blocks: Sequence[Block], columns: int) -> Mapping[UUID, Sequence[Place]]:
    """For each block where it stands. What is for the whole conference lies across whatever room is free meanwhile."""
    spread = [_spread(block, blocks, columns) for block in blocks]
    held, cancelled = ([each for each in spread if each.is_cancelled is is_so] for is_so in (False, True))
    lanes = _lanes(held) | _lanes(cancelled)
    found: dict[UUID, Sequence[Place]] = {}
    for block in spread:
        lane, count = lanes[block.id]
        beside = [other for other in (held if block.is_cancelled else cancelled) if _share(block, other)]
        if block.is_cancelled and beside:
            shape = Place(0, 0, lane, 1, count, is_strip=True)
        else:
            shape = Place(0, 0, lane, count, max((lanes[other.id][1] for other in beside), default=0))
        found[block.id] = tuple(_places(block, shape))
    return found


def hours_shown(blocks: Iterable[Block]) -> tuple[int, int]:
    """The minutes between which the board is drawn, at whole hours."""
    blocks = list(blocks)
    begins = min([USUAL_BEGIN, *(block.begins for block in blocks)])
    ends = max([USUAL_END, *(block.ends for block in blocks)])
    return begins // HOUR * HOUR, -(-ends // HOUR) * HOUR


def _spread(block: Block, blocks: Sequence[Block], columns: int) -> Block:
    if not block.is_whole:
        return block
    beside = (other for other in blocks if not other.is_whole and other.meets(block))
    taken = frozenset[int]().union(*(other.columns for other in beside))
    free = frozenset(range(columns)) - taken or frozenset(range(columns))
    return Block(block.id, block.begins, block.ends, free, is_whole=True, is_cancelled=block.is_cancelled)


def _share(block: Block, other: Block) -> bool:
    return bool(other.meets(block) and other.columns & block.columns)


def _lanes(blocks: Sequence[Block]) -> dict[UUID, tuple[int, int]]:
    """Lane and number of lanes."""
    lane: dict[UUID, int] = {}
    beside: dict[UUID, list[Block]] = {}
    placed: list[Block] = []
    for block in sorted(blocks, key=lambda each: (each.begins, each.ends, str(each.id))):
        near = [other for other in placed if _share(block, other)]
        taken = {lane[other.id] for other in near}
        lane[block.id] = next(number for number in range(len(near) + 1) if number not in taken)
        beside[block.id] = near
        for other in near:
            beside[other.id].append(block)
        placed.append(block)
    return {block.id: (lane[block.id], _widest(block, beside, lane)) for block in placed}


def _widest(block: Block, beside: Mapping[UUID, Sequence[Block]], lane: Mapping[UUID, int]) -> int:
    """How many lanes all that hang together beside a block need."""
    seen, waiting = {block.id}, [block]
    while waiting:
        for other in beside[waiting.pop().id]:
            if other.id not in seen:
                seen.add(other.id)
                waiting.append(other)
    return max(lane[pk] for pk in seen) + 1


def _places(block: Block, shape: Place) -> Iterator[Place]:
    runs = list(_runs(block.columns))
    widest = max(runs, key=lambda run: run[1], default=None)
    for run in runs:
        yield replace(shape, first=run[0], span=run[1], is_echo=run is not widest)


def _runs(columns: Iterable[int]) -> Iterator[tuple[int, int]]:
    """“0, 1, 4” as (0, 2), (4, 1)."""
    first = last = None
    for column in sorted(columns):
        if first is None or last is None:
            first = last = column
        elif column == last + 1:
            last = column
        else:
            yield first, last - first + 1
            first = last = column
    if first is not None and last is not None:
        yield first, last - first + 1
