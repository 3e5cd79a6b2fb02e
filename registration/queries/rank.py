"""In which order the members of a delegation stand: the head first, then the State's own order, else that of roles."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from registration.models import Delegation, DelegationRole, Registration
from registration.states import LIVE

PLACE_OF_ROLE = {role.value: place for place, role in enumerate(DelegationRole)}
#: What ``with_rank`` hangs on the rows, in the order in which they sort: as ``rank_key`` does.
BY_RANK = ("rank_first", "position", "rank_of_role", "created_at", "pk")


def in_rank(delegation: Delegation, members: Iterable[Registration]) -> list[Registration]:
    """The members as every list of this delegation shows them."""
    return sorted(members, key=lambda member: rank_key(delegation, member))


def rank_key(delegation: Delegation, member: Registration) -> tuple[Any, ...]:
    """The head always comes first; without an order of the State's own, roles decide: delegate before adviser."""
    place = PLACE_OF_ROLE.get(member.role, len(PLACE_OF_ROLE))
    if delegation.has_own_order:
        return (member.role != DelegationRole.HEAD, member.position, place, member.created_at, member.pk)
    return (place, member.position, member.created_at, member.pk)


def with_rank(rows: QuerySet[Registration]) -> QuerySet[Any]:
    """The rows of several delegations with what ``BY_RANK`` sorts them by."""
    of_role = Case(
        *(When(role=role, then=Value(place)) for role, place in PLACE_OF_ROLE.items()),
        default=Value(len(PLACE_OF_ROLE)),
        output_field=IntegerField(),
    )
    first = Case(
        When(delegation__has_own_order=True, role=DelegationRole.HEAD, then=Value(0)),
        When(delegation__has_own_order=True, then=Value(1)),
        default=of_role,
        output_field=IntegerField(),
    )
    ranked: QuerySet[Any] = rows.annotate(rank_first=first, rank_of_role=of_role)
    return ranked


def places_within(delegation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Of each living member of these delegations: its place in its own, the first being 1; one query."""
    members = Registration.objects.filter(delegation__in=delegation_ids)
    places: dict[uuid.UUID, int] = {}
    counted: dict[uuid.UUID, int] = {}
    living = with_rank(members.filter(state__in=LIVE)).order_by(*BY_RANK)
    for pk, delegation_id in living.values_list("pk", "delegation_id"):
        places[pk] = counted[delegation_id] = counted.get(delegation_id, 0) + 1
    return places
