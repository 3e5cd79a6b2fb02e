"""The delegations of a crowd, each with its focal point and its invitation."""

from collections.abc import Iterable

from agenda.management.crowd.copying import copy_in
from agenda.management.crowd.names import name_of
from agenda.management.crowd.stage import FIRST_DAY, Stage
from conference.models import Organisation, OrganisationFamily, OrganisationName, State
from registration.models import Channel, Delegation, FocalPoint, Invitation
from registration.states import InvitationState as I

ANSWERS = {I.ACCEPTED: 70, I.DELIVERED: 12, I.ACKNOWLEDGED: 8, I.DECLINED: 5, I.BOUNCED: 2, I.SENT: 3}
#: One organisation of the conference's own for so many registrations: a State sends hundreds, a network a handful.
REGISTRATIONS_AN_ORGANISATION = 60
FAMILIES = {OrganisationFamily.CIVIL_SOCIETY: 70, OrganisationFamily.ACADEMIC: 20, OrganisationFamily.MEDIA: 10}
KINDS = (
    ("Association", "Ассоциация", "Холбоо"),
    ("Foundation", "Фонд", "Сан"),
    ("Institute", "Институт", "Хүрээлэн"),
    ("Network", "Сеть", "Сүлжээ"),
    ("Centre", "Центр", "Төв"),
)
THEMES = (
    ("of Dialogue", "диалога", "Яриа хэлэлцээ"),
    ("of Young People", "молодёжи", "Залуучууд"),
    ("of Local Communities", "местных сообществ", "Орон нутаг"),
    ("of Good Neighbours", "добрых соседей", "Сайн хөршүүд"),
    ("of Free Reporting", "свободной печати", "Чөлөөт хэвлэл"),
    ("of Études Régionales", "региональных исследований", "Бүс нутгийн судалгаа"),
)


def set_up_delegations(stage: Stage, registrations: int) -> None:
    """One of every State and international organisation in the register, and of organisations of the conference's own.

    Of the last there are the more, the larger the crowd is.
    """
    states = State.objects.order_by("code").prefetch_related("names")
    international = Organisation.objects.filter(conference=None).order_by("abbreviation").prefetch_related("names")
    own = _organisations(stage, registrations // REGISTRATIONS_AN_ORGANISATION)
    found = {
        "participating-states": [_delegation(stage, "participating-states", state=one) for one in states],
        "international-organisations": _of(stage, "international-organisations", international),
        "partners": _of(stage, "partners", own),
    }
    # Who comes with many is no matter of the alphabet.
    stage.delegations = {slug: stage.chance.some_of(each, len(each)) for slug, each in found.items()}
    everybody = [one for each in found.values() for one in each]
    copy_in(Delegation, everybody)
    stage.focal_points = {one.pk: _focal_point(stage, one, n) for n, one in enumerate(everybody, start=1)}
    copy_in(FocalPoint, stage.focal_points.values())
    copy_in(Invitation, [_invitation(stage, one, n) for n, one in enumerate(everybody, start=1)])


def _organisations(stage: Stage, count: int) -> list[Organisation]:
    chance = stage.chance
    found = [
        Organisation(pk=chance.identifier(), conference=stage.conference, family=chance.weighted(FAMILIES))
        for _number in range(count)
    ]
    copy_in(Organisation, found)
    names = [_organisation_name(stage, one, number) for number, one in enumerate(found, start=1)]
    copy_in(OrganisationName, names)
    return list(Organisation.objects.filter(pk__in=[one.pk for one in found]).order_by("pk").prefetch_related("names"))


def _organisation_name(stage: Stage, organisation: Organisation, number: int) -> OrganisationName:
    kind, theme = stage.chance.one_of(KINDS), stage.chance.one_of(THEMES)
    return OrganisationName(
        pk=stage.chance.identifier(),
        organisation=organisation,
        name={
            "en": f"{kind[0]} {theme[0]} {number}",
            "ru": f"{kind[1]} {theme[1]} {number}",
            "mn": f"{theme[2]} {kind[2]} {number}",
        },
    )


def _of(stage: Stage, category: str, organisations: Iterable[Organisation]) -> list[Delegation]:
    return [_delegation(stage, category, organisation=one) for one in organisations]


def _delegation(
    stage: Stage, category: str, *, state: State | None = None, organisation: Organisation | None = None
) -> Delegation:
    return Delegation(
        pk=stage.chance.identifier(),
        conference=stage.conference,
        category=stage.categories[category],
        state=state,
        organisation=organisation,
        has_own_order=stage.chance.happens(0.2),
        created_at=stage.recorded(58),
    )


def focal_address(stage: Stage, number: int) -> str:
    return f"focal{number:03}@{stage.conference.slug}.example"


def _focal_point(stage: Stage, delegation: Delegation, number: int) -> FocalPoint:
    name = name_of(stage.chance)
    return FocalPoint(
        pk=stage.chance.identifier(),
        delegation=delegation,
        name=f"{name.given_names} {name.family_name}".strip(),
        function="First Secretary",
        email=focal_address(stage, number),
        language=stage.chance.weighted(LANGUAGES),
        designated_at=stage.recorded(50),
    )


LANGUAGES = {"en": 70, "ru": 25, "mn": 5}


def _invitation(stage: Stage, delegation: Delegation, number: int) -> Invitation:
    state = stage.chance.weighted(ANSWERS)
    return Invitation(
        pk=stage.chance.identifier(),
        conference=stage.conference,
        category=delegation.category,
        delegation=delegation,
        email=focal_address(stage, number),
        channel=Channel.NOTE_VERBALE if delegation.state_id else Channel.LETTER,
        reference=f"CROWD/{number:03}",
        dated_on=FIRST_DAY.replace(month=7, day=1),
        signatory="The Secretariat",
        state=state,
        state_since=stage.recorded(stage.chance.between(5, 50)),
        created_at=stage.recorded(57),
    )
