"""A participant marks sessions for themselves."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.errors import NotPermittedError, SeatError
from agenda.models import Session, SessionStar
from agenda.permissions import acts_for
from agenda.queries.entitlement import Entitlement
from agenda.queries.seats import released_session
from conference.models import User
from registration.models import Participant


@transaction.atomic
def star_session(session_id: UUID, participant_id: UUID, *, by: User) -> SessionStar:
    """Marks a session of the agenda for the participant; marked twice, the first mark stands. Locks nothing.

    Raises ``SeatError`` for a session that the person may not know of, ``NotPermittedError``.
    """
    participant = _own(participant_id, by=by)
    released = released_session(session_id, participant.conference)
    entitled = Entitlement.of_participants([participant.pk], participant.conference)[participant.pk]
    if released is None or not entitled.may_know(released.entry["listing"], released.entry_ids, session_id):
        raise SeatError(_("This session is not on the agenda."))
    session = Session.objects.get(pk=session_id, conference=participant.conference)
    star, _is_new = SessionStar.objects.get_or_create(
        session=session, participant=participant, defaults={"release": released.number}
    )
    return star


@transaction.atomic
def unstar_session(session_id: UUID, participant_id: UUID, *, by: User) -> None:
    """Takes the mark away; without one it changes nothing. Raises ``NotPermittedError``."""
    SessionStar.objects.filter(session=session_id, participant=_own(participant_id, by=by)).delete()


def _own(participant_id: UUID, *, by: User) -> Participant:
    participant: Participant = Participant.objects.select_related("conference").get(pk=participant_id)
    if not acts_for(by, participant):
        raise NotPermittedError
    return participant
