"""Objections of States: recorded with day, channel and who recorded them. They bind nobody."""

import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.clock import conference_today
from conference.models import State, User
from conference.permissions import roles_in
from registration.actions.seating import lock_registration
from registration.errors import NotPermittedError, RegistrationError
from registration.models import Objection, ObjectionChannel, Registration
from registration.permissions import may_read_application
from registration.states import Track


@transaction.atomic
def record_objection(
    registration_id: UUID,
    *,
    state: State,
    made_on: datetime.date,
    channel: ObjectionChannel,
    words: str,
    form_token: UUID,
    by: User,
) -> Objection:
    """Records what a State objects to; no act asks for it, and no one is refused for it. Locks the application.

    Submitted twice it is one. Raises ``NotPermittedError``; ``RegistrationError`` without words, for a day to come, and
    for what is no application.
    """
    row = _lock(registration_id, by=by)
    earlier: Objection | None = Objection.objects.filter(form_token=form_token, registration=row).first()
    if earlier is not None:
        return earlier
    if not words.strip():
        raise RegistrationError(_("Please write what was said."))
    if made_on > conference_today(row.conference):
        raise RegistrationError(_("An objection is recorded when it was made; this day is still to come."))
    made: Objection = Objection.objects.create(
        registration=row,
        state=state,
        made_on=made_on,
        channel=channel,
        words=words.strip(),
        form_token=form_token,
        recorded_by=by,
    )
    return made


@transaction.atomic
def note_withdrawal_of_objection(objection_id: UUID, *, by: User) -> Objection:
    """Notes that the State has withdrawn its objection, today at the venue; it stays recorded. Locks the application.

    Noted twice, the first day stands. Raises ``NotPermittedError``.
    """
    row = _lock(Objection.objects.values_list("registration", flat=True).get(pk=objection_id), by=by)
    found: Objection = Objection.objects.get(pk=objection_id)
    if found.withdrawn_on is None:
        found.withdrawn_on, found.withdrawal_recorded_by = conference_today(row.conference), by
        found.save(update_fields=["withdrawn_on", "withdrawal_recorded_by"])
    return found


def _lock(registration_id: UUID, *, by: User) -> Registration:
    row = lock_registration(registration_id)
    if row.track != Track.APPLICATION:
        raise RegistrationError(_("What concerns a nomination is settled by diplomatic channel and noted there."))
    if not may_read_application(by, roles_in(by, row.conference), row):
        raise NotPermittedError
    return row
