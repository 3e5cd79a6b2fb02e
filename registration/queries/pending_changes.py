"""What was asked for after the deadline: whether it is to be asked, and each request line by line."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from conference.models import Conference, User
from conference.permissions import Actor
from registration.models import ChangeKind, Delegation, ParticipantCategory, PendingChange, Registration
from registration.permissions import can_register
from registration.queries.change_values import field_of, kept, label_of, name_of_new, shown, standing_value
from registration.queries.windows import registration_window
from registration.states import RegistrationState

__all__ = [
    "ChangeLine",
    "PendingView",
    "asks_first",
    "is_moderated",
    "lines_of",
    "pending_changes_of",
    "title_of",
    "told_first",
]


@dataclass(frozen=True)
class ChangeLine:
    """One field of a request: what stood there, what shall stand there, and what stands there by now."""

    field: str
    label: str
    old: str
    new: str
    now: str
    is_stale: bool


@dataclass(frozen=True)
class PendingView:
    """A request as who asked for it sees it."""

    change: PendingChange
    title: str
    lines: list[ChangeLine]


def is_moderated(conference: Conference, category: ParticipantCategory | None = None) -> bool:
    """Whether the deadline is over: from then on what others than officers change is asked for, and decided."""
    return registration_window(conference, category).has_closed


def asks_first(user: Actor, registration: Registration) -> bool:
    """Whether this person's changes of the registration are kept as requests: not what the Secretariat asked for."""
    if registration.state == RegistrationState.CHANGES_REQUESTED or can_register(user, registration.conference):
        return False
    return is_moderated(registration.conference, registration.category)


def told_first(conference: Conference, category: ParticipantCategory | None = None) -> str:
    """A sentence that says so above a form; nothing before the deadline."""
    if not is_moderated(conference, category):
        return ""
    return _(
        "The deadline has passed. What you enter is kept as a request; the Secretariat decides on it and tells you by "
        "letter. Until then everything stands as it was."
    )


def lines_of(change: PendingChange) -> list[ChangeLine]:
    """The request field by field, in the order in which the fields are asked; stale where the value changed since."""
    names = sorted(change.changes, key=lambda name: field_of(name).creation_counter)
    return [_line(change, name) for name in names]


def _line(change: PendingChange, name: str) -> ChangeLine:
    pair = change.changes[name]
    now = pair["old"]
    if change.kind == ChangeKind.CORRECTION and change.registration is not None and change.is_open:
        now = standing_value(change.registration, name)
    return ChangeLine(
        field=name,
        label=label_of(name),
        old=shown(name, pair["old"]),
        new=shown(name, pair["new"]),
        now=shown(name, now),
        is_stale=now not in (pair["old"], kept(name, field_of(name).to_python(pair["new"]))),
    )


def title_of(change: PendingChange) -> str:
    """What is asked for, in a sentence without the fields."""
    if change.kind == ChangeKind.CORRECTION and change.registration is not None:
        return _("Correction: %(name)s") % {"name": change.registration.participant.formal_name}
    new = name_of_new(change.changes)
    if change.registration is None:
        return _("New member: %(name)s (%(role)s)") % {"name": new, "role": change.get_role_display()}
    return _("Substitution: %(new)s for %(old)s") % {
        "new": new,
        "old": change.registration.participant.formal_name,
    }


def pending_changes_of(
    user: User,
    conference: Conference,
    *,
    registrations: Iterable[uuid.UUID] = (),
    delegation: Delegation | None = None,
) -> list[PendingView]:
    """The open requests about these registrations, or about this delegation and its members, the oldest first."""
    about = Q(registration__in=list(registrations))
    if delegation is not None:
        about |= Q(delegation=delegation)
    found = PendingChange.objects.visible_to(user, conference).open().filter(about).for_listing().distinct()
    return [PendingView(change, title_of(change), lines_of(change)) for change in found.order_by("asked_at")]
