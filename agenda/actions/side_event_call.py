"""From when until when side events are proposed, and within which limits: said by the officers of the programme."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.actions.locking import lock_conference
from agenda.errors import LostUpdateError, SideEventError
from agenda.models import SideEventCall
from conference.models import Conference, User
from registration.models import ParticipantCategory

SAID = frozenset({"is_offered", "opens_at", "closes_at", "explanation", "longest_minutes", "longest_text", "languages"})


@transaction.atomic
def call_for_side_events(
    conference_id: UUID,
    *,
    changes: Mapping[str, Any],
    by: User | None,
    categories: Iterable[ParticipantCategory] | None = None,
    version: int | None = None,
) -> SideEventCall:
    """Says it (:data:`SAID`) from now on: what was proposed before stands. Locks the conference, then the call.

    Raises ``SideEventError`` where the window is none, ``LostUpdateError``, ``NotPermittedError``; ``KeyError`` for
    what is not said so.
    """
    if changes.keys() - SAID:
        raise KeyError(*sorted(changes.keys() - SAID))
    conference = lock_conference(conference_id, by=by)
    SideEventCall.objects.get_or_create(conference=conference)
    call = lock_call(conference)
    if call is None or (version is not None and version != call.version):
        raise LostUpdateError
    for name, value in changes.items():
        setattr(call, name, value)
    _ensure_sound(call)
    call.version += 1
    call.save(update_fields=[*changes, "version"])
    if categories is not None:
        call.categories.set(categories)
    return call


def lock_call(conference: Conference) -> SideEventCall | None:
    """Its row, so that a window does not move while somebody proposes, and an organisation proposes one at a time."""
    call: SideEventCall | None = (
        SideEventCall.objects.select_for_update(no_key=True).filter(conference=conference).first()
    )
    if call is not None:
        call.conference = conference
    return call


def _ensure_sound(call: SideEventCall) -> None:
    if call.is_offered and not (call.opens_at and call.closes_at):
        raise SideEventError(_("Say when proposals open and when they close."))
    if call.opens_at and call.closes_at and call.closes_at <= call.opens_at:
        raise SideEventError(_("Proposals cannot close before they open."))
