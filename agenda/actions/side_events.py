"""An organisation proposes a side event, changes its proposal, or takes it back."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.actions.side_event_call import lock_call
from agenda.emails.side_events import side_event_received
from agenda.errors import LostUpdateError, NotPermittedError, SideEventError
from agenda.models import SideEventCall, SideEventEquipment, SideEventMove, SideEventProposal
from agenda.models.side_event import organisation_key
from agenda.queries.side_events import (
    TEXT_FIELDS,
    Proposer,
    SideEventText,
    call_of,
    counted_of,
    may_be_changed,
    proposers_of,
    text_faults,
    window_of,
)
from agenda.states import SIDE_EVENT_COUNTED, SideEventState
from conference.correspondence import outbox
from conference.correspondence.letter import Letter
from conference.models import Conference, User


@transaction.atomic
def propose_side_event(
    conference_id: UUID, proposer_id: UUID, text: SideEventText, *, form_token: UUID, by: User
) -> SideEventProposal:
    """Takes the one proposal of an organisation; the same form sent twice is the same proposal. A letter says so.

    Locks the call for side events: of two of one organisation at once one is taken, and a window that closes meanwhile
    is closed. Raises ``SideEventError`` outside the window, where there is one already, or where it does not keep to
    the rules; ``NotPermittedError`` where ``by`` does not answer for that organisation.
    """
    conference = Conference.objects.get(pk=conference_id)
    call = lock_call(conference)
    proposer = _proposer(by, conference, call, proposer_id)
    sent: SideEventProposal | None = SideEventProposal.objects.filter(form_token=form_token).first()
    if sent is not None and proposer.owns(sent) and sent.state != SideEventState.WITHDRAWN:
        return sent
    call = _ensure_open(call)
    _refuse_second(conference, proposer)
    _ensure_fit(text, call)
    proposal = SideEventProposal(
        conference=conference,
        delegation=proposer.delegation,
        participant=proposer.participant,
        organisation=proposer.name[:300],
        organisation_key=organisation_key(proposer.name),
        proposed_by=by,
        # Whoever sends an old form once more after withdrawing proposes anew.
        form_token=uuid4() if sent else form_token,
        **{name: getattr(text, name) for name in TEXT_FIELDS},
    )
    proposal.save(force_insert=True)
    proposal.equipment.set(text.equipment)
    SideEventMove.objects.create(proposal=proposal, target=SideEventState.PROPOSED, by=by)
    _tell(side_event_received(proposal))
    return proposal


@transaction.atomic
def change_side_event(
    proposal_id: UUID, text: SideEventText, *, by: User, version: int | None = None
) -> SideEventProposal:
    """Words a proposal anew while it may be changed; what was asked for is sent by that, and it waits again.

    Locks the call, then the proposal. Raises ``SideEventError``, ``LostUpdateError``, ``NotPermittedError``.
    """
    proposal, call = _lock_own(proposal_id, by=by, version=version)
    _ensure_fit(text, call)
    for name in TEXT_FIELDS:
        setattr(proposal, name, getattr(text, name))
    proposal.changed_at = timezone.now()
    proposal.version += 1
    proposal.save(update_fields=[*TEXT_FIELDS, "changed_at", "version"])
    proposal.equipment.set(text.equipment)
    if proposal.state == SideEventState.CHANGES_ASKED:
        proposal.move_to(SideEventState.PROPOSED, by=by)
        _tell(side_event_received(proposal))
    return proposal


@transaction.atomic
def withdraw_side_event(proposal_id: UUID, *, by: User, version: int | None = None) -> SideEventProposal:
    """Takes a proposal back while it may be changed; the organisation may then propose anew. Twice is once.

    Locks as above. Raises ``SideEventError``, ``LostUpdateError``, ``NotPermittedError``.
    """
    known = SideEventProposal.objects.own(by, _conference_of(proposal_id)).filter(pk=proposal_id).first()
    if known is not None and known.state == SideEventState.WITHDRAWN:
        gone: SideEventProposal = known
        return gone
    proposal, _call = _lock_own(proposal_id, by=by, version=version)
    proposal.move_to(SideEventState.WITHDRAWN, by=by)
    return proposal


def _conference_of(proposal_id: UUID) -> Conference:
    return SideEventProposal.objects.select_related("conference").get(pk=proposal_id).conference


def _lock_own(proposal_id: UUID, *, by: User, version: int | None) -> tuple[SideEventProposal, SideEventCall]:
    conference = _conference_of(proposal_id)
    call = lock_call(conference)
    if not SideEventProposal.objects.own(by, conference).filter(pk=proposal_id).exists():
        raise NotPermittedError
    proposal = lock_proposal(proposal_id, conference)
    if version is not None and version != proposal.version:
        raise LostUpdateError
    if not proposal.is_undecided:
        raise SideEventError(
            _("This proposal stands at “%(state)s”. Kindly write to the Secretariat, should something have changed.")
            % {"state": proposal.get_state_display()}
        )
    if not may_be_changed(proposal, call if call and call.is_offered else None) or call is None:
        raise SideEventError(closed_sentence(conference))
    return proposal, call


def lock_proposal(proposal_id: UUID, conference: Conference) -> SideEventProposal:
    """The proposal with its conference, its row locked; with the person or the delegation, which are not."""
    proposal: SideEventProposal = (
        SideEventProposal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("participant", "delegation__state", "delegation__organisation", "session")
        .get(pk=proposal_id)
    )
    proposal.conference = conference
    if proposal.participant is not None:
        proposal.participant.conference = conference
    if proposal.delegation is not None:
        proposal.delegation.conference = conference
    return proposal


def closed_sentence(conference: Conference) -> str:
    """Why nothing is taken at this moment."""
    call = call_of(conference)
    if call is None:
        return _("This conference takes no proposals of side events. Nothing was saved.")
    return _("%(window)s Nothing was saved; what you typed is kept on this page, so that you can copy it.") % {
        "window": window_of(call).sentence
    }


def _proposer(by: User, conference: Conference, call: SideEventCall | None, pk: UUID) -> Proposer:
    found = next((one for one in proposers_of(by, conference, call) if one.pk == pk), None)
    if found is None:
        raise NotPermittedError
    return found


def _ensure_open(call: SideEventCall | None) -> SideEventCall:
    if call is None or not call.is_offered:
        raise SideEventError(_("This conference takes no proposals of side events. Nothing was saved."))
    if not window_of(call).is_open:
        raise SideEventError(closed_sentence(call.conference))
    return call


def _refuse_second(conference: Conference, proposer: Proposer) -> None:
    """By the delegation too: its name in the register may have changed."""
    first = counted_of(conference, organisation_key(proposer.name))
    if first is None and proposer.delegation is not None:
        first = proposer.delegation.side_events.filter(state__in=SIDE_EVENT_COUNTED).first()
    if first is not None:
        raise SideEventError(
            _("“%(organisation)s” has proposed a side event already; each organisation proposes one.")
            % {"organisation": proposer.name}
        )


def _ensure_fit(text: SideEventText, call: SideEventCall) -> None:
    faults = text_faults({name: getattr(text, name) for name in TEXT_FIELDS}, call)
    if not text.title or not text.description:
        faults["title"] = _("Kindly give the title and say what the side event is about.")
    if not text.languages:
        faults["languages"] = _("Choose at least one language.")
    foreign = {each.conference_id for each in text.equipment} - {call.conference_id}
    if foreign:
        faults["equipment"] = _("This equipment is not offered here.")
    if faults:
        raise SideEventError(" ".join(faults.values()))


def _tell(letters: Iterable[Letter]) -> None:
    for letter in letters:
        outbox.enqueue(letter)


def offered_equipment(conference: Conference) -> list[SideEventEquipment]:
    """What may be ticked."""
    return list(SideEventEquipment.objects.filter(conference=conference))
