"""The Secretariat decides on a proposed side event: makes it a session, asks for changes, declines, reconsiders."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.actions.describe import create_session, discard_session
from agenda.actions.locking import lock_conference
from agenda.actions.schedule import cancel_session, schedule_session
from agenda.actions.side_events import lock_proposal
from agenda.emails.side_events import (
    side_event_accepted,
    side_event_changes,
    side_event_declined,
    side_event_withdrawn,
)
from agenda.errors import LostUpdateError, NotPermittedError, SideEventError
from agenda.models import Session, SessionType, SideEventProposal
from agenda.permissions import can_decide_side_event
from agenda.states import SessionState, SideEventState
from conference.clock import conference_now
from conference.correspondence import outbox
from conference.correspondence.letter import Letter
from conference.models import Room, TranslatedText, User

LONGEST_KEPT = 2_000


@dataclass(frozen=True, kw_only=True)
class Slot:
    """When and where, on the venue's clock; without a time the session waits in the parking lot."""

    starts_at: datetime.datetime | None = None
    rooms: Iterable[Room] = field(default=())


UNPLACED = Slot()


@transaction.atomic
def accept_side_event(
    proposal_id: UUID,
    *,
    by: User,
    organiser: TranslatedText,
    slot: Slot = UNPLACED,
    reason: str = "",
    version: int | None = None,
) -> SideEventProposal:
    """Makes a session of it, as long as it was proposed, and tells the proposer; ``reason`` is what the letter adds.

    Nothing is public before the next release. Locks conference and proposal. Raises ``SideEventError``,
    ``IllegalSideEventTransitionError``, what :func:`schedule_session` raises, ``LostUpdateError``,
    ``NotPermittedError``.
    """
    proposal = _lock(proposal_id, by=by, version=version)
    made = Session(
        conference=proposal.conference,
        type=SessionType.SIDE_EVENT,
        title=proposal.title,
        abstract=proposal.description,
        organiser=organiser,
        languages=list(proposal.languages),
        parked_minutes=proposal.minutes,
    )
    # What is decided already makes no second session; the move below refuses it.
    if proposal.is_undecided:
        proposal.session = create_session(made, by=by)
    proposal.move_to(SideEventState.ACCEPTED, by=by, reason=reason.strip()[:LONGEST_KEPT])
    if slot.starts_at is not None:
        ends_at = slot.starts_at + datetime.timedelta(minutes=proposal.minutes)
        proposal.session = schedule_session(made.pk, starts_at=slot.starts_at, ends_at=ends_at, rooms=slot.rooms, by=by)
    _tell(side_event_accepted(proposal))
    return proposal


@transaction.atomic
def decline_side_event(proposal_id: UUID, *, reason: str, by: User, version: int | None = None) -> SideEventProposal:
    """Declines, with a reason that the proposer is told. Locks conference and proposal. Raises as above."""
    proposal = _lock(proposal_id, by=by, version=version)
    proposal.move_to(SideEventState.DECLINED, by=by, reason=_reason(reason))
    _tell(side_event_declined(proposal))
    return proposal


@transaction.atomic
def ask_side_event_changes(
    proposal_id: UUID, *, reason: str, until: datetime.datetime, by: User, version: int | None = None
) -> SideEventProposal:
    """Asks the proposer to change something until a moment, which may be after proposals have closed.

    Locks conference and proposal. Raises as above, and ``SideEventError`` for a moment that is past.
    """
    proposal = _lock(proposal_id, by=by, version=version)
    if until <= conference_now(proposal.conference):
        raise SideEventError(_("This moment is past; name one by which the proposer can answer."))
    proposal.changes_until = until
    proposal.move_to(SideEventState.CHANGES_ASKED, by=by, reason=_reason(reason))
    _tell(side_event_changes(proposal))
    return proposal


@transaction.atomic
def reconsider_side_event(proposal_id: UUID, *, reason: str, by: User, version: int | None = None) -> SideEventProposal:
    """Takes a decision back: the proposal waits again, and a session that was made of it is deleted. No letter goes.

    Locks conference, proposal and session. Raises as above, and what :func:`discard_session` raises once the session
    was published or somebody was asked to speak in it.
    """
    proposal = _lock(proposal_id, by=by, version=version)
    made, proposal.session = proposal.session, None
    proposal.move_to(SideEventState.PROPOSED, by=by, reason=_reason(reason))
    if made is not None:
        discard_session(made.pk, by=by)
    return proposal


@transaction.atomic
def record_side_event_withdrawn(
    proposal_id: UUID, *, reason: str, by: User, version: int | None = None
) -> SideEventProposal:
    """Records that the organisation has withdrawn, of which the proposer is told; its session is cancelled.

    Locks conference, proposal and session. Raises as above.
    """
    proposal = _lock(proposal_id, by=by, version=version)
    proposal.move_to(SideEventState.WITHDRAWN, by=by, reason=_reason(reason))
    if proposal.session is not None and proposal.session.state == SessionState.SCHEDULED:
        cancel_session(proposal.session.pk, by=by)
    _tell(side_event_withdrawn(proposal))
    return proposal


def _lock(proposal_id: UUID, *, by: User, version: int | None) -> SideEventProposal:
    """The programme first, as every act on it; two officers who decide at once come one after the other."""
    unlocked = SideEventProposal.objects.only("conference_id").get(pk=proposal_id)
    conference = lock_conference(unlocked.conference_id, by=by)
    proposal = lock_proposal(proposal_id, conference)
    if not can_decide_side_event(by, proposal):
        raise NotPermittedError
    if SideEventProposal.objects.own(by, conference).filter(pk=proposal_id).exists():
        raise SideEventError(_("Nobody decides on a proposal of their own."))
    if version is not None and version != proposal.version:
        raise LostUpdateError
    return proposal


def _reason(reason: str) -> str:
    text = reason.strip()
    if not text:
        raise SideEventError(_("Please give the reason in a few words; the proposer reads it."))
    return text[:LONGEST_KEPT]


def _tell(letters: Iterable[Letter]) -> None:
    for letter in letters:
        outbox.enqueue(letter)
