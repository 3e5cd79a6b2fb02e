"""The order of rank within a delegation: the State's own, the head always first."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import User
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import Delegation, DelegationRole, Registration
from registration.permissions import can_nominate
from registration.queries.rank import in_rank
from registration.states import LIVE


@transaction.atomic
def move_member(registration_id: UUID, *, place: int, seen_place: int, by: User) -> Registration:
    """Puts a member at a place in the order (1 is the first), and the others around it.

    ``seen_place`` is where the member stood when it was asked, so that a submit repeated moves nobody twice. Locks the
    delegation. Raises ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` where the head would not stand
    first, and for one who is no member any more.
    """
    delegation = _lock(Delegation.objects.get(registrations=registration_id).pk, by=by)
    members = _members(delegation)
    moved = next((each for each in members if each.pk == registration_id), None)
    if moved is None:
        raise RegistrationError(_("Whoever has left the delegation has no place in its order."))
    if members.index(moved) + 1 != seen_place:
        raise LostUpdateError
    members.remove(moved)
    members.insert(max(0, min(place, len(members) + 1) - 1), moved)
    if any(each.role == DelegationRole.HEAD for each in members[1:]):
        raise RegistrationError(_("The head of delegation always stands first; the order is as it was."))
    _keep(delegation, members)
    return moved


@transaction.atomic
def return_to_order_of_roles(delegation_id: UUID, *, by: User) -> Delegation:
    """Gives up the State's own order; whoever has the same role keeps the order in which they were named.

    Locks the delegation. Raises ``NotPermittedError``.
    """
    delegation = _lock(delegation_id, by=by)
    delegation.registrations.update(position=0)
    delegation.has_own_order, delegation.version = False, delegation.version + 1
    delegation.save(update_fields=["has_own_order", "version"])
    return delegation


def _lock(delegation_id: UUID, *, by: User) -> Delegation:
    locked = Delegation.objects.select_for_update(of=("self",), no_key=True).select_related("conference")
    delegation = locked.get(pk=delegation_id)
    if not can_nominate(by, delegation):
        raise NotPermittedError
    return delegation


def _members(delegation: Delegation) -> list[Registration]:
    return in_rank(delegation, delegation.registrations.filter(state__in=LIVE))


def _keep(delegation: Delegation, members: list[Registration]) -> None:
    for position, member in enumerate(members, start=1):
        member.position = position
    Registration.objects.bulk_update(members, ["position"])
    delegation.has_own_order, delegation.version = True, delegation.version + 1
    delegation.save(update_fields=["has_own_order", "version"])
