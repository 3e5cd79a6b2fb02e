"""A conference's programme for :func:`find_conflicts`: seven queries, however large it is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from agenda.conflicts.programme import Absence, Presence, Programme, Sitting, Team, Ways
from agenda.models import Appearance, InterpreterTeam, RoomBooking, Session, Unavailability, WalkingTime
from agenda.states import AppearanceState, SessionState
from conference.models import Conference
from registration.models.participant import searchable


def load_programme(conference: Conference) -> Programme:
    """What is held and has a time, with who has not sent regrets; names stay where they are."""
    held: QuerySet[Any, Any] = Session.objects.filter(
        conference=conference, state=SessionState.SCHEDULED, starts_at__isnull=False
    )
    sessions = list(
        held.values_list(
            "pk", "starts_at", "ends_at", "type", "languages", "channels", "is_whole_conference", "capacity"
        )
    )
    if not sessions:
        return Programme(conference.zone)
    places, presences, teams = _places(conference), _presences(conference), _assigned(conference)
    return Programme(
        zone=conference.zone,
        sittings=tuple(
            Sitting(
                id=pk,
                begins=begins,
                ends=ends,
                type=kind,
                languages=frozenset((*languages, *channels)),
                is_whole_conference=is_whole,
                capacity=capacity,
                presences=presences.get(pk, ()),
                teams=tuple(sorted(teams.get(pk, ()))),
                **_place(places.get(pk, [])),
            )
            for pk, begins, ends, kind, languages, channels, is_whole, capacity in sessions
        ),
        teams={team.id: team for team in _teams(conference)},
        absences=tuple(_absences(conference)),
        ways=_ways(conference),
    )


def _places(conference: Conference) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = RoomBooking.objects.filter(session__conference=conference, is_cancelled=False).values_list(
        "session_id", "room_id", "room__venue_id", "room__seats_at_table", "room__seats_behind"
    )
    places: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for session, *place in rows.order_by():
        places[session].append(tuple(place))
    return places


def _place(bookings: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """Of a room without any number of seats nobody knows how many it has."""
    known = [
        None if table is None and behind is None else (table or 0) + (behind or 0) for *_, table, behind in bookings
    ]
    return {
        "rooms": frozenset(room for room, *_ in bookings),
        "venues": frozenset(venue for _room, venue, *_ in bookings),
        "seats": None if not known or None in known else sum(seats or 0 for seats in known),
    }


def _presences(conference: Conference) -> dict[UUID, tuple[Presence, ...]]:
    """Each person once a session, in all roles together."""
    rows: Iterable[tuple[Any, ...]] = (
        Appearance.objects.filter(session__conference=conference)
        .exclude(state=AppearanceState.DECLINED)
        .order_by("position", "pk")
        .values_list(
            "session_id",
            "participant_id",
            "static_name",
            "role",
            "participant__language",
            "participant__interpretation_language",
        )
    )
    roles: dict[tuple[UUID, UUID | str], set[str]] = defaultdict(set)
    known: dict[tuple[UUID, UUID | str], tuple[frozenset[str], str]] = {}
    for session, participant, static_name, role, *languages in rows:
        name = "" if participant else _one_name(static_name)
        key = (session, participant or " ".join(searchable(name).split()))
        roles[key].add(role)
        known[key] = (frozenset(language for language in languages if language), name)
    found: dict[UUID, tuple[Presence, ...]] = defaultdict(tuple)
    for (session, who), held in roles.items():
        found[session] += (Presence(who, frozenset(held), *known[session, who]),)
    return found


def _one_name(texts: dict[str, str]) -> str:
    """By which static lines are compared: English, or the first language that there is."""
    return texts.get("en") or texts[min(texts)]


def _assigned(conference: Conference) -> dict[UUID, list[UUID]]:
    through = InterpreterTeam.sessions.through.objects.filter(interpreterteam__conference=conference)
    teams: dict[UUID, list[UUID]] = defaultdict(list)
    for team, session in through.values_list("interpreterteam_id", "session_id"):
        teams[session].append(team)
    return teams


def _teams(conference: Conference) -> Iterator[Team]:
    rows = InterpreterTeam.objects.filter(conference=conference).values_list(
        "pk", "languages", "minutes_a_day", "minutes_without_rest", "rest_minutes"
    )
    for pk, languages, *minutes in rows:
        yield Team(pk, frozenset(languages), *minutes)


def _absences(conference: Conference) -> Iterator[Absence]:
    rows = Unavailability.objects.filter(participant__conference=conference)
    yield from (Absence(*row) for row in rows.values_list("pk", "participant_id", "starts_at", "ends_at"))


def _ways(conference: Conference) -> Ways:
    rows: QuerySet[Any, Any] = WalkingTime.objects.filter(conference=conference).order_by()
    known, between_any = {}, {}
    for first, second, minutes in rows.values_list("first_id", "second_id", "minutes"):
        if first and second:
            known[frozenset({first, second})] = minutes
        else:
            between_any["between_any"] = minutes
    return Ways(known, **between_any)
