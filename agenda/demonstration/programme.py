"""The sessions as the first release had them, what has changed since, and who appears in them."""

from typing import Any

from psycopg2.extras import DateTimeTZRange

from agenda.demonstration.clock import at, office_time
from agenda.demonstration.identity import demo_id
from agenda.demonstration.stage import Stage
from agenda.demonstration.tables import Row, rows, texts
from agenda.emails import speaker_invitation
from agenda.models import Appearance, Attribution, Listing, RoomBooking, Session
from agenda.states import AppearanceState, SessionState

ASKED_AT = at("2019-05-15 15:00")
AS_THEY_MAY_BE = ("number", "is_interpreted", "is_open_to_press")
DEFAULTS: dict[str, Any] = {
    "abstract": {},
    "guiding_questions": {},
    "languages": [],
    "listing": Listing.PUBLIC,
    "attribution": Attribution.PARTICIPANTS,
}


def set_up_programme(stage: Stage) -> None:
    """The draft of the middle of May, with those who were asked to appear."""
    given = {session["key"]: session for session in texts("sessions")}
    stage.sessions = {key: _session(stage, session) for key, session in given.items()}
    Session.objects.bulk_create(stage.sessions.values())
    for key, session in given.items():
        _book(stage, key, session.get("first", session)["rooms"])
    appearances = [
        *_static_lines(stage),
        *(_appearance(stage, row, place) for place, row in enumerate(rows("appearances"))),
    ]
    Appearance.objects.bulk_create(appearances)
    for appearance in appearances:
        _ask(stage, appearance)


def revise_programme(stage: Stage, what: str) -> None:
    """What became of the sessions afterwards: ``second`` as in the second release, ``draft`` not yet published."""
    for given in texts("sessions"):
        session = stage.sessions[given["key"]]
        if what == "second" and given.get("cancelled"):
            session.move_to(SessionState.CANCELLED)
            session.bookings.update(is_cancelled=True)
        changed = {"second": given if "first" in given or "new" in given else None, "draft": given.get("draft")}[what]
        if changed:
            session.starts_at, session.ends_at = at(changed["starts_at"]), at(changed["ends_at"])
            _book(stage, given["key"], changed.get("rooms", given["rooms"]))
        if changed or session.state == SessionState.CANCELLED:
            session.version += 1
            session.save(update_fields=["starts_at", "ends_at", "state", "version"])


def _session(stage: Stage, given: dict[str, Any]) -> Session:
    """A session that came later waits without a time until then."""
    times = {} if given.get("new") else given.get("first", given)
    return Session(
        pk=demo_id("session", given["key"]),
        conference=stage.conference,
        type=given["type"],
        title=given["title"],
        topic=stage.topics.get(given.get("topic", "")),
        starts_at=at(times["starts_at"]) if times.get("starts_at") else None,
        ends_at=at(times["ends_at"]) if times.get("ends_at") else None,
        created_at=stage.clock.recorded(at("2019-05-10 10:00")),
        **{name: given.get(name, default) for name, default in DEFAULTS.items()},
        **{name: given[name] for name in AS_THEY_MAY_BE if name in given},
    )


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
            pk=demo_id("static line", str(position)),
            session=stage.sessions[line["session"]],
            static_name=line["name"],
            static_function=line["function"],
            role=line["role"],
            position=position,
        )
        for position, line in enumerate(texts("static_lines"), start=1)
    ]


def _appearance(stage: Stage, row: Row, position: int) -> Appearance:
    answered_on = row["answered_on"]
    return Appearance(
        pk=demo_id("appearance", row["session"], row["participant"], row["role"]),
        session=stage.sessions[row["session"]],
        participant=stage.participants[row["participant"]],
        role=row["role"],
        position=position,
        minutes=int(row["minutes"]) if row["minutes"] else None,
        state=AppearanceState(row["state"]),
        reason=row["reason"],
        responded_at=stage.clock.recorded(office_time(answered_on, row["participant"])) if answered_on else None,
    )


def _ask(stage: Stage, appearance: Appearance) -> None:
    """The letter as it was written: before there was an answer."""
    answered_at, appearance.responded_at = appearance.responded_at, None
    letter = speaker_invitation(appearance)
    appearance.responded_at = answered_at
    if letter:
        stage.keep([letter], ASKED_AT)
