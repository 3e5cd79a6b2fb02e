"""Letters about a registration: to the participant, or, for a member without an address, to the focal point."""

import datetime
from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.correspondence.letter import Letter
from conference.formats import day_text
from registration.emails.addressing import (
    NOTHING,
    closing_day,
    language_of,
    letter_to_focal_point,
    letter_to_participant,
    page_address,
    primary_focal_point,
)
from registration.emails.delegations import delegation_values
from registration.emails.sheets import sheets_of
from registration.models import Badge, Participant, Registration, Visibility
from registration.states import RegistrationState, Track


def registration_received(registration: Registration) -> list[Letter]:
    """To who registered by invitation; who finds all places taken is told of the waiting list instead."""
    return _to_participant("waitlisted" if registration.waited_for else "registration_received", registration)


def entered(registration: Registration) -> list[Letter]:
    """To who was entered by the Secretariat from a list, whom nobody may have told so; or of the waiting list."""
    return _to_participant("waitlisted" if registration.waited_for else "registration_entered", registration)


def member_asked(registration: Registration) -> list[Letter]:
    """Asks a member, or the private office, to add what is outstanding, on the page that is theirs alone."""
    asked_at = registration.asked_member_at
    version = f"{asked_at:%Y%m%d%H%M%S%f}" if asked_at else ""
    delegation = registration.delegation
    language = language_of(registration.participant)
    name = delegation.name_in(language) if delegation else ""
    closes_on = day_text(closing_day(registration.conference), language)
    values = {"delegation_name": name, "registration_closes_on": closes_on}
    return _to_participant("member_asked", registration, values, version=version)


def application_received(registration: Registration) -> list[Letter]:
    return _to_participant("application_received", registration)


def application_already_held(registration: Registration, *, on: datetime.date) -> list[Letter]:
    """To the address on record, when the same person applied again: at most one a day, whoever tries how often."""
    return _to_participant("application_already_held", registration, version=f"{on:%Y%m%d}")


def registration_confirmed(registration: Registration, badge: Badge | None) -> list[Letter]:
    """To the participant, with the code for the entrance and what becomes of the name; else to the focal point.

    The ledger does not keep the code: by itself it opens a door.
    """
    person = registration.participant
    values = {"visibility_sentence": visibility_sentence(person, language_of(person))}
    secrets = {"badge_code": badge.shown if badge else ""}
    return _to_participant("registration_confirmed", registration, values, secrets=secrets) or (
        _to_focal_point("member_confirmed", registration, secrets=secrets)
    )


def to_who_takes_part(purpose: str, registration: Registration, *, version: str) -> list[Letter]:
    """What all are told who take part: how to enter, the day before, thanks. Without an address nobody is told."""
    conference = registration.conference
    language = conference.language_or_default(registration.participant.language)
    values = {"opening_day": day_text(conference.starts_on, language)}
    letters = _to_participant(purpose, registration, values, version=version)
    return [replace(letter, sheets=sheets_of(registration)) for letter in letters]


def journey_asked(purpose: str, registration: Registration, *, by: datetime.date, version: str) -> list[Letter]:
    """Reminds of what is owed of a journey by a day; in a letter to the person, on whose page alone it is given."""
    conference = registration.conference
    language = conference.language_or_default(registration.participant.language)
    values = {
        "wanted_by": day_text(by, language),
        "travel_link": page_address(conference, language, "registration:own-travel", str(registration.pk)),
    }
    return _to_participant(purpose, registration, values, version=version)


def code_replaced(registration: Registration, badge: Badge) -> list[Letter]:
    """Another code for the entrance in place of a lost one: to the participant, else to the focal point."""
    secrets, version = {"badge_code": badge.shown}, badge.pk.hex
    return _to_participant("code_replaced", registration, version=version, secrets=secrets) or (
        _to_focal_point("member_code_replaced", registration, version=version, secrets=secrets)
    )


def application_declined(registration: Registration, *, reason: str, review_by: datetime.date) -> list[Letter]:
    """The reason in writing, and until when a review may be asked for."""
    values = {"reason": reason, "review_by": day_text(review_by, language_of(registration.participant))}
    return _to_participant("application_declined", registration, values)


def changes_requested(registration: Registration, *, what: str) -> list[Letter]:
    return _to_participant("changes_requested", registration, {"what": what})


def waitlisted(registration: Registration) -> list[Letter]:
    return _to_participant("waitlisted", registration) or _to_focal_point("member_waitlisted", registration)


def promoted(registration: Registration) -> list[Letter]:
    """To who waited and has a place now; of a member without an address, to the focal point."""
    return _to_participant("promoted", registration) or _to_focal_point("member_promoted", registration)


def withdrawn(registration: Registration) -> list[Letter]:
    return _to_participant("withdrawn", registration) or _to_focal_point("member_withdrawn", registration)


def visibility_sentence(person: Participant, language: str) -> str:
    """What becomes of the name, by the visibility the person chose."""
    with override(language):
        return {
            Visibility.LISTED: _("Your name will appear in the list of participants."),
            Visibility.COUNTED: _("Your name will not appear in the list of participants unless you so wish."),
            Visibility.HIDDEN: _("Your name will appear neither in the list of participants nor on the agenda."),
        }[Visibility(person.visibility)]


def _to_participant(
    purpose: str,
    registration: Registration,
    values: Mapping[str, str] = NOTHING,
    *,
    version: str = "",
    secrets: Mapping[str, str] = NOTHING,
) -> list[Letter]:
    person = registration.participant
    person.conference = registration.conference
    language = language_of(person)
    shared = {
        "participant_name": _name_in(language, person),
        "category": registration.category.name.in_language(language),
        "status_link": page_address(registration.conference, language, "registration:own"),
    }
    letter = letter_to_participant(
        purpose,
        person,
        about=registration,
        version=version or str(registration.version),
        values=shared | dict(values),
        secrets=secrets,
        copy_to_office=_knows_the_office(registration),
    )
    return [letter] if letter else []


def _name_in(language: str, person: Participant) -> str:
    with override(language):
        return person.name_in_letters


def _knows_the_office(registration: Registration) -> bool:
    """Whether anybody but the applicant has looked at the address of the office: anything can be typed in a form."""
    if registration.track != Track.APPLICATION or registration.state == RegistrationState.REGISTERED:
        return True
    if registration.state != RegistrationState.WITHDRAWN:
        return False
    return registration.transitions.filter(target=RegistrationState.REGISTERED).exists()


def _to_focal_point(
    purpose: str, registration: Registration, *, version: str = "", secrets: Mapping[str, str] = NOTHING
) -> list[Letter]:
    person, delegation = registration.participant, registration.delegation
    if delegation is None or person.never_write_automatically or person.email or person.office_email:
        return []
    delegation.conference = registration.conference
    focal_point = primary_focal_point(delegation)
    if focal_point is None:
        return []
    language = delegation.conference.language_or_default(focal_point.language)
    values = delegation_values(focal_point) | {"participant_name": _name_in(language, person)}
    return [
        letter_to_focal_point(
            purpose,
            focal_point,
            about=registration,
            version=version or str(registration.version),
            values=values,
            secrets=secrets,
        )
    ]
