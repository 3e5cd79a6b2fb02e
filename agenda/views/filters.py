"""What a visitor asked the agenda to show: plain addresses, no script."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from agenda.queries.published import PublishedAgenda, PublishedSession


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class AgendaFilter:
    """``sessions`` are those that were asked for.

    What the agenda does not know is as if it had not been asked, except a day, of which the page says that there is
    none (``is_day_unknown``).
    """

    sessions: Sequence[PublishedSession]
    day: datetime.date | None
    is_day_unknown: bool
    topics: Sequence[Choice]
    rooms: Sequence[Choice]

    @classmethod
    def of(cls, asked: Mapping[str, str], agenda: PublishedAgenda) -> Self:
        days = {session.day.isoformat(): session.day for session in agenda.sessions}
        day = days.get(asked.get("day", ""))
        topics = choices(((one.topic_id, str(one.topic)) for one in agenda.sessions), asked.get("topic", ""))
        rooms = choices(((room.id, str(room)) for one in agenda.sessions for room in one.rooms), asked.get("room", ""))
        shown = [
            session
            for session in agenda.sessions
            if (day is None or session.day == day)
            and is_among([session.topic_id], topics)
            and is_among([room.id for room in session.rooms], rooms)
        ]
        return cls(shown, day, bool(asked.get("day")) and day is None and bool(days), topics, rooms)

    @property
    def is_narrowed(self) -> bool:
        return any(choice.is_chosen for choice in (*self.topics, *self.rooms))

    def url(self, *, day: str) -> str:
        """The same choice on another day."""
        topic, room = (
            next((choice.value for choice in among if choice.is_chosen), "") for among in (self.topics, self.rooms)
        )
        asked = {name: value for name, value in (("day", day), ("topic", topic), ("room", room)) if value}
        return f"?{urlencode(asked)}"


def choices(pairs: Iterable[tuple[UUID | None, str]], chosen: str) -> list[Choice]:
    """One choice for each thing that a session has, in the order of the programme; none where there is but one."""
    labels = {str(pk): label for pk, label in pairs if pk}
    return [Choice(value, label, value == chosen) for value, label in labels.items()] if len(labels) > 1 else []


def is_among(ids: Sequence[UUID | None], among: Sequence[Choice]) -> bool:
    """Whether one of the ids is what was chosen; everything is when nothing was."""
    chosen = {choice.value for choice in among if choice.is_chosen}
    return not chosen or bool(chosen & {str(pk) for pk in ids})
