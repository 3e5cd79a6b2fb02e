"""Sessions as columns: what a file of the programme says, and what one that is brought in may say."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from agenda.models import Appearance, AppearanceRole, Attribution, Listing, RoomBooking, Session, SessionType
from agenda.states import AppearanceState, SessionState
from conference.columns import Column, Row, Value
from conference.formats import time_text
from conference.models import Conference, Room, User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, has_role
from registration.models import Participant, Visibility
from registration.queries.column_kinds import Text, Texts, as_kept, labels_of, of_choices, once

SESSION = _("The session")
WHEN = _("When and where")
WORDS = _("What it is about")
ENTRY = _("Who may enter and who may know")
PEOPLE = _("Who speaks")
#: What parts several rooms, categories or persons in one cell.
SEPARATOR = "; "
ROLES: dict[str, Text] = {
    AppearanceRole.CHAIR: _("Chair"),
    AppearanceRole.MODERATOR: _("Moderator"),
    AppearanceRole.KEYNOTE: _("Keynote speakers"),
    AppearanceRole.REMARKS: _("Remarks"),
    AppearanceRole.INTRODUCER: _("Introducers"),
    AppearanceRole.PANELLIST: _("Panellists"),
    AppearanceRole.RAPPORTEUR: _("Rapporteur"),
}
TRANSLATED = {"title": _("Title"), "abstract": _("Abstract"), "guiding_questions": _("Guiding questions")}
#: What a file holds unless somebody chooses otherwise: all that an import reads, so that it comes in unchanged.
_CODES = tuple(dict(settings.LANGUAGES))
USUAL_OF_PROGRAMME = (
    "reference",
    "number",
    "type",
    *(f"title_{code}" for code in _CODES),
    "topic",
    "day",
    "begins",
    "ends",
    "rooms",
    "languages",
    "interpreted",
    "channels",
    "entry",
    "listing",
    "attribution",
    "press",
    "capacity",
    "booking",
    "whole",
    *ROLES,
    *(f"abstract_{code}" for code in _CODES),
    *(f"guiding_questions_{code}" for code in _CODES),
)


def programme_columns(conference: Conference, user: User, *, sees_protected: bool | None = None) -> list[Column]:
    """The columns of the programme, for one list in one language; those with a ``field`` are imported, too."""
    named = has_role(user, conference, ROLES_THAT_SEE_PROTECTED) if sees_protected is None else sees_protected
    return [
        Column(
            key="reference", label=_("Reference of the session"), group=SESSION, value=_reference, field="reference"
        ),
        as_kept("number", _("Number"), SESSION, "number", field="number"),
        of_choices("type", _("Type"), SESSION, "type", _labels(SessionType), field="type"),
        *_translated("title", SESSION, conference),
        of_choices("topic", _("Topic"), SESSION, "topic_id", topics_of(conference), field="topic"),
        *_when(conference),
        *_languages(),
        *_entry(conference),
        *_people(sees_protected=named),
        *_translated("abstract", WORDS, conference),
        *_translated("guiding_questions", WORDS, conference),
    ]


def _reference(row: Row) -> str:
    return str(row["pk"])


def _labels(choices: Any) -> Texts:
    return labels_of([(value, capfirst(str(label))) for value, label in choices.choices])


def topics_of(conference: Conference) -> Texts:
    return once(lambda: {each.pk: str(each) for each in conference.topics.all()})


def _translated(name: str, group: Text, conference: Conference) -> Iterator[Column]:
    """One column a language of the conference: “Title (MN)”."""
    for code in conference.languages:
        label = format_lazy("{name} ({code})", name=TRANSLATED[name], code=code.upper())
        key = f"{name}_{code}"
        yield Column(key=key, label=label, group=group, value=_in_language(name, code), field=key, reads=(name,))


def _in_language(name: str, code: str) -> Callable[[Row], Value]:
    def value(row: Row) -> str:
        text: str = (row[name] or {}).get(code, "")
        # A cell has one line; a bar stands between the questions.
        return " | ".join(filter(None, map(str.strip, text.splitlines()))) if name == "guiding_questions" else text

    return value


def _when(conference: Conference) -> Iterator[Column]:
    zone, rooms = conference.zone, RoomsBeside(conference)

    def day(row: Row) -> Value:
        return row["starts_at"].astimezone(zone).date() if row["starts_at"] else None

    def clock(name: str) -> Callable[[Row], Value]:
        return lambda row: time_text(row[name], zone) if row[name] else ""

    reads = ("starts_at", "ends_at")
    yield Column(key="day", label=_("Day"), group=WHEN, value=day, field="day", reads=reads)
    yield Column(key="begins", label=_("Begins"), group=WHEN, value=clock("starts_at"), field="begins", reads=reads)
    yield Column(key="ends", label=_("Ends"), group=WHEN, value=clock("ends_at"), field="ends", reads=reads)
    yield Column(
        key="rooms",
        label=_("Rooms"),
        group=WHEN,
        value=lambda row: row["rooms_text"],
        field="rooms",
        choices=rooms.names,
        beside=rooms,
    )
    yield as_kept("whole", _("For the whole conference"), WHEN, "is_whole_conference", field="is_whole_conference")


class RoomsBeside:
    """The rooms of each session, as they are told apart: with the venue where another has the same name."""

    def __init__(self, conference: Conference) -> None:
        self.names: Texts = once(lambda: room_names(conference))

    def __call__(self, rows: Sequence[Row]) -> None:
        found: dict[uuid.UUID, list[str]] = defaultdict(list)
        bookings = RoomBooking.objects.filter(session__in=[row["pk"] for row in rows])
        for session, room in bookings.values_list("session", "room"):
            found[session].append(self.names().get(room, ""))
        for row in rows:
            row["rooms_text"] = SEPARATOR.join(found[row["pk"]])


def room_names(conference: Conference) -> dict[uuid.UUID, str]:
    """The rooms by their names, with the venue where another room is called so, too."""
    rooms = list(Room.objects.filter(venue__conference=conference).select_related("venue"))
    names = [str(room) for room in rooms]
    return {room.pk: f"{room}, {room.venue}" if names.count(str(room)) > 1 else str(room) for room in rooms}


def _languages() -> Iterator[Column]:
    def spoken(row: Row) -> str:
        return ", ".join(row["languages"])

    def channels(row: Row) -> str:
        return ", ".join(f"{code} {number}" for code, number in sorted(row["channels"].items()))

    yield Column(
        key="languages", label=_("Languages"), group=WHEN, value=spoken, field="languages", reads=("languages",)
    )
    yield as_kept("interpreted", _("Interpreted"), WHEN, "is_interpreted", field="is_interpreted")
    yield Column(key="channels", label=_("Channels"), group=WHEN, value=channels, field="channels", reads=("channels",))


def _entry(conference: Conference) -> Iterator[Column]:
    categories = once(lambda: {each.pk: str(each) for each in conference.categories.all()})

    def load(rows: Sequence[Row]) -> None:
        found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
        chosen = Session.entry.through.objects.filter(session__in=[row["pk"] for row in rows])
        for session, category in chosen.values_list("session", "participantcategory"):
            found[session].append(category)
        for row in rows:
            names = (name for pk, name in categories().items() if pk in found[row["pk"]])
            row["entry_text"] = SEPARATOR.join(names)

    yield Column(
        key="entry",
        label=_("Who may enter"),
        group=ENTRY,
        value=lambda row: row["entry_text"],
        field="entry",
        choices=categories,
        beside=load,
    )
    yield of_choices("listing", _("Who may know of it"), ENTRY, "listing", _labels(Listing), field="listing")
    yield of_choices("attribution", _("Attribution"), ENTRY, "attribution", _labels(Attribution), field="attribution")
    yield as_kept("press", _("Open to press"), ENTRY, "is_open_to_press", field="is_open_to_press")
    yield as_kept("capacity", _("Capacity"), ENTRY, "capacity", field="capacity")
    yield as_kept("booking", _("A seat has to be booked"), ENTRY, "needs_booking", field="needs_booking")
    yield of_choices("status", _("Status"), SESSION, "state", _labels(SessionState))


def _people(*, sees_protected: bool) -> Iterator[Column]:
    beside = PeopleBeside(sees_protected=sees_protected)
    for role, label in ROLES.items():
        yield Column(key=role, label=label, group=PEOPLE, value=_in_role(role), field=role, beside=beside)
    yield Column(
        key="minutes", label=_("Minutes of each speaker"), group=PEOPLE, value=lambda _row: None, field="minutes"
    )


def _in_role(role: str) -> Callable[[Row], Value]:
    return lambda row: SEPARATOR.join(row["people"].get(role, ()))


class PeopleBeside:
    """Who speaks in each session, by role, in order; who regretted is not named."""

    def __init__(self, *, sees_protected: bool) -> None:
        self._sees_protected = sees_protected

    def __call__(self, rows: Sequence[Row]) -> None:
        found: dict[uuid.UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        asked = Appearance.objects.filter(session__in=[row["pk"] for row in rows])
        for each in asked.exclude(state=AppearanceState.DECLINED).select_related("participant"):
            found[each.session_id][each.role].append(as_written(each, sees_protected=self._sees_protected))
        for row in rows:
            row["people"] = found[row["pk"]]


def as_written(appearance: Appearance, *, sees_protected: bool) -> str:
    """A speaker as a file of the programme has one: “Name (12)”, a static line in square brackets."""
    name = name_in_file(appearance, sees_protected=sees_protected)
    return f"{name} ({appearance.minutes})" if appearance.minutes else name


def name_in_file(appearance: Appearance, *, sees_protected: bool) -> str:
    person = appearance.participant
    if person is None:
        function = str(appearance.static_function)
        return f"[{appearance.static_name} | {function}]" if function else f"[{appearance.static_name}]"
    return _now("Protected participant") if is_kept_back(person, sees_protected=sees_protected) else plain_name(person)


def is_kept_back(person: Participant, *, sees_protected: bool) -> bool:
    return person.visibility == Visibility.HIDDEN and not sees_protected


def plain_name(person: Participant) -> str:
    """As the list of participants has it, without what stands before the name."""
    return person.listed_name or person.ordered_name
