"""What paper says beside the words of a letter: to whom it goes, its number and date; and who took part."""

from collections.abc import Callable
from functools import partial

from django.utils.text import capfirst

from conference.correspondence.letter import Sheet
from conference.correspondence.models import EnclosureKind
from registration.models import Invitation, Registration
from registration.states import RegistrationState


def sheet_of_invitation(invitation: Invitation, recipient_name: str, language: str) -> Sheet:
    """Of a letter in the active language. What goes to a person is signed; what goes to a mission speaks of itself."""
    return Sheet(
        reference=invitation.reference,
        dated_on=invitation.dated_on,
        addressee=addressee_of(invitation, recipient_name, language),
        address=tuple(address_of(invitation, language)),
        is_note=invitation.participant is None,
    )


def addressee_of(invitation: Invitation, recipient_name: str, language: str) -> str:
    if invitation.participant is not None:
        return invitation.participant.name_in_letters
    delegation = invitation.delegation
    return capfirst(recipient_name) or (delegation.name_in(language) if delegation else "")


def address_of(invitation: Invitation, language: str) -> list[str]:
    person, mission = invitation.participant, invitation.mission
    if person is not None:
        return [part for part in (person.function, person.institution) if part]
    city = str(mission.city.in_language(language)) if mission and mission.city else ""
    return [line.strip() for line in city.splitlines() if line.strip()]


def sheets_of(registration: Registration) -> dict[EnclosureKind, Callable[[str], Sheet]]:
    """The certificate of who took part, as far as is known here: registered, and not withdrawn; else none."""
    took_part = registration.state == RegistrationState.REGISTERED
    return {EnclosureKind.CERTIFICATE: partial(_certificate, registration)} if took_part else {}


def _certificate(registration: Registration, _language: str) -> Sheet:
    """The name as on the badge, with courtesy and title, in the active language."""
    person = registration.participant
    form, own = person.form_of_address, person.badge_name
    is_said = not form or own.casefold().startswith(form.casefold())
    name = (own if is_said else f"{form} {own}") if own else person.name_in_letters
    return Sheet(name=name, function=", ".join(part for part in (person.function, person.institution) if part))
