"""The conference itself: titles, dates, languages, topics, places and categories."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

from agenda.demonstration.clock import Clock, day
from agenda.demonstration.identity import Demonstration
from agenda.demonstration.stage import Stage
from conference.models import Conference, CoOrganiser, Organisation, Room, State, Topic, Venue
from registration.models import ParticipantCategory
from registration.models.particulars import usually_asked

AS_GIVEN = (
    "title",
    "short_title",
    "kind",
    "hosts",
    "place",
    "description",
    "signatory",
    "demonstration_notice",
    "time_zone",
    "languages",
    "capacity",
    "accent",
    "accent_on_dark",
    "contact_name",
    "contact_email",
    "contact_phone",
    "notes_place",
    "note_prefix",
)


def set_up_conference(demonstration: Demonstration) -> Stage:
    """The conference with its clock: at this moment it is there the hour at which the demonstration begins."""
    facts, outline = demonstration.texts("conference"), demonstration.outline
    zone = ZoneInfo(facts["time_zone"])
    clock = Clock.beginning(outline["begins_at"], outline["recorded_until"], zone, now=timezone.now())
    conference = Conference.objects.create(
        pk=demonstration.id_of("conference"),
        slug=demonstration.slug,
        host_state=State.objects.get(code=facts["host_state"]),
        starts_on=day(facts["starts_on"]),
        ends_on=day(facts["ends_on"]),
        registration_opens_at=clock.at(facts["registration_opens_at"]),
        registration_closes_at=clock.at(facts["registration_closes_at"]),
        reply_by=day(facts["reply_by"]),
        nomination_letters_by=day(letters_by) if (letters_by := facts.get("nomination_letters_by")) else None,
        photographs_by=day(photographs_by) if (photographs_by := facts.get("photographs_by")) else None,
        visa_by=day(visa_by) if (visa_by := facts.get("visa_by")) else None,
        travel_by=day(travel_by) if (travel_by := facts.get("travel_by")) else None,
        is_demonstration=True,
        demonstration_offset=clock.offset,
        **{name: facts[name] for name in AS_GIVEN},
    )
    if "emblem" in facts:
        _emblem(demonstration, conference, facts["emblem"])
    stage = Stage(demonstration, conference, clock)
    _co_organisers(stage, facts["co_organisers"])
    _topics(stage, facts["topics"])
    _places(stage)
    _categories(stage)
    return stage


def _emblem(demonstration: Demonstration, conference: Conference, name: str) -> None:
    """A copy among the uploaded files, in place of the one that an earlier load has left there."""
    stored = f"emblems/{demonstration.slug}{Path(name).suffix}"
    default_storage.delete(stored)
    with (demonstration.folder / name).open("rb") as file:
        conference.emblem.name = default_storage.save(stored, File(file))
    conference.save(update_fields=["emblem"])


def _co_organisers(stage: Stage, abbreviations: list[str]) -> None:
    organisations = {found.abbreviation: found for found in Organisation.objects.filter(conference=None)}
    CoOrganiser.objects.bulk_create(
        CoOrganiser(conference=stage.conference, organisation=organisations[abbreviation], position=position)
        for position, abbreviation in enumerate(abbreviations, start=1)
    )


def _topics(stage: Stage, topics: list[dict[str, Any]]) -> None:
    stage.topics = {
        topic["key"]: Topic(
            pk=stage.id_of("topic", topic["key"]), conference=stage.conference, name=topic["name"], position=position
        )
        for position, topic in enumerate(topics, start=1)
    }
    Topic.objects.bulk_create(stage.topics.values())


def _places(stage: Stage) -> None:
    for position, given in enumerate(stage.texts("venues"), start=1):
        venue = Venue.objects.create(
            pk=stage.id_of("venue", given["key"]),
            conference=stage.conference,
            position=position,
            **{name: given[name] for name in ("name", "address", "directions")},
        )
        stage.rooms |= {
            room["key"]: _room(stage, venue, room, place) for place, room in enumerate(given["rooms"], start=1)
        }
    Room.objects.bulk_create(stage.rooms.values())


def _room(stage: Stage, venue: Venue, given: dict[str, Any], position: int) -> Room:
    return Room(
        pk=stage.id_of("room", given["key"]),
        venue=venue,
        name=given["name"],
        floor=given["floor"],
        seats_at_table=given["at_table"],
        seats_behind=given["behind"],
        position=position,
    )


def _categories(stage: Stage) -> None:
    stage.categories = {
        given["slug"]: ParticipantCategory(
            pk=stage.id_of("category", given["slug"]),
            conference=stage.conference,
            slug=given["slug"],
            name=given["name"],
            description=given["description"],
            route=given["route"],
            places=given["places"],
            has_waiting_list=given["waiting_list"],
            state_groups=given.get("state_groups", []),
            asks_about_organisation=given["asks"],
            asks=[*usually_asked(), *given.get("also_asks", [])],
            requires=given.get("requires", []),
            default_visibility=given["visibility"],
            closes_at=stage.clock.at(given["closes_at"]) if "closes_at" in given else None,
            colour=given["colour"],
            position=position,
        )
        for position, given in enumerate(stage.texts("categories"), start=1)
    }
    ParticipantCategory.objects.bulk_create(stage.categories.values())
