"""In which order the members of a delegation stand: the head first, then the State's own order, else that of roles."""

from collections.abc import Iterable
from typing import Any

from registration.models import Delegation, DelegationRole, Registration

PLACE_OF_ROLE = {role.value: place for place, role in enumerate(DelegationRole)}


def in_rank(delegation: Delegation, members: Iterable[Registration]) -> list[Registration]:
    """The members as every list of this delegation shows them."""
    return sorted(members, key=lambda member: rank_key(delegation, member))


def rank_key(delegation: Delegation, member: Registration) -> tuple[Any, ...]:
    """The head always comes first; without an order of the State's own, roles decide: delegate before adviser."""
    place = PLACE_OF_ROLE.get(member.role, len(PLACE_OF_ROLE))
    if delegation.has_own_order:
        return (member.role != DelegationRole.HEAD, member.position, place, member.created_at, member.pk)
    return (place, member.position, member.created_at, member.pk)
