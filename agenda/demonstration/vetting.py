"""Vetting as it stands: references, grounds, days, readers, and opinions in each state in which they can be."""

import datetime
from typing import Any

from django.utils import timezone

from agenda.demonstration.clock import day
from agenda.demonstration.stage import Stage
from conference.models import TeamRole, User
from registration.models import Application, DeclineGround, Opinion, ParticipantCategory, Reading, ReadingEnd
from registration.queries.vetting import digest_of

HOURS_BETWEEN = 1


def set_up_vetting(stage: Stage) -> None:
    """Nothing for a conference that has no such file."""
    if not (stage.demonstration.folder / "vetting.json").exists():
        return
    given = stage.texts("vetting")
    for slug, decide_by in given["decide_by"].items():
        ParticipantCategory.objects.filter(pk=stage.categories[slug].pk).update(decide_by=day(decide_by))
    DeclineGround.objects.bulk_create(
        DeclineGround(
            pk=stage.id_of("ground", ground["title"]["en"]),
            conference=stage.conference,
            title=ground["title"],
            text=ground["text"],
            position=position,
        )
        for position, ground in enumerate(given["grounds"], start=1)
    )
    for key, referees in given["referees"].items():
        Application.objects.filter(registration=stage.registrations[key]).update(referees=referees)
    _read(stage, given["opinions"])


def _read(stage: Stage, readings: list[dict[str, Any]]) -> None:
    """The first of an application in the first place; what was said lies some hours apart."""
    places: dict[str, int] = {}
    for number, each in enumerate(readings):
        place = places[each["of"]] = places.get(each["of"], 0) + 1
        begun = timezone.now() - datetime.timedelta(hours=3 * (len(readings) - number))
        reading = Reading.objects.create(
            pk=stage.id_of("reading", each["of"], each["by"]),
            registration=stage.registrations[each["of"]],
            reader=User.objects.get(pk=stage.id_of("officer", each["by"])),
            place=place,
            assigned_by=stage.officers[TeamRole.COORDINATOR],
            assigned_at=begun - datetime.timedelta(days=2),
            given_at=begun if each["said"] else None,
            ended_at=begun if "conflict" in each else None,
            ended_how=ReadingEnd.CONFLICT if "conflict" in each else "",
            conflict=each.get("conflict", ""),
        )
        _say(stage, reading, each["said"], begun)


def _say(stage: Stage, reading: Reading, said: list[dict[str, Any]], begun: datetime.datetime) -> None:
    registration = type(reading.registration).objects.select_related("participant", "application")
    digest = digest_of(registration.get(pk=reading.registration_id)) if said else ""
    for number, each in enumerate(said, start=1):
        Opinion.objects.create(
            pk=stage.id_of("opinion", str(reading.pk), str(number)),
            reading=reading,
            number=number,
            recommendation=each["recommendation"],
            grade=each["grade"],
            reason=each["reason"],
            read_digest=digest,
            knew_the_other=each.get("knew", False),
            form_token=stage.id_of("form", "opinion", str(reading.pk), str(number)),
            given_at=begun + datetime.timedelta(hours=HOURS_BETWEEN * (number - 1)),
        )
