"""How a panel is made up: gender, group of States, for whom its people speak, age. For those who put it together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agenda.models import Appearance, Session
from agenda.queries.genders import Gender, gender_of
from agenda.states import AppearanceState
from conference.models import StateGroup
from conference.models.organisation import OrganisationFamily
from registration.models import Registration, Visibility
from registration.models.particulars import AgeBand

Text = str | Promise
UNKNOWN = "unknown"
STATE, INTERNATIONAL, CIVIL_SOCIETY = "state", "international", "civil_society"
MEDIA, PERSONAL = "media", "personal"
ACADEMIC_AND_CIVIL = frozenset({OrganisationFamily.CIVIL_SOCIETY, OrganisationFamily.ACADEMIC})

GENDERS: Mapping[str, Text] = {
    Gender.WOMAN.value: _("women"),
    Gender.MAN.value: _("men"),
    Gender.OTHER.value: _("another answer"),
    UNKNOWN: _("not known"),
}
GROUPS: Mapping[str, Text] = {
    **dict(StateGroup.choices),
    "none": _("no State"),
    UNKNOWN: _("not known"),
}
SIDES: Mapping[str, Text] = {
    STATE: _("government"),
    INTERNATIONAL: _("international organisation"),
    CIVIL_SOCIETY: _("civil society and academia"),
    MEDIA: _("media"),
    PERSONAL: _("in a personal capacity"),
    UNKNOWN: _("not known"),
}
AGES: Mapping[str, Text] = {**dict(AgeBand.choices), UNKNOWN: _("not known")}


@dataclass(frozen=True)
class Share:
    """So many of all; ``percent`` is how long the bar is."""

    label: Text
    count: int
    percent: int
    is_unknown: bool


@dataclass(frozen=True)
class Measure:
    label: Text
    shares: Sequence[Share]


@dataclass(frozen=True)
class Balance:
    """``is_single_sex``: everybody has said the same; ``all_known_alike``: those who have said it have."""

    people: int
    measures: Sequence[Measure]
    is_single_sex: bool
    all_known_alike: bool


@dataclass(frozen=True)
class _Person:
    gender: Gender
    group: str
    side: str
    age: str


def balance_of(session: Session) -> Balance:
    """Each person once, without those who sent regrets; of static lines nothing is known. Two queries."""
    rows = Appearance.objects.filter(session=session).exclude(state=AppearanceState.DECLINED)
    lines = list(rows.select_related("participant"))
    persons = {row.participant_id or row.pk: row for row in lines}
    represented = _registrations(row.participant_id for row in persons.values() if row.participant_id)
    people = [_person(row, represented) for row in persons.values()]
    genders = [person.gender for person in people]
    said = set(genders) - {Gender.UNKNOWN}
    known = sum(gender != Gender.UNKNOWN for gender in genders)
    are_alike = known > 1 and len(said) == 1 and said <= {Gender.WOMAN, Gender.MAN}
    return Balance(
        people=len(people),
        measures=(
            _measure(_("Gender"), GENDERS, [gender.value for gender in genders]),
            _measure(_("Group of States"), GROUPS, [person.group for person in people]),
            _measure(_("For whom they speak"), SIDES, [person.side for person in people]),
            _measure(_("Age group"), AGES, [person.age for person in people]),
        ),
        is_single_sex=are_alike and known == len(people),
        all_known_alike=are_alike and known < len(people),
    )


def _registrations(people: Iterable[UUID]) -> Mapping[UUID, Registration]:
    live = Registration.objects.live().filter(participant__in=list(people))
    rows = live.select_related("category", "delegation__state", "delegation__organisation")
    return {row.participant_id: row for row in rows}


def _person(row: Appearance, represented: Mapping[UUID, Registration]) -> _Person:
    person = row.participant
    if person is None or person.visibility == Visibility.HIDDEN:
        return _Person(Gender.UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)
    registration = represented.get(person.pk)
    return _Person(gender_of(person), _group(registration), _side(registration), person.age_band or UNKNOWN)


def _group(registration: Registration | None) -> str:
    if registration is None:
        return UNKNOWN
    state = registration.delegation.state if registration.delegation else None
    return state.group if state else "none"


def _side(registration: Registration | None) -> str:
    """By the delegation; whoever applied for an organisation speaks for civil society."""
    if registration is None:
        return UNKNOWN
    if registration.delegation is None:
        return CIVIL_SOCIETY if registration.category.asks_about_organisation else PERSONAL
    if registration.delegation.organisation is None:
        return STATE
    family = registration.delegation.organisation.family
    if family in ACADEMIC_AND_CIVIL:
        return CIVIL_SOCIETY
    return MEDIA if family == OrganisationFamily.MEDIA else INTERNATIONAL


def _measure(label: Text, labels: Mapping[str, Text], found: Sequence[str]) -> Measure:
    """Only what there is, in the order of the labels."""
    counts = Counter(found)
    shares = [
        Share(text, counts[key], round(100 * counts[key] / len(found)), key == UNKNOWN)
        for key, text in labels.items()
        if counts[key]
    ]
    return Measure(label, shares)
