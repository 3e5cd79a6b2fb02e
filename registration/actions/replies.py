"""Replies of several at once, as they come in one bag or on one list."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from conference.models import User
from registration.actions.invite import note_no_reply, record_reply
from registration.errors import NotPermittedError, RegistrationError
from registration.models import Delegation, Invitation
from registration.permissions import can_invite
from registration.states import InvitationState


@dataclass
class ReplyOutcome:
    """Whose reply is kept, and why another's is not."""

    done: list[Invitation] = field(default_factory=list)
    refused: list[tuple[UUID, str]] = field(default_factory=list)


def record_replies(ids: Collection[UUID], *, wanted: InvitationState, reason: str, by: User) -> ReplyOutcome:
    """Keeps the same reply of several: each is an act of its own, so that one that is refused hinders no other.

    ``wanted`` is accepted, declined, no reply, or returned undelivered.
    """
    outcome = ReplyOutcome()
    for pk in sorted(ids):
        try:
            outcome.done.append(_record(pk, wanted, reason, by))
        except RegistrationError as error:
            outcome.refused.append((pk, str(error)))
    return outcome


def _record(pk: UUID, wanted: InvitationState, reason: str, by: User) -> Invitation:
    if wanted == InvitationState.NO_REPLY:
        return note_no_reply(pk, by=by)
    if wanted == InvitationState.BOUNCED:
        return record_return(pk, reason=reason, by=by)
    return record_reply(pk, accepted=wanted == InvitationState.ACCEPTED, reason=reason, by=by)


@transaction.atomic
def record_return(invitation_id: UUID, *, reason: str, by: User) -> Invitation:
    """Keeps that a note or letter came back unopened. Locks the delegation and the invitation.

    Raises ``NotPermittedError``, ``IllegalInvitationTransitionError``.
    """
    list(Delegation.objects.filter(invitations=invitation_id).select_for_update(of=("self",), no_key=True))
    locked = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related("conference")
    invitation: Invitation = locked.get(pk=invitation_id)
    if not can_invite(by, invitation.conference):
        raise NotPermittedError
    if invitation.state != InvitationState.BOUNCED:
        invitation.move_to(InvitationState.BOUNCED, by=by, reason=reason)
    return invitation
