"""A speaker's answer, given by the speaker, the private office, or an officer who was told."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.actions.locking import lock_appearance
from agenda.errors import (
    AppointmentError,
    NotPermittedError,
    ReasonRequiredError,
    SessionIsCancelledError,
    StaticLineError,
)
from agenda.models import Appearance
from agenda.permissions import can_answer_for
from agenda.queries.attendance import those_who_left
from agenda.states import AppearanceState, SessionState
from conference.models import User


@transaction.atomic
def confirm_appearance(appearance_id: UUID, *, by: User) -> Appearance:
    """The speaker will speak. Locks the appearance; a second confirmation changes nothing.

    Raises ``NotPermittedError``, ``StaticLineError``, ``SessionIsCancelledError``,
    ``AppointmentError`` for a person who has left, ``IllegalAppearanceTransitionError``.
    """
    appearance = _lock(appearance_id, by=by)
    if appearance.state == AppearanceState.CONFIRMED:
        return appearance
    if appearance.session.state == SessionState.CANCELLED:
        raise SessionIsCancelledError
    if appearance.participant_id and those_who_left([appearance.participant_id]):
        raise AppointmentError(_("The registration has ended; please write to the Secretariat."))
    appearance.move_to(AppearanceState.CONFIRMED, by=by)
    return appearance


@transaction.atomic
def decline_appearance(appearance_id: UUID, *, reason: str, by: User) -> Appearance:
    """The speaker regrets; from now on no page names the person in this session. Locks the appearance.

    A second regret changes nothing, so the first reason stands. Raises ``ReasonRequiredError`` and what
    :func:`confirm_appearance` raises.
    """
    appearance = _lock(appearance_id, by=by)
    if appearance.state == AppearanceState.DECLINED:
        return appearance
    if not reason.strip():
        raise ReasonRequiredError
    appearance.move_to(AppearanceState.DECLINED, by=by, reason=reason.strip())
    return appearance


def _lock(appearance_id: UUID, *, by: User) -> Appearance:
    appearance = lock_appearance(appearance_id)
    if appearance.participant is None:
        raise StaticLineError
    if not can_answer_for(by, appearance):
        raise NotPermittedError
    return appearance
