"""Who may see that a person takes part: the person's own choice."""

from uuid import UUID

from django.db import transaction

from conference.models import User
from registration.actions.people import change_person
from registration.actions.seating import lock_registration
from registration.errors import NotPermittedError
from registration.models import Registration, Visibility
from registration.permissions import is_own


@transaction.atomic
def choose_visibility(
    registration_id: UUID, *, visibility: Visibility, named_on_agenda: bool, by: User
) -> Registration:
    """Saves the choice, at any time and in any state of the registration.

    Locks the registration. Raises ``NotPermittedError``: nobody chooses for another, no focal point and no officer.
    """
    registration = lock_registration(registration_id)
    if not is_own(by, registration):
        raise NotPermittedError
    changes = {"visibility": visibility, "named_on_agenda": named_on_agenda}
    change_person(registration.participant, changes)
    return registration
