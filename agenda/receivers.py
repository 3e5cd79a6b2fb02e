"""What registration announces and the agenda must know."""

from typing import Any

from agenda.actions.depart import regret_for_departed
from conference.models import User
from registration.models import Registration
from registration.signals import registration_ended


def on_registration_ended(*, registration: Registration, by: User | None, **_kwargs: Any) -> None:
    """In the transaction of the act that ended the registration: both happen, or neither."""
    regret_for_departed(registration.participant_id, conference=registration.conference, by=by)


def connect() -> None:
    registration_ended.connect(on_registration_ended, dispatch_uid="agenda.receivers.on_registration_ended")
