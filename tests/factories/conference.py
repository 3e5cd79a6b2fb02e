"""A conference like Ulaanbaatar's, its registers and its Secretariat; nothing in them is left to chance.

The conference's clock stands at Monday, 3 June 2019, 09:00 in Ulaanbaatar, so that windows are open and dates in
letters are the same in every run; ``set_clock`` moves it.
"""

import copy
import datetime
import itertools
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from conference.health import heartbeats
from conference.models import (
    Conference,
    Mission,
    Organisation,
    OrganisationFamily,
    OrganisationName,
    Room,
    State,
    StateGroup,
    StateName,
    TeamMembership,
    TeamRole,
    User,
    Venue,
)

ULAANBAATAR = ZoneInfo("Asia/Ulaanbaatar")
MONDAY_3_JUNE = datetime.datetime(2019, 6, 3, 9, 0, tzinfo=ULAANBAATAR)
PASSWORD = "a long password for tests"

_numbers = itertools.count(1)

# code: group, short (en, ru, mn), formal (en, ru, mn), genitive (ru, mn), dative (ru), sort key (en)
STATES: dict[str, tuple[StateGroup, dict[str, str], dict[str, str], dict[str, str], dict[str, str], str]] = {
    "MN": (
        StateGroup.PARTICIPATING,
        {"en": "Mongolia", "ru": "Монголия", "mn": "Монгол Улс"},
        {"en": "Mongolia", "ru": "Монголия", "mn": "Монгол Улс"},
        {"ru": "Монголии", "mn": "Монгол Улсын"},
        {"ru": "Монголии"},
        "mongolia",
    ),
    "KG": (
        StateGroup.PARTICIPATING,
        {"en": "Kyrgyzstan", "ru": "Кыргызстан", "mn": "Киргиз"},
        {"en": "Kyrgyz Republic", "ru": "Кыргызская Республика", "mn": "Бүгд Найрамдах Киргиз Улс"},
        {"ru": "Кыргызстана", "mn": "Киргизийн"},
        {"ru": "Кыргызстану"},
        "kyrgyzstan",
    ),
    "KZ": (
        StateGroup.PARTICIPATING,
        {"en": "Kazakhstan", "ru": "Казахстан", "mn": "Казахстан"},
        {"en": "Republic of Kazakhstan", "ru": "Республика Казахстан", "mn": "Бүгд Найрамдах Казахстан Улс"},
        {"ru": "Казахстана", "mn": "Казахстаны"},
        {"ru": "Казахстану"},
        "kazakhstan",
    ),
    "CA": (
        StateGroup.PARTICIPATING,
        {"en": "Canada", "ru": "Канада", "mn": "Канад"},
        {"en": "Canada", "ru": "Канада", "mn": "Канад Улс"},
        {"ru": "Канады", "mn": "Канадын"},
        {"ru": "Канаде"},
        "canada",
    ),
    "DE": (
        StateGroup.PARTICIPATING,
        {"en": "Germany", "ru": "Германия", "mn": "Герман"},
        {
            "en": "Federal Republic of Germany",
            "ru": "Федеративная Республика Германия",
            "mn": "Холбооны Бүгд Найрамдах Герман Улс",
        },
        {"ru": "Германии", "mn": "Германы"},
        {"ru": "Германии"},
        "germany",
    ),
    "KR": (
        StateGroup.ASIAN_PARTNER,
        {"en": "Republic of Korea", "ru": "Республика Корея", "mn": "Бүгд Найрамдах Солонгос Улс"},
        {"en": "Republic of Korea", "ru": "Республика Корея", "mn": "Бүгд Найрамдах Солонгос Улс"},
        {"ru": "Республики Корея", "mn": "Бүгд Найрамдах Солонгос Улсын"},
        {"ru": "Республике Корея"},
        "korea republic of",
    ),
    "TR": (
        StateGroup.PARTICIPATING,
        {"en": "Turkey", "ru": "Турция", "mn": "Турк"},
        {"en": "Republic of Turkey", "ru": "Турецкая Республика", "mn": "Бүгд Найрамдах Турк Улс"},
        {"ru": "Турции", "mn": "Туркийн"},
        {"ru": "Турции"},
        "turkey",
    ),
}

# What a conference calls itself and its Secretariat.
WORDS: dict[str, Any] = {
    "title": {
        "en": "High-level Inter-Regional Conference on “Whole-of-Society-Approach” to Prevent and Counter "
        "Violent Extremism and Radicalization that Lead to Terrorism"
    },
    "short_title": {
        "en": "Whole-of-Society Conference",
        "ru": "Конференция по общесоциальному подходу",
        "mn": "Нийгмийг хамарсан бага хурал",
    },
    "hosts": {"en": "At the initiative of the Government of Mongolia"},
    "place": {"en": "Ulaanbaatar, Mongolia", "ru": "Улан-Батор, Монголия", "mn": "Улаанбаатар, Монгол Улс"},
    "contact_name": {
        "en": "Conference Secretariat",
        "ru": "Секретариат Конференции",
        "mn": "Бага хурлын Нарийн бичгийн дарга нарын газар",
    },
    "contact_email": "secretariat@conference.example",
    "contact_phone": "+976 11 000000",
    "signatory": {
        "en": "The Ministry of Foreign Affairs of Mongolia",
        "ru": "Министерство иностранных дел Монголии",
        "mn": "Монгол Улсын Гадаад харилцааны яам",
    },
    "demonstration_notice": {"en": "Demonstration: the persons shown are invented."},
}


def make_state(code: str = "KG") -> State:
    """A State of the register (one of ``STATES``), made on first need."""
    group, short, formal, genitive, dative, sort_key = STATES[code]
    state, created = State.objects.get_or_create(code=code, defaults={"group": group})
    if created:
        until = datetime.date(2022, 6, 1) if code == "TR" else None
        StateName.objects.create(
            state=state,
            name=short,
            formal_name=formal,
            genitive=genitive,
            dative=dative,
            sort_key={"en": sort_key},
            valid_to=until,
        )
        if until:
            StateName.objects.create(
                state=state,
                name=short | {"en": "Türkiye"},
                formal_name=formal | {"en": "Republic of Türkiye"},
                genitive=genitive,
                dative=dative,
                sort_key={"en": "turkiye"},
                valid_from=until,
            )
    return state


def make_mission(state: State | None = None, **changes: Any) -> Mission:
    """The mission in Vienna through which a State is written to."""
    state = state or make_state()
    formal = STATES[state.code][2]
    article = "" if formal["en"] in {"Mongolia", "Canada"} else "the "
    return Mission.objects.create(
        **{
            "state": state,
            "name": {
                "en": f"Delegation of {article}{formal['en']} to the OSCE",
                "ru": f"Представительство при ОБСЕ: {formal['ru']}",
            },
            "city": {"en": "Vienna", "ru": "Вена", "mn": "Вена"},
            "email": f"mission.{state.code.lower()}@missions.example",
        }
        | changes
    )


def make_conference(**changes: Any) -> Conference:
    """The Ulaanbaatar conference, its registration open from 1 May to 14 June 2019; a second has another address."""
    number = next(_numbers)
    taken = Conference.objects.filter(slug="ulaanbaatar-2019").exists()
    return Conference.objects.create(
        **{
            "slug": f"ulaanbaatar-2019-{number}" if taken else "ulaanbaatar-2019",
            "host_state": make_state("MN"),
            "decision_letters_wait": 0,
            "agenda_letters_wait": 0,
            "starts_on": datetime.date(2019, 6, 20),
            "ends_on": datetime.date(2019, 6, 21),
            "time_zone": "Asia/Ulaanbaatar",
            "languages": ["mn", "en", "ru"],
            "registration_opens_at": datetime.datetime(2019, 5, 1, 9, 0, tzinfo=ULAANBAATAR),
            "registration_closes_at": datetime.datetime(2019, 6, 14, 18, 0, tzinfo=ULAANBAATAR),
            "reply_by": datetime.date(2019, 6, 7),
            "note_prefix": "MFA/2019/",
            "is_demonstration": True,
            "demonstration_offset": MONDAY_3_JUNE - timezone.now(),
        }
        | copy.deepcopy(WORDS)
        | changes
    )


def set_clock(conference: Conference, moment: datetime.datetime | str) -> Conference:
    """Set the conference's clock, for example to “2019-06-15 09:00”; without a zone it is the venue's time."""
    given = datetime.datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    aware = given if given.tzinfo else given.replace(tzinfo=conference.zone)
    conference.demonstration_offset = aware - timezone.now()
    conference.save(update_fields=["demonstration_offset"])
    return conference


def make_venue(conference: Conference, **changes: Any) -> Venue:
    return Venue.objects.create(
        **{"conference": conference, "name": {"en": "Ministry of Foreign Affairs", "mn": "Гадаад харилцааны яам"}}
        | changes
    )


def make_room(venue: Venue, **changes: Any) -> Room:
    position = venue.rooms.count() + 1
    return Room.objects.create(**{"venue": venue, "name": {"en": f"Room {position}"}, "position": position} | changes)


def make_organisation(conference: Conference | None = None, **changes: Any) -> Organisation:
    """An international organisation; given a conference, a civil-society organisation of that conference."""
    name = changes.pop(
        "name", {"en": "Steppe Dialogue Centre"} if conference else {"en": "Inter-Regional Dialogue Forum"}
    )
    family = OrganisationFamily.CIVIL_SOCIETY if conference else OrganisationFamily.REGIONAL
    organisation = Organisation.objects.create(**{"conference": conference, "family": family} | changes)
    OrganisationName.objects.create(organisation=organisation, name=name)
    return organisation


def make_user(email: str = "", **changes: Any) -> User:
    """Somebody who signs in by e-mailed code."""
    user = User.objects.for_address(email or f"person{next(_numbers)}@people.example")
    for field, value in changes.items():
        setattr(user, field, value)
    if changes:
        user.save(update_fields=list(changes))
    return user


def make_officer(conference: Conference, *roles: TeamRole, email: str = "", **changes: Any) -> User:
    """A Secretariat officer with the given roles in one conference (none given: the co-ordinator)."""
    number = next(_numbers)
    officer = User.objects.create_officer(
        email or f"officer{number}@secretariat.example",
        PASSWORD,
        **{"name": f"Officer {number}"} | changes,
    )
    for role in roles or (TeamRole.COORDINATOR,):
        TeamMembership.objects.create(conference=conference, user=officer, role=role)
    return officer


def everybody_works() -> None:
    """Every process of the site has just given a sign of life."""
    for name in heartbeats.expected():
        heartbeats.write(name)
