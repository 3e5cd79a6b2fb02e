"""Who may see that a person takes part: the person's own choice."""

from typing import Any
from uuid import UUID

from django.db import transaction

from conference.models import User
from registration.actions.people import VISIBILITY_FIELDS, write
from registration.actions.seating import lock_registration
from registration.errors import NotPermittedError
from registration.models import Registration, Visibility
from registration.permissions import is_own

CHOSEN = VISIBILITY_FIELDS | {"badge_name", "do_not_photograph"}


@transaction.atomic
def choose_visibility(
    registration_id: UUID,
    *,
    visibility: Visibility,
    named_on_agenda: bool,
    by: User,
    badge_name: str | None = None,
    do_not_photograph: bool | None = None,
) -> Registration:
    """Saves the choice, at any time and in any state of the registration; what is not given stays as it is.

    Locks the registration. Raises ``NotPermittedError``: nobody chooses for another, no focal point and no officer.
    """
    registration = lock_registration(registration_id)
    if not is_own(by, registration):
        raise NotPermittedError
    choices: dict[str, Any] = {
        "visibility": visibility,
        "named_on_agenda": named_on_agenda,
        "badge_name": badge_name,
        "do_not_photograph": do_not_photograph,
    }
    given = {field: value for field, value in choices.items() if value is not None}
    write(registration.participant, given, allowed=CHOSEN)
    return registration
