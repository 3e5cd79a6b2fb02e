"""What an officer may decide on many registrations at once, as data: the words, and the act."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from conference.models import User
from registration.actions.decide_in_bulk import (
    BulkOutcome,
    confirm_registrations,
    decline_applications,
    take_up_applications,
)
from registration.states import RegistrationState


@dataclass(frozen=True, kw_only=True)
class BulkMove:
    """A decision that can be taken on many."""

    key: str
    label: Any
    question: Any
    wanted: RegistrationState
    act: Callable[[list[uuid.UUID], User, str], BulkOutcome]
    asks_reason: bool = False
    tone: str = "accent"


BULK_MOVES: dict[str, BulkMove] = {
    move.key: move
    for move in (
        BulkMove(
            key="confirm",
            label=_("Confirm"),
            question=_("Confirm these registrations?"),
            wanted=RegistrationState.REGISTERED,
            act=lambda ids, by, _reason: confirm_registrations(ids, by=by),
        ),
        BulkMove(
            key="take-up",
            label=_("Take up for review"),
            question=_("Take these applications up for review?"),
            wanted=RegistrationState.UNDER_REVIEW,
            act=lambda ids, by, _reason: take_up_applications(ids, by=by),
        ),
        BulkMove(
            key="decline",
            label=_("Decline"),
            question=_("Decline these applications?"),
            wanted=RegistrationState.DECLINED,
            act=lambda ids, by, reason: decline_applications(ids, reason=reason, by=by),
            asks_reason=True,
            tone="trouble",
        ),
    )
}
