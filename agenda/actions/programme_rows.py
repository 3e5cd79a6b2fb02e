"""What a row of a programme would do, by the rules of the acts on one session; nothing is written here."""

import copy
import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agenda.actions.programme_people import Named, judge_people
from agenda.actions.programme_scene import Scene
from agenda.actions.venue_time import ensure_within, span_of, venue_moment
from agenda.errors import AgendaError, SeatsAreTakenError, SessionIsCancelledError
from agenda.models import Appearance, AppearanceRole, Session
from agenda.queries.programme_columns import TRANSLATED
from agenda.states import SessionState
from conference.exports.cells import reads_as, text_of
from conference.imports.rows import Change, Fault, RowKind
from conference.models import TranslatedText
from registration.actions.import_rows import ImportRow

#: Fields that are set as they are read.
PLAIN = (
    "number",
    "type",
    "languages",
    "is_interpreted",
    "channels",
    "is_whole_conference",
    "listing",
    "attribution",
    "is_open_to_press",
    "capacity",
    "needs_booking",
)
TIMES = ("day", "begins", "ends")
ROLES = tuple(AppearanceRole)
Moments = tuple[datetime.datetime, datetime.datetime]


@dataclass(frozen=True)
class ProgrammeRow(ImportRow):
    """``fixed`` is what is said for all rows in which no cell says it; it is for new sessions alone."""

    fixed: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class SessionOutcome:
    """What a row would do: of a new session the unsaved row, of a known one what is to be set on it."""

    row: ProgrammeRow
    kind: RowKind
    session: Session | None = None
    described: dict[str, Any] = field(default_factory=dict)
    entry: tuple[uuid.UUID, ...] | None = None
    times: Moments | None = None
    rooms: tuple[uuid.UUID, ...] | None = None
    named: list[Named] = field(default_factory=list)
    minutes: list[tuple[Appearance, int]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def does_something(self) -> bool:
        return bool(self.described or self.named or self.minutes) or not (
            self.entry is None and self.times is None and self.rooms is None
        )

    @property
    def signature(self) -> str:
        """What was promised of this row: what it stood at, and every value that is written."""
        known = (str(self.session.pk), self.session.version) if self.session else ()
        written = [(name, _plain(value)) for name, value in sorted(self.described.items())]
        times = [moment.isoformat() for moment in self.times or ()]
        people = [each.signature for each in self.named]
        minutes = [(str(each.pk), minutes) for each, minutes in self.minutes]
        places = (times, _plain(self.rooms), _plain(self.entry))
        return repr((self.row.number, self.kind.value, known, written, places, people, minutes, len(self.faults)))


def judge(row: ProgrammeRow, scene: Scene) -> SessionOutcome:
    """What the row would do, but for rooms that are taken: that is told once all rows are judged."""
    faults: list[Fault] = []
    session = _meant(row, scene, faults)
    if faults:
        return SessionOutcome(row, RowKind.REFUSED, faults=[*faults, *row.faults])
    return _judge_known(row, session, scene) if session else _judge_new(row, scene)


def refuse(outcome: SessionOutcome, sentence: str) -> None:
    outcome.kind = RowKind.REFUSED
    outcome.faults.append(of_row(sentence))


def of_row(sentence: object) -> Fault:
    """A whole sentence; pages put the full stop."""
    return Fault("", "", str(sentence).rstrip("."))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(each) for each in value]
    return str(value.pk) if hasattr(value, "pk") else sorted(value.items()) if isinstance(value, dict) else value


def _meant(row: ProgrammeRow, scene: Scene, faults: list[Fault]) -> Session | None:
    """The session that the row is of: by its reference, else by its number; nothing where it is new."""
    found: Session | None = None
    number = row.values.get("number")
    if row.reference is not None:
        found = scene.sessions.get(row.reference)
        if found is None:
            expected = _("the reference of a session of this conference; leave it empty for a new one")
            faults.append(Fault(scene.label("reference"), str(row.reference), expected, field="reference"))
    elif number is not None and not any(fault.field == "reference" for fault in row.faults):
        several = scene.with_number(number, row.values.get("type", ""))
        if len(several) > 1:
            expected = _("a number that one session has; here there are %(count)s: give the reference, or the type")
            faults.append(Fault(scene.label("number"), str(number), expected % {"count": len(several)}, field="number"))
        found = several[0] if len(several) == 1 else None
    if found and scene.seen.setdefault(found.pk, row.number) != row.number:
        sentence = _("Each session stands in the table once; row %(row)s is of the same") % {
            "row": scene.seen[found.pk]
        }
        faults.append(of_row(sentence))
    return found


def _judge_new(row: ProgrammeRow, scene: Scene) -> SessionOutcome:
    values = {**row.fixed, **row.values}
    outcome = SessionOutcome(row, RowKind.NEW, faults=list(row.faults))
    told = {fault.field for fault in row.faults}
    if "type" not in values and "type" not in told:
        outcome.faults.append(Fault(scene.label("type"), "", _("what kind of session it is"), field="type"))
    if not any(name.startswith("title_") for name in (*values, *told)):
        outcome.faults.append(Fault(_("Title"), "", _("the title, in one language at least")))
    number = values.get("number")
    if number is not None and "type" in values:
        first = scene.numbers.setdefault((values["type"], number), row.number)
        if first != row.number:
            expected = _("a number of its own; row %(row)s has this one") % {"row": first}
            outcome.faults.append(Fault(scene.label("number"), str(number), expected, field="number"))
    outcome.session = Session(pk=row.token, conference=scene.conference)
    _fill(outcome, outcome.session, values, scene)
    if outcome.faults:
        outcome.kind = RowKind.REFUSED
    return outcome


def _judge_known(row: ProgrammeRow, session: Session, scene: Scene) -> SessionOutcome:
    shown = scene.shown[session.pk]
    said = {name for name, text in row.texts.items() if not reads_as(text, shown.get(name))}
    outcome = SessionOutcome(row, RowKind.CHANGED, session)
    outcome.faults += [fault for fault in row.faults if fault.field in said or not fault.field]
    _fill(outcome, session, {name: row.values[name] for name in said if name in row.values}, scene)
    if outcome.does_something and session.state == SessionState.CANCELLED:
        outcome.faults.append(of_row(SessionIsCancelledError()))
    if outcome.faults:
        outcome.kind = RowKind.REFUSED
    elif not outcome.does_something:
        outcome.kind = RowKind.UNCHANGED
    return outcome


def _fill(outcome: SessionOutcome, session: Session, values: Mapping[str, Any], scene: Scene) -> None:
    """Sets on the outcome what differs from the session, and what cannot be so."""
    touched = [*_describe(outcome, session, values, scene), *_place(outcome, session, values, scene)]
    touched += judge_people(outcome, session, values, scene)
    old = scene.shown.get(session.pk, {})
    if outcome.kind == RowKind.CHANGED:
        for name in dict.fromkeys(touched):
            new = outcome.row.texts.get(name, "")
            outcome.changes.append(Change(scene.label(name), text_of(old.get(name)), new))


def _describe(outcome: SessionOutcome, session: Session, values: Mapping[str, Any], scene: Scene) -> Iterable[str]:
    wanted: dict[str, Any] = {name: values[name] for name in PLAIN if name in values}
    if "topic" in values:
        wanted["topic"] = scene.topics[values["topic"]]
    for name in TRANSLATED:
        told = {code: values[key] for code in scene.conference.languages if (key := f"{name}_{code}") in values}
        if told:
            wanted[name] = TranslatedText({**getattr(session, name), **told})
    outcome.described = {name: value for name, value in wanted.items() if getattr(session, name) != value}
    _refuse_unsound(outcome, session, scene)
    if "entry" in values and set(values["entry"]) != {each.pk for each in _entry_of(session)}:
        outcome.entry = values["entry"]
        yield "entry"
    for name in values:
        base = name.rpartition("_")[0]
        if (base if base in TRANSLATED else name) in outcome.described:
            yield name


def _entry_of(session: Session) -> Iterable[Any]:
    return () if session._state.adding else session.entry.all()  # noqa: SLF001  Django's own way to ask


def _refuse_unsound(outcome: SessionOutcome, session: Session, scene: Scene) -> None:
    probe = copy.copy(session)
    for name, value in outcome.described.items():
        setattr(probe, name, value)
    try:
        probe.clean()
    except ValidationError as error:
        outcome.faults += [of_row(sentence) for sentence in error.messages]
    if probe.needs_booking and probe.capacity is None:
        outcome.faults.append(of_row(_("Where a seat has to be booked, say how many there are.")))
    booked = scene.booked.get(session.pk, 0)
    if probe.capacity is not None and booked > probe.capacity:
        outcome.faults.append(of_row(SeatsAreTakenError(booked)))


def _place(outcome: SessionOutcome, session: Session, values: Mapping[str, Any], scene: Scene) -> Iterable[str]:
    held = () if session._state.adding else tuple(each.room_id for each in session.bookings.all())  # noqa: SLF001
    told = {fault.field for fault in outcome.faults}
    if not told.intersection(TIMES):
        _time(outcome, session, values, scene)
    if "rooms" in values and set(values["rooms"]) != set(held):
        outcome.rooms = values["rooms"]
        yield "rooms"
        if session.starts_at is None and outcome.times is None and not told.intersection(TIMES):
            outcome.faults.append(of_row(_("A room is held for a time: give day, begin and end as well.")))
    if outcome.times is not None:
        yield from (name for name in TIMES if name in values)


def _time(outcome: SessionOutcome, session: Session, values: Mapping[str, Any], scene: Scene) -> None:
    said = {name: values[name] for name in TIMES if name in values}
    if not said:
        return
    whole = {**_times_of(session), **said}
    if len(whole) < len(TIMES):
        outcome.faults.append(of_row(_("Give day, begin and end, or none of them.")))
        return
    day, begins, ends = (whole[name] for name in TIMES)
    first, last = span_of(day, begins, ends)
    try:
        moments = venue_moment(scene.conference, first), venue_moment(scene.conference, last)
        ensure_within(scene.conference, *moments)
    except AgendaError as error:
        outcome.faults.append(of_row(error))
        return
    if moments != (session.starts_at, session.ends_at):
        outcome.times = moments


def _times_of(session: Session) -> dict[str, Any]:
    if session.starts_at is None or session.ends_at is None:
        return {}
    begins, ends = (each.astimezone(session.conference.zone) for each in (session.starts_at, session.ends_at))
    return {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}
