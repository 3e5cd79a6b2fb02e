"""Somebody who is asked to speak before anything else is known of them in the conference."""

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.actions.appoint import appoint
from agenda.actions.locking import lock_session
from agenda.errors import AppointmentError
from agenda.models import Appearance, AppearanceRole, Session
from conference.models import User
from registration.actions.enter_person import enter_without_registration
from registration.models import Participant


@transaction.atomic
def appoint_new_person(
    session: Session, *, person: Participant, role: AppearanceRole | str, minutes: int | None = None, by: User | None
) -> Appearance:
    """Enters a person without a registration and asks them to speak; the letter goes with it.

    Locks conference and session. Raises ``AppointmentError`` for a person who could not be written to, and what
    :func:`appoint` raises; then nobody is entered.
    """
    held = lock_session(session.pk, by=by)
    if not (person.email or person.office_email):
        raise AppointmentError(_("Enter an address, here or of the private office: the invitation goes there."))
    enter_without_registration(person, conference=held.conference)
    return appoint(held.pk, participant=person, role=role, minutes=minutes, by=by)
