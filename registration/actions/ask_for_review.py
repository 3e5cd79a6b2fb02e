"""The one review that who was declined may ask for, within the time that the letter stated."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.clock import conference_today
from conference.models import User
from registration.actions.refusals import refuse_what_was_merged
from registration.actions.seating import lock_registration
from registration.errors import NotPermittedError, ReasonRequiredError, RegistrationError
from registration.models import Registration, ReviewRequest
from registration.permissions import is_own
from registration.queries.reviews import review_until
from registration.states import RegistrationState


@transaction.atomic
def ask_for_review(registration_id: UUID, *, words: str, by: User) -> ReviewRequest:
    """Keeps an applicant's request; an officer who did not decline the application takes it up.

    Asked twice, the first one stands. Locks the registration. Raises ``NotPermittedError``, ``ReasonRequiredError``;
    ``RegistrationError`` for what was not declined, or declined too long ago.
    """
    registration = lock_registration(registration_id)
    if not is_own(by, registration):
        raise NotPermittedError
    earlier = ReviewRequest.objects.filter(registration=registration).first()
    if earlier is not None:
        return earlier
    _refuse(registration)
    refuse_what_was_merged(registration)
    if not words.strip():
        raise ReasonRequiredError
    made: ReviewRequest = ReviewRequest.objects.create(registration=registration, words=words.strip(), asked_by=by)
    return made


def _refuse(registration: Registration) -> None:
    if registration.state != RegistrationState.DECLINED:
        raise RegistrationError(_("Only of an application that was declined can a review be asked."))
    until = review_until(registration)
    if until is None or conference_today(registration.conference) > until:
        raise RegistrationError(
            _("The time within which a review could be asked for is over. Please write to %(email)s.")
            % {"email": registration.conference.contact_email}
        )
