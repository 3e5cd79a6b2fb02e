"""How many seats a delegation has."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import User
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import Delegation
from registration.permissions import can_appoint_focal_points
from registration.queries.places import seats


@transaction.atomic
def grant_seats(delegation_id: UUID, *, quota: int | None, note: str, by: User, version: int) -> Delegation:
    """Sets the seats of a delegation (none: no limit of its own) and the Secretariat's note on it.

    Locks the delegation, so that nobody is nominated meanwhile. Raises ``NotPermittedError``, ``LostUpdateError``;
    ``RegistrationError`` for fewer seats than are taken or waited for.
    """
    delegation = (
        Delegation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("conference")
        .get(pk=delegation_id)
    )
    if not can_appoint_focal_points(by, delegation.conference):
        raise NotPermittedError
    if version != delegation.version:
        raise LostUpdateError
    known = seats(delegation)
    if quota is not None and quota < known.used + known.waiting:
        raise RegistrationError(_refusal(known.used, known.waiting))
    delegation.quota, delegation.note, delegation.version = quota, note, delegation.version + 1
    delegation.save(update_fields=["quota", "note", "version"])
    return delegation


def _refusal(used: int, waiting: int) -> str:
    if not waiting:
        sentence = _(
            "%(used)d seats are taken. Please settle with the delegation who withdraws before you grant fewer."
        )
        return sentence % {"used": used}
    sentence = _(
        "Seats taken: %(used)d; waited for: %(waiting)d. Please settle with the delegation before you grant fewer."
    )
    return sentence % {"used": used, "waiting": waiting}
