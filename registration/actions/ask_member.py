"""Letting a member fill in what is outstanding, on a page that opens with a code sent to the member's own address."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.correspondence import outbox
from conference.models import User, normalise_email
from registration import emails
from registration.actions.people import change_person
from registration.actions.seating import lock_registration
from registration.errors import NotPermittedError, RegistrationError
from registration.models import Registration
from registration.permissions import can_nominate
from registration.states import LIVE, RegistrationState


@transaction.atomic
def ask_member(registration_id: UUID, *, email: str = "", by: User, seen_asked: str = "") -> Registration:
    """Writes to a member, or to the private office, where to add what is outstanding; ``email`` gives a first address.

    A forwarded letter opens nothing: the page asks for a code sent to the address itself. ``seen_asked`` is when the
    page said that the member was asked last, so that a submit repeated writes once. Locks registration and participant.
    Raises ``NotPermittedError``; ``RegistrationError`` without an address, for another than the one on record, for one
    who is never written to, and once the registration is confirmed or has ended.
    """
    registration = lock_registration(registration_id)
    if registration.delegation is None or not can_nominate(by, registration.delegation):
        raise NotPermittedError
    _refuse(registration, normalise_email(email))
    if seen_asked != asked_mark(registration):
        return registration
    if email and not registration.participant.email:
        change_person(registration.participant, {"email": normalise_email(email)})
    registration.asked_member_at = timezone.now()
    registration.save(update_fields=["asked_member_at"])
    outbox.enqueue_all(emails.member_asked(registration))
    return registration


def asked_mark(registration: Registration) -> str:
    """When the member was asked last, as the form carries it; empty where nobody was asked."""
    return registration.asked_member_at.isoformat() if registration.asked_member_at else ""


def _refuse(registration: Registration, email: str) -> None:
    person = registration.participant
    if registration.state not in LIVE - {RegistrationState.REGISTERED}:
        raise RegistrationError(
            _("A registration that is “%(state)s” is no longer filled in. Please write to the Secretariat.")
            % {"state": registration.get_state_display()}
        )
    if person.never_write_automatically:
        raise RegistrationError(_("This member is not to be written to; please fill in the details yourself."))
    known = person.email or person.office_email
    if not known and not email:
        raise RegistrationError(_("Enter the member’s e-mail address; nothing was sent."))
    if known and email and email not in {person.email, person.office_email}:
        raise RegistrationError(
            _("An e-mail address opens the person’s own page. To change it, please write to %(email)s.")
            % {"email": registration.conference.contact_email}
        )
