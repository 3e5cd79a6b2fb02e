"""Delegations as the Secretariat's lists show them: the name in force, the seats, the head."""

import uuid
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, TextField, When, Window
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import get_language

from conference.models import Conference, OrganisationName, StateGroup, StateName
from conference.models.dated import DatedName
from conference.models.translated import TranslatedText
from conference.queries.kept_figures import kept_figures
from registration.models import (
    Delegation,
    DelegationRole,
    FocalPoint,
    Invitation,
    Participant,
    ParticipantCategory,
    Registration,
    searchable,
)
from registration.states import HOLDING_A_SEAT

#: A select of so many is no select any more, and their names take long to look up.
MANY = 300
HOLDS_A_SEAT = Q(registrations__state__in=HOLDING_A_SEAT)


@dataclass(frozen=True)
class DelegationName:
    """A delegation's name in the active language, with what it is filtered and sorted by."""

    text: str
    group: str
    sort_key: str
    search_text: str

    @property
    def group_label(self) -> str:
        """The group of the State; nothing for an organisation."""
        return str(StateGroup(self.group).label) if self.group else ""


def delegation_names(conference: Conference) -> dict[uuid.UUID, DelegationName]:
    """The name of every delegation in force at the conference, in the protocol order of the active language.

    Lists take the names from here: a name for each row would be two joins and a choice of dates for each. Of many
    delegations they are kept for a minute.
    """
    name = f"delegation names:{get_language()}"
    names = kept_figures(
        conference, name, lambda: _names_now(conference), is_large=lambda rows: len(rows) > MANY, shaped=_by_delegation
    )
    return Names(conference, names)


class Names(dict[uuid.UUID, DelegationName]):
    """Names that may have been kept for a minute: of a delegation that has come since, the name is looked up."""

    def __init__(self, conference: Conference, names: dict[uuid.UUID, DelegationName]) -> None:
        super().__init__(names)
        self._conference = conference

    def __missing__(self, key: uuid.UUID) -> DelegationName:
        for pk, *parts in _names_now(self._conference, pk=key):
            self[uuid.UUID(pk)] = DelegationName(*parts)
        if key not in self:
            raise KeyError(key)
        return self[key]


def _by_delegation(rows: list[list[str]]) -> dict[uuid.UUID, DelegationName]:
    return {uuid.UUID(pk): DelegationName(*parts) for pk, *parts in rows}


def _names_now(conference: Conference, **which: uuid.UUID) -> list[list[str]]:
    """In one query; as JSON keeps them."""
    rows = (
        Delegation.objects.filter(conference=conference, **which)
        .annotate(
            short_name=Coalesce(
                _name_of(StateName, "state", conference), _name_of(OrganisationName, "organisation", conference)
            ),
            key=Coalesce(
                _name_of(StateName, "state", conference, "sort_key"),
                _name_of(OrganisationName, "organisation", conference, "sort_key"),
            ),
        )
        .values_list("pk", "short_name", "key", "state__group")
    )
    names = [(pk, _delegation_name(short, key, group)) for pk, short, key, group in rows]
    return [[str(pk), *astuple(name)] for pk, name in sorted(names, key=lambda item: item[1].sort_key)]


def in_force_at(conference: Conference) -> Q:
    """Names that are in force when the conference begins."""
    day = conference.starts_on
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return begun & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def _name_of(
    names: type[DatedName], owner: str, conference: Conference, field: str = "name", *, through: str = ""
) -> Subquery:
    found = names._default_manager.filter(in_force_at(conference), **{owner: OuterRef(through + owner)})
    column, _sep, key = field.partition("__")
    if key:
        return Subquery(found.annotate(text=KT(field)).values("text")[:1])
    return Subquery(found.values(column)[:1])


def _delegation_name(short: TranslatedText, key: TranslatedText, group: str | None) -> DelegationName:
    text = short.in_language(get_language())
    # A key in another language would put the State in another's order.
    own = key.get(get_language() or "") or text
    return DelegationName(text=text, group=group or "", sort_key=searchable(own), search_text=searchable(text))


def delegations_for_desk(conference: Conference) -> QuerySet[Delegation]:
    """Delegations in the protocol order of the active language, with what became of the invitation."""
    return (
        Delegation.objects.filter(conference=conference)
        .annotate(
            invitation_state=Subquery(Invitation.objects.filter(delegation=OuterRef("pk")).values("state")[:1]),
            protocol_order=protocol_order(conference),
        )
        .order_by("protocol_order", "pk")
    )


def protocol_order(conference: Conference, *, through: str = "") -> Lower:
    """The place of a delegation in the protocol order of the active language; ``through`` leads to the delegation."""
    language = get_language() or "en"
    keys = (
        _name_of(names, owner, conference, f"{field}__{language}", through=through)
        for field in ("sort_key", "name")
        for names, owner in ((StateName, "state"), (OrganisationName, "organisation"))
    )
    return Lower(Coalesce(*keys, output_field=TextField()))


@dataclass
class Manning:
    """Who holds the seats of a delegation."""

    used: int = 0
    outside: int = 0
    head: Participant | None = None


def manning_of(delegation_ids: list[uuid.UUID]) -> dict[uuid.UUID, Manning]:
    """The seats taken and the head of each delegation of a page, in one query that brings one row of each."""
    found = {pk: Manning() for pk in delegation_ids}
    holding = Registration.objects.filter(delegation__in=delegation_ids, state__in=HOLDING_A_SEAT)
    counted = holding.annotate(
        used=_over_the_delegation(is_outside_quota=False), outside=_over_the_delegation(is_outside_quota=True)
    )
    head_first: Iterable[Any] = (
        counted.order_by("delegation", Case(When(role=DelegationRole.HEAD, then=0), default=1))
        .select_related("participant")
        .distinct("delegation")
    )
    for one in head_first:
        head = one.participant if one.role == DelegationRole.HEAD else None
        found[one.delegation_id] = Manning(one.used, one.outside, head)
    return found


def _over_the_delegation(**which: bool) -> Window:
    """How many of a delegation, beside each of its rows."""
    return Window(Count("pk", filter=Q(**which)), partition_by="delegation")


def focal_points_of(delegation_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[FocalPoint]]:
    """Who answers for each delegation at present, the primary first; one query for the whole page."""
    found: dict[uuid.UUID, list[FocalPoint]] = {}
    present = FocalPoint.objects.filter(delegation_id__in=delegation_ids, ended_at__isnull=True)
    for focal_point in present.order_by("-rank"):
        found.setdefault(focal_point.delegation_id, []).append(focal_point)
    return found


def categories_for_desk(conference: Conference) -> QuerySet[ParticipantCategory]:
    """Categories with the places that are taken in each (``taken``)."""
    holding = HOLDS_A_SEAT & Q(registrations__is_outside_quota=False)
    return ParticipantCategory.objects.filter(conference=conference).annotate(
        taken=Count("registrations", filter=holding)
    )
