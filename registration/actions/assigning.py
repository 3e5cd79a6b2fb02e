"""Which officer attends to which registrations."""

import datetime
import uuid
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, User
from conference.permissions import ROLES_THAT_SEE_PROTECTED, roles_in
from registration.actions.marking import Marked, lock_rows_to_mark
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import Assignment, Registration, Visibility
from registration.permissions import ROLES_THAT_WORK

#: What a page may show that was read a moment before it says it was made.
MOMENT = datetime.timedelta(seconds=2)


@transaction.atomic
def assign_registration(registration: Registration, to: User | None, *, by: User, seen: UUID | None) -> Marked:
    """Assigns one to an officer of the team, or to nobody. Locks it.

    ``seen`` is the officer to whom it was assigned when the page was made. Raises ``LostUpdateError`` where it is
    another by now; ``RegistrationError`` for an officer who cannot be; ``NotPermittedError``.
    """
    rows = lock_rows_to_mark(registration.conference, [registration.pk], by=by)
    if not rows:
        raise NotPermittedError
    present = _present(rows).get(registration.pk)
    if (present.officer_id if present else None) != seen:
        raise LostUpdateError
    marked = _assign(registration.conference, rows, to, by=by)
    for _row, why in marked.refused:
        raise RegistrationError(why)
    return marked


@transaction.atomic
def assign_registrations(
    conference: Conference, ids: Iterable[UUID], to: User | None, *, by: User, as_of: datetime.datetime
) -> Marked:
    """Assigns many. What a colleague has assigned since ``as_of``, when the list was made, is refused by name.

    Locks the registrations. Raises ``RegistrationError`` for an officer who cannot be assigned any;
    ``NotPermittedError``.
    """
    rows = lock_rows_to_mark(conference, ids, by=by)
    present = _present(rows)
    meanwhile = {pk: one for pk, one in present.items() if one.at > as_of + MOMENT and one.by_id != by.pk}
    refused = [(row, _told(meanwhile[row.pk])) for row in rows if row.pk in meanwhile]
    marked = _assign(conference, [row for row in rows if row.pk not in meanwhile], to, by=by)
    return Marked(marked.act, marked.done, refused + marked.refused)


def _told(assignment: Assignment) -> str:
    return _("assigned to %(officer)s meanwhile; it was left so.") % {"officer": assignment.officer}


def _present(rows: Iterable[Registration]) -> dict[UUID, Assignment]:
    found = Assignment.objects.in_force().filter(registration__in=[row.pk for row in rows]).select_related("officer")
    return {one.registration_id: one for one in found}


def _assign(conference: Conference, rows: list[Registration], to: User | None, *, by: User) -> Marked:
    refused = _refused(conference, rows, to) if to is not None else []
    left, present, wanted = {row.pk for row, _why in refused}, _present(rows), to.pk if to else None
    changed = [row for row in rows if row.pk not in left and _officer(present.get(row.pk)) != wanted]
    act = uuid.uuid4()
    ended = Assignment.objects.in_force().filter(registration__in=[row.pk for row in changed])
    ended.update(ended_at=timezone.now(), ended_in=act)
    if to is not None:
        Assignment.objects.bulk_create(Assignment(registration=row, officer=to, by=by, act=act) for row in changed)
    return Marked(act, len(changed), refused)


def _officer(assignment: Assignment | None) -> UUID | None:
    return assignment.officer_id if assignment else None


def _refused(conference: Conference, rows: list[Registration], to: User) -> list[tuple[Registration, str]]:
    """Those to which the officer cannot attend: protected persons, of whom few may know."""
    roles = roles_in(to, conference)
    if not roles & ROLES_THAT_WORK:
        raise RegistrationError(
            _("%(officer)s does not work on registrations of this conference; nothing was changed.") % {"officer": to}
        )
    if roles & ROLES_THAT_SEE_PROTECTED:
        return []
    why = _("protected persons are not named to %(officer)s; choose a duty-of-care or registration officer.")
    hidden = [row for row in rows if row.participant.visibility == Visibility.HIDDEN]
    return [(row, why % {"officer": to}) for row in hidden]
