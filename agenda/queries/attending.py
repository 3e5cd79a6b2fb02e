"""Whom a release concerns besides who speaks: who has starred a session, has a seat in it, or waits for one.

They are told what one would come too late or to the wrong place without: time, room, cancellation and return, the
languages spoken. What one may not know of is as if it were on no agenda, at each release anew. Who speaks in a session
is told of it as its speaker.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from agenda.models import Release, SeatBooking, SessionStar
from agenda.queries.attendance import those_who_left
from agenda.queries.concern import Changes, Concern, Entries, News, PersonalChange, Way, in_order
from agenda.queries.entitlement import Entitlement
from agenda.queries.snapshot import SessionEntry
from agenda.states import SessionState
from conference.models import Conference

FACTS = ("starts_at", "ends_at", "languages", "is_interpreted")


@dataclass(frozen=True)
class Attendance:
    """``release`` was the last one when the person chose the session: what it said they know."""

    participant: UUID
    session_id: str
    release: int
    way: Way


def attendances_of(conference: Conference) -> list[Attendance]:
    """Of each person and session once, a seat before a star; in two queries."""
    of_seats = SeatBooking.objects.in_force().filter(session__conference=conference)
    seats = of_seats.values_list("participant_id", "session_id", "release", "booked_at")
    stars = SessionStar.objects.filter(session__conference=conference)
    found = {
        (person, session): Attendance(person, str(session), release, Way.STAR)
        for person, session, release in stars.values_list("participant_id", "session_id", "release")
    }
    for person, session, release, booked_at in seats:
        starred = found.get((person, session))
        known = min(release, starred.release) if starred else release
        found[person, session] = Attendance(person, str(session), known, Way.SEAT if booked_at else Way.LINE)
    return list(found.values())


class Audience:
    """All whom a release concerns: as :class:`Concern` for those who speak, and whoever chose a session.

    It costs two queries more, and three further ones where anybody has chosen anything.
    """

    def __init__(
        self, conference: Conference, after: Entries, olds: Iterable[Release | None], now: datetime.datetime
    ) -> None:
        self.concern = Concern(conference, after, olds, now)
        self.after, self.now = after, now
        chosen = attendances_of(conference)
        people = {each.participant for each in chosen}
        left = those_who_left(people) if people else set[UUID]()
        self.chosen = [each for each in chosen if each.participant not in left]
        self.entitled: Mapping[UUID, Entitlement] = Entitlement.of_participants(people, conference) if people else {}

    def since(self, release: Release | None, only: Collection[UUID] | None = None) -> Changes:
        """What changed for each person (or for those given) from a release to what holds."""
        changes = self.concern.since(release, only)
        if not self.chosen:
            return changes
        found: dict[UUID, list[PersonalChange]] = {}
        for change, person in self._changes(release.number if release else 0, only):
            found.setdefault(person, []).append(change)
        return changes | {person: in_order([*changes.get(person, ()), *more]) for person, more in found.items()}

    def stood_in(self, release: Release | None) -> dict[UUID, set[UUID]]:
        return self.concern.stood_in(release)

    def _changes(self, number: int, only: Collection[UUID] | None) -> Iterator[tuple[PersonalChange, UUID]]:
        speaking = self.concern.speaking(number)
        for each in self.chosen:
            if only is not None and each.participant not in only:
                continue
            if UUID(each.session_id) in speaking.get(each.participant, ()):
                continue
            if change := self._change(each, number):
                yield change, each.participant

    def _change(self, each: Attendance, number: int) -> PersonalChange | None:
        """What the person knew is what the release said, or the later one by which they chose the session."""
        base = max([number, *(known for known in self.concern.olds if known <= each.release)])
        old = self._known(self.concern.olds[base].get(each.session_id), each)
        new = self._known(self.after.get(each.session_id), each)
        news = self._news(old, new, is_chosen_before=each.release < base)
        if news is None:
            return None
        return PersonalChange(news, UUID(each.session_id), old, new, parts=(), way=each.way)

    def _known(self, entry: SessionEntry | None, each: Attendance) -> SessionEntry | None:
        if entry is None:
            return None
        entry_ids = [category["id"] for category in entry["entry"]]
        may = self.entitled[each.participant].may_know(entry["listing"], entry_ids, each.session_id)
        return entry if may else None

    def _news(self, old: SessionEntry | None, new: SessionEntry | None, *, is_chosen_before: bool) -> News | None:
        was_held, is_held = (side is not None and side["state"] == SessionState.SCHEDULED for side in (old, new))
        if self._is_over(old, new) or not (was_held or is_held):
            return None
        if new is None:
            return News.OFF_THE_AGENDA
        if not is_held:
            return News.CANCELLED
        if old is None:
            return News.REINSTATED if is_chosen_before else None
        if not was_held:
            return News.REINSTATED
        return News.CHANGED if facts_of(old) != facts_of(new) else None

    def _is_over(self, *sides: SessionEntry | None) -> bool:
        return all(datetime.datetime.fromisoformat(side["ends_at"]) <= self.now for side in sides if side)


def facts_of(entry: SessionEntry) -> tuple[object, ...]:
    facts: Mapping[str, object] = {**entry}
    return ([room["id"] for room in entry["rooms"]], *(facts[name] for name in FACTS))
