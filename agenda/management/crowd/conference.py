"""The conference of a crowd: its days, rooms, topics and categories, and the officer who works on it."""

import datetime
import math

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from agenda.demonstration.identity import PASSWORD
from agenda.management.crowd.chance import Chance
from agenda.management.crowd.stage import FIRST_DAY, NOW, Stage
from conference.models import Conference, Room, TeamMembership, TeamRole, Topic, User, Venue
from registration.models import ParticipantCategory, Route, Visibility

SLOTS_A_DAY = 7
OFFICER = "officer@{slug}.example"
CATEGORIES = (
    ("participating-states", "States", "Государства", Route.NOMINATION, Visibility.LISTED),
    ("international-organisations", "International organisations", "Организации", Route.NOMINATION, Visibility.LISTED),
    ("partners", "Partner organisations", "Организации-партнёры", Route.NOMINATION, Visibility.LISTED),
    ("experts", "Experts and speakers", "Эксперты и докладчики", Route.INVITATION, Visibility.LISTED),
    ("civil-society", "Civil society", "Гражданское общество", Route.APPLICATION, Visibility.COUNTED),
    ("academia", "Academia", "Научное сообщество", Route.APPLICATION, Visibility.LISTED),
    ("media", "Media", "Средства массовой информации", Route.APPLICATION, Visibility.LISTED),
)
TOPICS = (
    ("Education and dialogue", "Образование и диалог"),
    ("The role of local communities", "Роль местных сообществ"),
    ("Young people", "Молодёжь"),
    ("The media and the internet", "СМИ и интернет"),
    ("Women in peace and security", "Женщины, мир и безопасность"),
    ("International co-operation", "Международное сотрудничество"),
)


def set_up_conference(slug: str, chance: Chance, *, sessions: int) -> Stage:
    """A public conference that is open for registration, with as many days and rooms as its sessions fill."""
    rooms = rooms_for(sessions)
    days = max(1, math.ceil(sessions / (rooms * SLOTS_A_DAY)))
    offset = NOW - timezone.now()
    conference = Conference.objects.create(
        pk=chance.identifier(),
        slug=slug,
        title={"en": "Conference of a synthetic crowd", "ru": "Конференция условных лиц"},
        short_title={"en": "Synthetic crowd", "ru": "Условные лица"},
        hosts={"en": "Held by nobody", "ru": "Никем не проводится"},
        place={"en": "Ulaanbaatar, Mongolia", "ru": "Улан-Батор, Монголия"},
        description={"en": "Made-up people, for measuring and testing.", "ru": "Вымышленные лица, для измерений."},
        starts_on=FIRST_DAY,
        ends_on=FIRST_DAY + datetime.timedelta(days=days - 1),
        time_zone="Asia/Ulaanbaatar",
        languages=["en", "ru", "mn"],
        registration_opens_at=NOW - datetime.timedelta(days=60),
        registration_closes_at=NOW + datetime.timedelta(days=14),
        reply_by=FIRST_DAY - datetime.timedelta(days=14),
        contact_name={"en": "Secretariat", "ru": "Секретариат", "mn": "Нарийн бичгийн дарга нарын газар"},
        contact_email=f"secretariat@{slug}.example",
        signatory={"en": "The Secretariat", "ru": "Секретариат"},
        is_demonstration=True,
        demonstration_notice={"en": "None of these people exists.", "ru": "Этих людей не существует."},
        demonstration_offset=offset,
    )
    stage = Stage(conference, chance, _officer(conference, chance), offset)
    _places(stage, rooms)
    _topics_and_categories(stage)
    return stage


def rooms_for(sessions: int) -> int:
    """From two rooms to a congress centre of twelve."""
    return min(12, max(2, round(math.sqrt(sessions) / 1.7)))


def _officer(conference: Conference, chance: Chance) -> User:
    officer = User.objects.create(
        pk=chance.identifier(),
        email=OFFICER.format(slug=conference.slug),
        name="Officer of the crowd",
        is_staff=True,
        password=make_password(PASSWORD),
    )
    TeamMembership.objects.bulk_create(
        TeamMembership(conference=conference, user=officer, role=role) for role in TeamRole if role != TeamRole.OBSERVER
    )
    return officer


def _places(stage: Stage, rooms: int) -> None:
    venue = Venue.objects.create(
        pk=stage.chance.identifier(),
        conference=stage.conference,
        name={"en": "Congress Centre", "ru": "Дом съездов"},
    )
    stage.rooms = [
        Room(
            pk=stage.chance.identifier(),
            venue=venue,
            name={"en": f"Hall {number}", "ru": f"Зал {number}"},
            floor=str(1 + number // 5),
            position=number,
        )
        for number in range(1, rooms + 1)
    ]
    Room.objects.bulk_create(stage.rooms)


def _topics_and_categories(stage: Stage) -> None:
    stage.topics = [
        Topic(pk=stage.chance.identifier(), conference=stage.conference, name={"en": en, "ru": ru}, position=position)
        for position, (en, ru) in enumerate(TOPICS, start=1)
    ]
    Topic.objects.bulk_create(stage.topics)
    stage.categories = {
        slug: ParticipantCategory(
            pk=stage.chance.identifier(),
            conference=stage.conference,
            slug=slug,
            name={"en": en, "ru": ru},
            route=route,
            asks_about_organisation=route == Route.APPLICATION,
            default_visibility=visibility,
            position=position,
        )
        for position, (slug, en, ru, route, visibility) in enumerate(CATEGORIES, start=1)
    }
    ParticipantCategory.objects.bulk_create(stage.categories.values())
