"""What a host's agenda says: published, changed since, cancelled, for some alone, and not yet placed."""

from __future__ import annotations

import uuid
from typing import Any

from agenda.actions.schedule import cancel_session
from agenda.models import (
    AppearanceRole,
    ChangedSession,
    Listing,
    OwnFeed,
    ProgrammeAct,
    ProgrammeImport,
    SeatBooking,
    SessionStar,
    SessionType,
    SpeakerBrief,
    WalkingTime,
)
from agenda.states import AppearanceState, SeatState
from conference.models import TeamRole
from registration.models import Route
from tests.borders.host import Host
from tests.borders.words import PROTECTED, PUBLIC, TEAM, texts
from tests.factories.agenda import (
    FRIDAY,
    make_appearance,
    make_paper,
    make_profile,
    make_release,
    make_session,
    make_static_line,
    make_team,
)

#: Who takes part in a category for which alone a session is held; who knows what all participants know.
ENTITLED = frozenset({"speaker", "moderator"})
#: Who has given statement, words and portrait, with the appearance.
GIVING = {"speaker": "speaker", "hidden_person": "hidden_person", "registered": "counted"}
#: Who reads what tables of the programme are called.
SCHEDULES = frozenset({"coordinator", "agenda", "of_both", "of_there", "superuser"})
KNOWING = frozenset(
    {"speaker", "moderator", "hidden_person", "focal_point", "other_focal_point", "organisation_focal_point"}
)


def add_programme(host: Host) -> None:
    """Two releases, and a draft that has gone on since."""
    _add_published(host)
    host.releases.append(make_release(host.conference, **_note(host)))
    cancel_session(host.sessions["cancelled"].pk, by=None)
    _add_session(host, "second_day", "10:00–11:30", day=FRIDAY)
    host.releases.append(make_release(host.conference, **_note(host)))
    _add_table(host)
    _add_session(host, "draft", "15:00–16:30", readers=TEAM, day=FRIDAY)
    _add_session(host, "parked", None, readers=TEAM)
    word = host.words.new()
    host.conflicts["team"] = make_team(host.conference, host.sessions["draft"], name=f"Team {word}")
    host.conflicts["way"] = WalkingTime.objects.create(
        conference=host.conference, first=host.venue, second=host.venue, minutes=3
    )
    _add_given(host)
    _add_seats(host)
    _add_done_together(host)
    host.appearances["of_draft"] = make_appearance(host.sessions["draft"], host.people["moderator"])


def _add_table(host: Host) -> None:
    """A table that the co-ordinator has brought, whose file is gone."""
    host.programmes["coordinator"] = ProgrammeImport.objects.create(
        conference=host.conference,
        by=host.officers[TeamRole.COORDINATOR],
        form_token=uuid.uuid4(),
        file="gone",
        file_name=f"{host.words.new(SCHEDULES)}.csv",
        kind="csv",
        encoding="utf-8-sig",
        separator=";",
    )


def _add_done_together(host: Host) -> None:
    """A change of several sessions, which somebody has changed since."""
    act = ProgrammeAct.objects.create(conference=host.conference, change="cancel", reason=host.words.new(SCHEDULES))
    ChangedSession.objects.create(act=act, session=host.sessions["draft"], version=0)
    host.together["edited"] = act


def _add_published(host: Host) -> None:
    _add_session(host, "opening", "09:00–10:00", type=SessionType.OPENING)
    _add_session(host, "panel", "11:00–12:30", number=1, topic=host.topic)
    _add_session(host, "cancelled", "14:00–15:00")
    online: dict[str, Any] = {"is_hybrid": True, "link": "https://meet.example/closed"}
    _add_session(host, "closed", "16:00–17:00", readers=TEAM | ENTITLED, listing=Listing.ENTITLED, **online)
    host.sessions["closed"].entry.add(host.categories[Route.NOMINATION], host.registrations["speaker"].category)
    _add_session(host, "among", "17:00–18:00", readers=TEAM | KNOWING, listing=Listing.PARTICIPANTS)
    panel, people = host.sessions["panel"], host.people
    host.appearances["speaker"] = make_appearance(panel, people["speaker"])
    moderator: dict[str, Any] = {"role": AppearanceRole.MODERATOR, "state": AppearanceState.CONFIRMED}
    host.appearances["moderator"] = make_appearance(panel, people["moderator"], **moderator)
    host.appearances["hidden_person"] = make_appearance(panel, people["hidden_person"], state=AppearanceState.CONFIRMED)
    host.appearances["counted"] = make_appearance(panel, people["registered"])
    reason = host.words.new()
    host.appearances["declined"] = make_appearance(
        panel, people["waiting"], state=AppearanceState.DECLINED, reason=reason
    )
    line = host.words.new(PUBLIC)
    host.appearances["static"] = make_static_line(
        host.sessions["opening"], f"Greeter {line}", static_function={"en": f"Minister {line}"}
    )


def _add_seats(host: Host) -> None:
    """With stars and own calendars. In the opening, which nobody has to book: the rows alone."""
    for turn, name in enumerate(("registered", "hidden_person"), start=1):
        host.seats[name] = SeatBooking.objects.create(
            session=host.sessions["opening"], participant=host.people[name], state=SeatState.WAITING, turn=turn
        )
        SessionStar.objects.create(session=host.sessions["opening"], participant=host.people[name])
        feed = OwnFeed(participant=host.people[name])
        feed.open_anew()
        feed.save()


def _add_given(host: Host) -> None:
    """A brief, a statement under embargo, and words and portrait that the Secretariat has let out, of all alike."""
    for appearance in ("hidden_person", "counted"):
        SpeakerBrief.objects.create(appearance=host.appearances[appearance], number=1)
    for name, appearance in GIVING.items():
        readers = TEAM | {name} if name != "hidden_person" else PROTECTED | {name}
        host.statements[name] = make_paper(host.appearances[appearance], name=f"{host.words.new(readers).lower()}.pdf")
        word = host.words.new(PUBLIC if name == "speaker" else readers)
        words = texts(word, "Life", "Жизнь", "Намтар")
        host.profiles[name] = make_profile(host.people[name], biography=words, is_public=True)


def _add_session(host: Host, name: str, times: str | None, *, readers: frozenset[str] = PUBLIC, **changes: Any) -> None:
    """Each in a room of its own hour, with its word in every text."""
    # A speaker reads of an own session that is not published yet.
    word = host.words.new(readers | {"moderator"})
    host.sessions[name] = make_session(
        host.conference,
        times,
        rooms=[host.room] if times else [],
        title=texts(word, "Session", "Заседание", "Хуралдаан"),
        abstract=texts(word, "Abstract", "Аннотация", "Товч"),
        guiding_questions=texts(word, "Question", "Вопрос", "Асуулт"),
        source=f"https://sources.example/{word.lower()}",
        **changes,
    )


def _note(host: Host) -> dict[str, str]:
    return host.everybodys("Changed", "Изменено", "Өөрчилсөн")
