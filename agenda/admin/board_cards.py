"""One day of the programme as the board shows it: rooms, cards with their conflicts, and what waits without a time."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.admin.board_layout import HOUR, WHOLE_DAY, Block, Place, hours_shown, places_of
from agenda.admin.conflict_words import ConflictLine, ConflictWords
from agenda.conflicts import Standing, standing_of
from agenda.models import RoomBooking, Session
from agenda.queries.session_notes import seats_of
from agenda.states import SessionState
from conference.admin.current import required_conference
from conference.formats import day_text, time_range_text
from conference.models import Conference, Room

#: What is without a length is taken to last so long.
USUAL_MINUTES = 60
SHOWN = ("version", "conference", "type", "number", "title", "topic", "starts_at", "ends_at")
ALSO_SHOWN = ("is_whole_conference", "state", "parked_minutes")


@dataclass(frozen=True)
class Column:
    """A room, or what is held in none."""

    pk: UUID | None
    name: str
    detail: str = ""


@dataclass(frozen=True)
class Card:
    """A session on the board; minutes are those since midnight, and without a time those that it would last."""

    session: Session
    kind: str
    times: str
    begins: int
    ends: int
    rooms: tuple[Room, ...]
    conflicts: tuple[ConflictLine, ...]
    places: tuple[Place, ...] = ()

    @cached_property
    def title(self) -> str:
        return str(self.session.title)

    @cached_property
    def where(self) -> str:
        return ", ".join(map(str, self.rooms)) or _("no room")

    @cached_property
    def room_ids(self) -> str:
        return " ".join(str(room.pk) for room in self.rooms)

    @cached_property
    def searched(self) -> str:
        return " ".join([*self.session.title.values(), self.kind, self.where]).lower()

    @cached_property
    def is_cancelled(self) -> bool:
        return self.session.state == SessionState.CANCELLED

    @cached_property
    def classes(self) -> str:
        """What the style sheet has to know; of what is amiss, the gravest."""
        tones = {line.tone for line in self.conflicts}
        known = {
            "is-cancelled": self.is_cancelled,
            "is-whole": self.session.is_whole_conference,
            "has-trouble": "trouble" in tones,
            "has-waiting": bool(tones) and "trouble" not in tones,
        }
        return " ".join(name for name, holds in known.items() if holds)


@dataclass(frozen=True)
class Tab:
    """A day with how much is on it."""

    day: datetime.date
    label: str
    count: int
    conflicts: int
    is_shown: bool


class Board:
    """All sessions of the conference are loaded once; a constant number of queries, however many there are."""

    def __init__(self, request: HttpRequest, day: datetime.date | None, *, is_whole_day: bool = False) -> None:
        self.request, self.conference = request, required_conference(request)
        self.is_whole_day = is_whole_day
        found = Session.objects.visible_to(request.user, self.conference).in_order()
        self.sessions: list[Session] = list(found.only("pk", *SHOWN, *ALSO_SHOWN))
        held_on = {held for each in self.sessions if (held := self._day_of(each))}
        self.days = sorted(held_on.union(self.conference.days()))
        self.day = day if day in self.days else self.days[0]
        self.standing: Standing = standing_of(self.conference)

    @property
    def day_name(self) -> str:
        return day_text(self.day)

    @cached_property
    def rooms(self) -> Mapping[UUID, Room]:
        rooms = Room.objects.filter(venue__conference=self.conference).select_related("venue")
        return {room.pk: room for room in rooms}

    @cached_property
    def booked(self) -> Mapping[UUID, Sequence[Room]]:
        """The rooms of each session, in the order of the columns."""
        rows = RoomBooking.objects.filter(session__conference=self.conference).order_by()
        held: dict[UUID, set[UUID]] = defaultdict(set)
        for session, room in rows.values_list("session_id", "room_id"):
            held[session].add(room)
        return {session: [room for pk, room in self.rooms.items() if pk in pks] for session, pks in held.items()}

    @cached_property
    def columns(self) -> list[Column]:
        """The rooms; and one more on a day on which something is held in none."""
        several = len({room.venue_id for room in self.rooms.values()}) > 1
        columns = [Column(pk, str(room), _detail(room, several=several)) for pk, room in self.rooms.items()]
        if not columns or any(self._is_elsewhere(each) for each in self._of_the_day):
            columns.append(Column(None, _("No room")))
        return columns

    @cached_property
    def cards(self) -> list[Card]:
        places = places_of(self._blocks, len(self.columns))
        return [
            self._card(session, block.begins, block.ends, tuple(places[block.id]))
            for session, block in zip(self._of_the_day, self._blocks, strict=True)
        ]

    @cached_property
    def parked(self) -> list[Card]:
        waiting = (each for each in self.sessions if each.starts_at is None and each.state == SessionState.SCHEDULED)
        return [self._card(each, 0, each.parked_minutes or USUAL_MINUTES) for each in waiting]

    @cached_property
    def hours(self) -> tuple[int, int]:
        """The minutes between which the day is drawn."""
        return WHOLE_DAY if self.is_whole_day else hours_shown(self._blocks)

    def hour_lines(self) -> Iterator[dict[str, Any]]:
        """“09:00”, and after midnight those of the day that follows."""
        for minute in range(self.hours[0], self.hours[1] + 1, HOUR):
            yield {"minute": minute, "text": f"{minute // HOUR % 24:02}:00", "is_next_day": minute >= 24 * HOUR}

    def tabs(self) -> list[Tab]:
        on_day: dict[datetime.date | None, int] = defaultdict(int)
        for session in self.sessions:
            on_day[self._day_of(session)] += 1
        troubled: dict[datetime.date, int] = defaultdict(int)
        for conflict in self.standing.open:
            troubled[conflict.begins.astimezone(self.conference.zone).date()] += 1
        return [Tab(day, day_text(day), on_day[day], troubled[day], is_shown=day == self.day) for day in self.days]

    @cached_property
    def _of_the_day(self) -> list[Session]:
        return [each for each in self.sessions if each.starts_at and self._day_of(each) == self.day]

    @cached_property
    def _blocks(self) -> list[Block]:
        return [self._block(each) for each in self._of_the_day]

    @cached_property
    def _conflicts(self) -> Mapping[UUID, list[ConflictLine]]:
        """What nobody has acknowledged, by session; in words only where a session of it is on the page."""
        shown = {each.pk for each in self._of_the_day}
        found = [
            each
            for each in self.standing.conflicts
            if each.key not in self.standing.acknowledged and shown.intersection(each.sessions)
        ]
        lines: dict[UUID, list[ConflictLine]] = defaultdict(list)
        for line in ConflictWords(self.request, found, has_ways=False).lines(found):
            for pk in line.conflict.sessions:
                lines[pk].append(line)
        return lines

    def _card(self, session: Session, begins: int, ends: int, places: tuple[Place, ...] = ()) -> Card:
        kind = capfirst(session.get_type_display())
        return Card(
            session=session,
            kind=f"{kind} {session.number}" if session.number else kind,
            times=times_of(session, self.conference) or _("%(minutes)d min") % {"minutes": ends},
            begins=begins,
            ends=ends,
            rooms=tuple(self.booked.get(session.pk, ())),
            conflicts=tuple(self._conflicts.get(session.pk, ())),
            places=places,
        )

    def _block(self, session: Session) -> Block:
        own: set[UUID | None] = {room.pk for room in self.booked.get(session.pk, ())}
        return Block(
            session.pk,
            self._minute(session.starts_at),
            self._minute(session.ends_at),
            frozenset(place for place, column in enumerate(self.columns) if column.pk in (own or {None})),
            is_whole=session.is_whole_conference,
            is_cancelled=session.state == SessionState.CANCELLED,
        )

    def _is_elsewhere(self, session: Session) -> bool:
        return not session.is_whole_conference and not self.booked.get(session.pk)

    def _minute(self, moment: Any) -> int:
        """Since midnight, as clocks at the venue count."""
        midnight = datetime.datetime.combine(self.day, datetime.time())
        local = moment.astimezone(self.conference.zone).replace(tzinfo=None)
        return int((local - midnight).total_seconds()) // 60

    def _day_of(self, session: Session) -> datetime.date | None:
        return session.starts_at.astimezone(self.conference.zone).date() if session.starts_at else None


def times_of(session: Session, conference: Conference) -> str:
    """“09:00–10:30”; nothing while it has no time."""
    if session.starts_at is None or session.ends_at is None:
        return ""
    return time_range_text(session.starts_at, session.ends_at, conference.zone)


def place_text(
    begins: datetime.datetime | None, ends: datetime.datetime | None, rooms: Iterable[object], conference: Conference
) -> str:
    """“Thursday, 20 June, 09:00–10:30, Conference Hall”; or that it waits."""
    if begins is None or ends is None:
        return _("the parking lot")
    day = day_text(begins.astimezone(conference.zone).date())
    return ", ".join([day, time_range_text(begins, ends, conference.zone), *map(str, rooms)])


def _detail(room: Room, *, several: bool) -> str:
    seats = seats_of(room)
    counted = "" if seats is None else ngettext("%(seats)d seat", "%(seats)d seats", seats) % {"seats": seats}
    return " · ".join(text for text in (str(room.venue) if several else "", counted) if text)
