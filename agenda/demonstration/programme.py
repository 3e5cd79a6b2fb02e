"""The sessions as the first release had them, what has changed since, and who appears in them."""

import datetime
from typing import Any

from psycopg2.extras import DateTimeTZRange

from agenda.demonstration.clock import Clock
from agenda.demonstration.identity import Row
from agenda.demonstration.stage import Stage
from agenda.emails import speaker_invitation
from agenda.models import Appearance, Attribution, Listing, RoomBooking, Session
from agenda.states import AppearanceState, SessionState

AS_THEY_MAY_BE = (
    "number",
    "is_interpreted",
    "channels",
    "is_whole_conference",
    "capacity",
    "needs_booking",
    "is_hybrid",
    "link",
    "is_open_to_press",
    "source",
    "organiser",
)
DEFAULTS: dict[str, Any] = {
    "abstract": {},
    "guiding_questions": {},
    "languages": [],
    "listing": Listing.PUBLIC,
    "attribution": Attribution.PARTICIPANTS,
}


def set_up_programme(stage: Stage) -> None:
    """The draft of the middle of May, with those who were asked to appear."""
    given = {session["key"]: session for session in stage.texts("sessions")}
    stage.sessions = {key: _session(stage, session) for key, session in given.items()}
    Session.objects.bulk_create(stage.sessions.values())
    for key, session in given.items():
        _book(stage, key, session.get("first", session)["rooms"])
        stage.sessions[key].entry.set(stage.categories[slug] for slug in session.get("entry", ()))
    appearances = [
        *_static_lines(stage),
        *(_appearance(stage, row, place) for place, row in enumerate(stage.rows("appearances"))),
    ]
    Appearance.objects.bulk_create(appearances)
    asked_at = stage.clock.at(stage.outline["speakers_asked_at"])
    for appearance in appearances:
        _ask(stage, appearance, asked_at)


def revise_programme(stage: Stage, what: str) -> None:
    """What became of the sessions afterwards: ``second`` as in the second release, ``draft`` not yet published."""
    for given in stage.texts("sessions"):
        session = stage.sessions[given["key"]]
        if what == "second" and given.get("cancelled"):
            session.move_to(SessionState.CANCELLED)
            session.bookings.update(is_cancelled=True)
        changed = {"second": given if "first" in given or "new" in given else None, "draft": given.get("draft")}[what]
        if changed:
            session.starts_at, session.ends_at = _times(stage.clock, changed)
            _book(stage, given["key"], changed.get("rooms", given["rooms"]))
        if changed or session.state == SessionState.CANCELLED:
            session.version += 1
            session.save(update_fields=["starts_at", "ends_at", "state", "version"])


def _session(stage: Stage, given: dict[str, Any]) -> Session:
    """A session that came later waits without a time until then."""
    starts_at, ends_at = _times(stage.clock, {} if given.get("new") else given.get("first", given))
    return Session(
        pk=stage.id_of("session", given["key"]),
        conference=stage.conference,
        type=given["type"],
        title=given["title"],
        topic=stage.topics.get(given.get("topic", "")),
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=stage.clock.recorded(stage.clock.at(stage.outline["programme_made_at"])),
        **{name: given.get(name, default) for name, default in DEFAULTS.items()},
        **{name: given[name] for name in AS_THEY_MAY_BE if name in given},
    )


def _times(clock: Clock, given: dict[str, Any]) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    starts_at, ends_at = given.get("starts_at"), given.get("ends_at")
    return clock.at(starts_at) if starts_at else None, clock.at(ends_at) if ends_at else None


def _book(stage: Stage, key: str, rooms: list[str]) -> None:
    session = stage.sessions[key]
    session.bookings.all().delete()
    during = DateTimeTZRange(session.starts_at, session.ends_at) if session.starts_at else None
    RoomBooking.objects.bulk_create(
        RoomBooking(session=session, room=stage.rooms[room], during=during) for room in rooms
    )


def _static_lines(stage: Stage) -> list[Appearance]:
    """Real persons, named in public sources: they are lines of the agenda and nothing else."""
    return [
        Appearance(
            pk=stage.id_of("static line", str(position)),
            session=stage.sessions[line["session"]],
            static_name=line["name"],
            static_function=line["function"],
            role=line["role"],
            position=position,
        )
        for position, line in enumerate(stage.texts("static_lines"), start=1)
    ]


def _appearance(stage: Stage, row: Row, position: int) -> Appearance:
    answered_at = stage.clock.office_time(row["answered_on"], row["participant"]) if row["answered_on"] else None
    return Appearance(
        pk=stage.id_of("appearance", row["session"], row["participant"], row["role"]),
        session=stage.sessions[row["session"]],
        participant=stage.participants[row["participant"]],
        role=row["role"],
        position=position,
        minutes=int(row["minutes"]) if row["minutes"] else None,
        state=AppearanceState(row["state"]),
        reason=row["reason"],
        responded_at=stage.clock.recorded(answered_at) if answered_at else None,
    )


def _ask(stage: Stage, appearance: Appearance, asked_at: datetime.datetime) -> None:
    """The letter as it was written: before there was an answer."""
    answered_at, appearance.responded_at = appearance.responded_at, None
    letter = speaker_invitation(appearance)
    appearance.responded_at = answered_at
    if letter:
        stage.keep([letter], asked_at)
