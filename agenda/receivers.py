"""What registration announces and the agenda must know."""

from typing import Any

from agenda.actions.depart import give_back_for_departed, regret_for_departed
from agenda.actions.follow_merge import follow_merge, undo_follow
from conference.models import User
from registration.models import Registration
from registration.signals import Followed, merge_undone, registration_ended, registrations_merged


def on_registration_ended(*, registration: Registration, by: User | None, **_kwargs: Any) -> None:
    """In the transaction of the act that ended the registration: both happen, or neither."""
    regret_for_departed(registration.participant_id, conference=registration.conference, by=by)
    give_back_for_departed(registration.participant_id, conference=registration.conference)


def on_registrations_merged(*, kept: Registration, merged: Registration, by: User | None, **_kwargs: Any) -> Followed:
    """In the transaction of the merge: the appearances follow, or nothing is merged."""
    return follow_merge(kept.participant, merged.participant, conference=kept.conference, by=by)


def on_merge_undone(*, kept: Registration, merged: Registration, rows: list[dict[str, Any]], **_kwargs: Any) -> None:
    """In the transaction that undoes it."""
    undo_follow(kept.participant, merged.participant, rows)


def connect() -> None:
    registration_ended.connect(on_registration_ended, dispatch_uid="agenda.receivers.on_registration_ended")
    registrations_merged.connect(on_registrations_merged, dispatch_uid="agenda.receivers.on_registrations_merged")
    merge_undone.connect(on_merge_undone, dispatch_uid="agenda.receivers.on_merge_undone")
