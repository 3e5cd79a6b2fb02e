"""The columns that an officer has chosen, as the page carries them: ticked, in order, moved up and down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from conference.columns import Column
from conference.exports.formats import TableFormat
from conference.jobs.models import Layout

TICKED, ADDED, UP, DOWN, PLACE = "column", "more", "up", "down", "place-"


@dataclass
class ColumnChoice:
    """Of the columns that the officer may see: those in the file, in its order; all others are offered in groups."""

    offered: Sequence[Column]
    keys: list[str]
    form: str = TableFormat.XLSX
    layout: Layout | None = None
    moved: str = ""
    unseen: int = field(default=0)

    @classmethod
    def of_layout(cls, offered: Sequence[Column], layout: Layout) -> "ColumnChoice":
        """What the layout has and the officer may see; ``unseen`` says how many columns are left out."""
        known = {column.key for column in offered}
        keys = [key for key in layout.columns if key in known]
        return cls(offered, keys, layout.form, layout, unseen=len(layout.columns) - len(keys))

    @classmethod
    def of_page(cls, offered: Sequence[Column], sent: QueryDict, layout: Layout | None) -> "ColumnChoice":
        """What is ticked, moved to where it is to stand; and what was ticked beside it, at the end."""
        known = {column.key for column in offered}
        keys = [key for key in dict.fromkeys(sent.getlist(TICKED)) if key in known]
        keys = _placed(keys, sent)
        keys += [key for key in dict.fromkeys(sent.getlist(ADDED)) if key in known and key not in keys]
        moved = _moved(keys, sent)
        return cls(offered, keys, sent.get("form", ""), layout, moved)

    @property
    def chosen(self) -> list[dict[str, Any]]:
        """The lines of the ordered list; whoever pressed a button finds it again under the same finger."""
        known = {column.key: column for column in self.offered}
        last = len(self.keys) - 1
        return [
            {
                "key": key,
                "label": str(known[key].label),
                "group": str(known[key].group),
                "place": place + 1,
                "is_first": place == 0,
                "is_last": place == last,
                "focus": self._focus(key, is_first=place == 0, is_last=place == last),
            }
            for place, key in enumerate(self.keys)
        ]

    @property
    def groups(self) -> list[dict[str, Any]]:
        """What else there is, under the headings of the columns' groups."""
        found: dict[str, list[Column]] = {}
        for column in self.offered:
            if column.key not in self.keys:
                found.setdefault(str(column.group), []).append(column)
        return [{"label": label, "columns": columns} for label, columns in found.items()]

    def _focus(self, key: str, *, is_first: bool, is_last: bool) -> str:
        way, _sep, moved = self.moved.partition(":")
        if moved != key:
            return ""
        return {UP: DOWN if is_first else UP, DOWN: UP if is_last else DOWN}[way]


def _placed(keys: list[str], sent: QueryDict) -> list[str]:
    """Sorted by the places that were typed: who moves up stands before, who moves down behind whoever is there."""

    def place(pair: tuple[int, str]) -> tuple[int, int]:
        now, key = pair
        typed = sent.get(PLACE + key, "")
        wanted = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else now  # noqa: PLR2004
        return wanted, (wanted > now) - (wanted < now)

    before = {key: number for number, key in enumerate(sent.getlist("order"), start=1)}
    numbered = [(before.get(key, number), key) for number, key in enumerate(keys, start=1)]
    return [key for _now, key in sorted(numbered, key=place)]


def _moved(keys: list[str], sent: QueryDict) -> str:
    """Moves one column by one place, where a button says so; gives which way and which."""
    for way, step in ((UP, -1), (DOWN, 1)):
        key = sent.get(way, "")
        if key in keys:
            place = keys.index(key)
            keys.insert(max(0, place + step), keys.pop(place))
            return f"{way}:{key}"
    return ""
