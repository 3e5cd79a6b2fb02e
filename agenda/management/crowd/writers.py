"""Which letter each step of a registration causes: as the acts of the site write them."""

from collections.abc import Callable
from dataclasses import replace

from agenda.management.crowd.histories import REASONS
from agenda.management.crowd.stage import NOW
from conference.correspondence.letter import Letter
from registration import emails
from registration.models import Registration
from registration.queries.reviews import last_day_of_review
from registration.states import RegistrationState as S
from registration.states import Track

Writer = Callable[[Registration], list[Letter]]


def _declined(registration: Registration) -> list[Letter]:
    until = last_day_of_review(NOW.date())
    return emails.application_declined(registration, reason=REASONS[S.DECLINED], review_by=until)


def _changes(registration: Registration) -> list[Letter]:
    return emails.changes_requested(registration, what=REASONS[S.CHANGES_REQUESTED])


def _confirmed(registration: Registration) -> list[Letter]:
    return [replace(one, secrets={"badge_code": ""}) for one in emails.registration_confirmed(registration, None)]


ALWAYS: dict[S, Writer] = {
    S.REGISTERED: _confirmed,
    S.WAITLISTED: emails.waitlisted,
    S.WITHDRAWN: emails.withdrawn,
}
OF_INVITED: dict[S, Writer] = ALWAYS | {S.COMPLETE: emails.registration_received}
OF_APPLICANTS: dict[S, Writer] = ALWAYS | {
    S.SUBMITTED: emails.application_received,
    S.DECLINED: _declined,
    S.CHANGES_REQUESTED: _changes,
}


def writer_of(registration: Registration, state: S) -> Writer | None:
    """What writes the letter of a step; nothing where none goes."""
    if registration.track == Track.APPLICATION:
        return OF_APPLICANTS.get(state)
    if registration.invitation:
        return OF_INVITED.get(state)
    if state == S.NOMINATED and registration.asked_member_at:
        return emails.member_asked
    return ALWAYS.get(state)
