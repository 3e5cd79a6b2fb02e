"""What becomes of a person's sessions and seats when the person no longer takes part."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from agenda.actions.seat_line import give_back_all
from agenda.models import Appearance, SeatBooking
from agenda.queries.attendance import those_who_left
from agenda.states import AppearanceState
from conference.clock import conference_now
from conference.models import Conference, User


@transaction.atomic
def regret_for_departed(participant_id: UUID, *, conference: Conference, by: User | None) -> list[Appearance]:
    """Records regrets for whoever has left the conference, in all sessions that are not over.

    A name stands no longer on the agenda than the person means to come; what has been spoken stays. Locks the
    appearances in the order of their ids. Does nothing for a person who holds another live registration.
    """
    if not those_who_left([participant_id]):
        return []
    appearances = list(
        Appearance.objects.select_for_update(no_key=True)
        .filter(participant=participant_id)
        .exclude(state=AppearanceState.DECLINED)
        .exclude(session__ends_at__lt=conference_now(conference))
        .order_by("pk")
    )
    with override(conference.language_or_default(None)):
        reason = _("No longer takes part in the conference.")
    for appearance in appearances:
        appearance.move_to(AppearanceState.DECLINED, by=by, reason=reason)
    return appearances


@transaction.atomic
def give_back_for_departed(participant_id: UUID, *, conference: Conference) -> list[SeatBooking]:
    """Ends the seats and the places in line of whoever has left the conference; the next in line are given the seats.

    Locks the sessions in the order of their ids. Does nothing for a person who holds another live registration.
    """
    if not those_who_left([participant_id]):
        return []
    with override(conference.language_or_default(None)):
        return give_back_all(participant_id, reason=_("No longer takes part in the conference."))
