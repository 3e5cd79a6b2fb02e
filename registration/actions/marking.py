"""What tagging and assigning share: whom it is about, what was refused, and how it is undone."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import UNDO_WITHIN, Conference, User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, roles_in
from registration.errors import NotPermittedError, RegistrationError
from registration.models import Assignment, Registration, Tagging, Visibility
from registration.permissions import ROLES_THAT_WORK

#: What is marked, with the fields by which two in force exclude one another.
MARKS: dict[type[Any], tuple[str, ...]] = {Tagging: ("registration", "tag"), Assignment: ("registration",)}


@dataclass(frozen=True)
class Marked:
    """How many were changed, by which act, and who was refused with the sentence why."""

    act: UUID = field(default_factory=uuid.uuid4)
    done: int = 0
    refused: list[tuple[Registration, str]] = field(default_factory=list)


def lock_rows_to_mark(conference: Conference, ids: Iterable[UUID], *, by: User) -> list[Registration]:
    """The registrations among these that the officer may mark, locked in the order of their ids.

    Protected persons of whom the officer may not know are passed over in silence: a refusal would tell of them. Raises
    ``NotPermittedError`` for whoever does not work on registrations.
    """
    roles = roles_in(by, conference)
    if not roles & ROLES_THAT_WORK:
        raise NotPermittedError
    chosen = Registration.objects.filter(conference=conference, pk__in=list(ids)).order_by("pk")
    if not roles & ROLES_THAT_SEE_PROTECTED:
        chosen = chosen.exclude(participant__visibility=Visibility.HIDDEN)
    return list(chosen.select_related("participant").select_for_update(of=("self",), no_key=True))


def marked_in(act: UUID) -> dict[type[Any], QuerySet[Any]]:
    """What an act set or took away, by kind."""
    return {model: model.objects.filter(Q(act=act) | Q(ended_in=act)) for model in MARKS}


def moment_of(act: UUID) -> datetime.datetime | None:
    """When an act was done; nothing where there is none."""
    for model in MARKS:
        found = model.objects.filter(act=act).values_list("at", flat=True).first()
        found = found or model.objects.filter(ended_in=act).values_list("ended_at", flat=True).first()
        if found:
            return found  # type: ignore[no-any-return]
    return None


@transaction.atomic
def undo_marks(conference: Conference, act: UUID, *, by: User) -> int:
    """Takes away what an act set and puts back what it took away; gives how many registrations are as before.

    What a colleague has changed since is left as it is. Locks the registrations. Raises ``NotPermittedError``;
    ``RegistrationError`` where there is nothing to undo, or the time for it is over.
    """
    done_at = moment_of(act)
    if done_at is None or timezone.now() > done_at + UNDO_WITHIN:
        raise RegistrationError(_("The time within which this could be undone is over; nothing was changed."))
    ids = {pk for rows in marked_in(act).values() for pk in rows.values_list("registration", flat=True)}
    known = [row.pk for row in lock_rows_to_mark(conference, ids, by=by)]
    undoing, undone = uuid.uuid4(), set[UUID]()
    for model, unique in MARKS.items():
        undone |= _undo(model.objects.filter(registration__in=known), act, undoing, unique)
    return len(undone)


def _undo(rows: QuerySet[Any], act: UUID, undoing: UUID, unique: tuple[str, ...]) -> set[UUID]:
    """Those of one kind; where a colleague has set another since, it stays."""
    was_set = rows.filter(act=act, ended_at__isnull=True)
    changed = set(was_set.values_list("registration", flat=True))
    was_set.update(ended_at=timezone.now(), ended_in=undoing)
    others = rows.filter(ended_at__isnull=True, **{name: OuterRef(name) for name in unique})
    taken = rows.filter(~Exists(others), ended_in=act)
    changed |= set(taken.values_list("registration", flat=True))
    taken.update(ended_at=None, ended_in=None)
    return changed
