"""What the rows of a programme are judged by: the sessions, rooms, topics, categories and persons of the conference."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count

from agenda.models import SeatBooking, Session
from agenda.queries.attendance import those_who_left
from agenda.queries.programme_columns import is_kept_back, plain_name, programme_columns
from agenda.states import SeatState
from conference.columns import Column, Value, rows_for
from conference.models import Conference, Room, Topic, User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, has_role
from registration.imports.vocabularies import Vocabulary
from registration.models import Participant, ParticipantCategory, searchable
from registration.models.courtesies import COURTESIES, EXCELLENCY, PLAIN_COURTESIES, TITLES

#: Thousands of names are compared for each: so many slips are helped with, and the rest is told without help.
NAMES_SUGGESTED = 25


def _honorifics() -> frozenset[str]:
    words = (word for text in (EXCELLENCY, *COURTESIES, *TITLES, *PLAIN_COURTESIES) for word in text.split())
    return frozenset(searchable(word).strip(".") for word in words)


class People:
    """Those who may be named: by any order of their names, in their own script, or by address."""

    def __init__(self, conference: Conference, *, sees_protected: bool) -> None:
        found = [
            person
            for person in Participant.objects.filter(conference=conference)
            if not is_kept_back(person, sees_protected=sees_protected)
        ]
        left = those_who_left(person.pk for person in found)
        self.by_id = {person.pk: person for person in found if person.pk not in left}
        self._left = Vocabulary(most_suggestions=0)
        self._known = Vocabulary(most_suggestions=NAMES_SUGGESTED)
        self._honorifics = _honorifics()
        for person in found:
            (self._left if person.pk in left else self._known).add(person.pk, names_of(person))
        self._known.shown = {pk: plain_name(person) for pk, person in self.by_id.items()}

    def named(self, text: str) -> Participant | None:
        return next((self.by_id[pk] for pk in map(self._known.meaning_of, self._readings(text)) if pk), None)

    def is_ambiguous(self, text: str) -> bool:
        return any(self._known.is_ambiguous(each) for each in self._readings(text))

    def has_left(self, text: str) -> bool:
        return any(self._left.meaning_of(each) for each in self._readings(text))

    def suggestion_for(self, text: str) -> str:
        return self._known.suggestion_for(self.bare(text))

    def bare(self, text: str) -> str:
        """Without what stands before a name: “H.E. Mr. ”."""
        words = text.split()
        while len(words) > 1 and searchable(words[0]).strip(".") in self._honorifics:
            words = words[1:]
        return " ".join(words)

    def _readings(self, text: str) -> Iterable[str]:
        return (text, self.bare(text))


def names_of(person: Participant) -> tuple[str, ...]:
    """Whatever a list may call the person by."""
    parts = (person.given_names, person.family_name)
    return (
        plain_name(person),
        person.formal_name,
        " ".join(filter(None, parts)),
        " ".join(filter(None, reversed(parts))),
        person.native_name,
        person.email,
    )


@dataclass
class Scene:
    """Read once for all rows, in as many queries for one as for a thousand."""

    conference: Conference
    by: User
    sees_protected: bool
    sessions: Mapping[uuid.UUID, Session]
    rooms: Mapping[uuid.UUID, Room]
    topics: Mapping[uuid.UUID, Topic]
    categories: Mapping[uuid.UUID, ParticipantCategory]
    people: People
    columns: Mapping[str, Column]
    shown: Mapping[uuid.UUID, Mapping[str, Value]]
    booked: Mapping[uuid.UUID, int]
    seen: dict[uuid.UUID, int] = field(default_factory=dict)
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    def label(self, name: str) -> str:
        column = self.columns.get(name)
        return str(column.label) if column else name

    def with_number(self, number: int, type_: str) -> list[Session]:
        """The sessions that the number may mean; of one type where the row says which."""
        return [each for each in self.sessions.values() if each.number == number and (not type_ or each.type == type_)]


def scene_of(conference: Conference, *, by: User) -> Scene:
    """Whoever writes afterwards has locked the conference."""
    sees_protected = has_role(by, conference, ROLES_THAT_SEE_PROTECTED)
    columns = programme_columns(conference, by, sees_protected=sees_protected)
    written = [column for column in columns if column.field]
    of_conference = Session.objects.filter(conference=conference)
    sessions = {
        each.pk: each
        for each in of_conference.in_order().prefetch_related("bookings__room", "entry", "appearances__participant")
    }
    for each in sessions.values():
        each.conference = conference
    return Scene(
        conference=conference,
        by=by,
        sees_protected=sees_protected,
        sessions=sessions,
        rooms={each.pk: each for each in Room.objects.filter(venue__conference=conference).select_related("venue")},
        topics={each.pk: each for each in conference.topics.all()},
        categories={each.pk: each for each in conference.categories.all()},
        people=People(conference, sees_protected=sees_protected),
        columns={column.field: column for column in written},
        shown={
            row["pk"]: {column.field: column.value(row) for column in written}
            for row in rows_for(of_conference, written)
        },
        booked=_booked(conference),
    )


def _booked(conference: Conference) -> dict[uuid.UUID, int]:
    held = SeatBooking.objects.filter(session__conference=conference, state=SeatState.BOOKED)
    found: dict[uuid.UUID, int] = defaultdict(int)
    found.update(held.values_list("session").annotate(Count("pk")))
    return found
