"""Which letters each move of a registration brought with it."""

import datetime

from conference.correspondence.letter import Letter
from registration import emails
from registration.models import Badge, Registration
from registration.queries.reviews import DAYS_FOR_A_REVIEW
from registration.states import RegistrationState, Track

S = RegistrationState


def letters_of_step(
    registration: Registration, *, reason: str, on: datetime.date, is_first: bool, badge: Badge | None
) -> list[Letter]:
    """Those that the act writes which moves a registration there; a nomination as such is not answered by letter."""
    if registration.state == S.REGISTERED:
        return emails.registration_confirmed(registration, badge)
    if registration.state == S.WITHDRAWN:
        return emails.withdrawn(registration)
    if registration.track == Track.APPLICATION:
        return _to_applicant(registration, reason=reason, on=on)
    if registration.state == S.COMPLETE and is_first and registration.invitation_id:
        return emails.registration_received(registration)
    return []


def _to_applicant(registration: Registration, *, reason: str, on: datetime.date) -> list[Letter]:
    if registration.state == S.SUBMITTED:
        return emails.application_received(registration)
    if registration.state == S.WAITLISTED:
        return emails.waitlisted(registration)
    if registration.state == S.CHANGES_REQUESTED:
        return emails.changes_requested(registration, what=reason)
    if registration.state == S.DECLINED:
        review_by = on + datetime.timedelta(days=DAYS_FOR_A_REVIEW)
        return emails.application_declined(registration, reason=reason, review_by=review_by)
    return []
