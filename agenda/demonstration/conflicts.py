"""Interpreters, ways and times of absence, and the conflict that an officer lets stand."""

from typing import Any

from agenda.conflicts import standing_of
from agenda.demonstration.stage import Stage
from agenda.models import AcknowledgedConflict, InterpreterTeam, Unavailability, WalkingTime
from conference.models import Venue


def set_up_conflicts(stage: Stage) -> None:
    """Of the draft as it waits to be published, so after the releases; nothing for a conference without such a file."""
    if not (stage.demonstration.folder / "conflicts.json").exists():
        return
    given = stage.texts("conflicts")
    for name, team in given["interpreters"].items():
        _interpreters(stage, name, team)
    for way in given["ways"]:
        _way(stage, *way["between"], minutes=way["minutes"])
    Unavailability.objects.bulk_create(_absence(stage, absence) for absence in given["absences"])
    AcknowledgedConflict.objects.bulk_create(_acknowledged(stage, each) for each in given["acknowledged"])


def _interpreters(stage: Stage, name: str, given: dict[str, Any]) -> None:
    team = InterpreterTeam.objects.create(
        pk=stage.id_of("interpreters", name), conference=stage.conference, name=name, languages=given["languages"]
    )
    team.sessions.set([stage.sessions[key] for key in given["sessions"]])


def _way(stage: Stage, first: str, second: str, *, minutes: int) -> None:
    ends = [Venue(pk=stage.id_of("venue", key)) for key in (first, second)]
    WalkingTime.objects.create(
        pk=stage.id_of("way", first, second),
        conference=stage.conference,
        first=ends[0],
        second=ends[1],
        minutes=minutes,
    )


def _absence(stage: Stage, given: dict[str, str]) -> Unavailability:
    return Unavailability(
        pk=stage.id_of("absence", given["participant"], given["from"]),
        participant=stage.participants[given["participant"]],
        starts_at=stage.clock.at(given["from"]),
        ends_at=stage.clock.at(given["until"]),
        note=given["note"],
    )


def _acknowledged(stage: Stage, given: dict[str, str]) -> AcknowledgedConflict:
    """The one conflict of that kind that the person has."""
    participant = stage.participants[given["participant"]]
    (conflict,) = (
        each
        for each in standing_of(stage.conference).conflicts
        if each.kind == given["kind"] and each.participant == participant.pk
    )
    return AcknowledgedConflict(
        pk=stage.id_of("acknowledged conflict", given["kind"], given["participant"]),
        conference=stage.conference,
        key=conflict.key,
        kind=conflict.kind,
        session_id=conflict.sessions[0],
        participant=participant,
        reason=given["reason"],
        by_id=stage.id_of("officer", given["by"]),
        at=stage.clock.recorded(stage.clock.at(given["at"])),
    )
