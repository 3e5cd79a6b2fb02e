"""Inviting States and persons, and keeping what becomes of an invitation."""

import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from conference.correspondence import outbox
from conference.correspondence.models import OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import Conference, Mission, Organisation, State, User, normalise_email
from registration import emails
from registration.actions.drafting import (
    delegation_to_invite,
    draft,
    end_of,
    next_reference,
    refuse_organisation,
    refuse_reference_in_use,
    refuse_state,
)
from registration.actions.people import propose_visibility, same_name
from registration.errors import NotPermittedError, RegistrationError
from registration.models import (
    Channel,
    Delegation,
    Invitation,
    InvitationTransition,
    Participant,
    ParticipantCategory,
    Registration,
)
from registration.permissions import can_invite, can_record_reply, is_addressee
from registration.states import LIVE, REPLIED, InvitationState

I = InvitationState  # noqa: E741  as in the table of moves
UNDER_WAY = (MessageState.QUEUED, MessageState.SENDING)


@transaction.atomic
def invite_state(  # noqa: PLR0913  what a note verbale says
    *,
    conference: Conference,
    state: State,
    category: ParticipantCategory,
    mission: Mission | None,
    quota: int | None,
    reply_by: datetime.date | None,
    language: str,
    by: User,
    channel: Channel = Channel.NOTE_VERBALE,
    reference: str = "",
    email: str = "",
) -> Invitation:
    """Invites a State through its mission: makes its delegation, numbers the note and writes the letter.

    ``email`` stands in for the mission's address; without ``reference`` the note gets the next number. Locks the
    conference, so that numbers follow one another. Raises ``NotPermittedError``; ``RegistrationError`` for the host, a
    State already invited, a State without a name in force, a reference in use, or where no address is known.
    """
    _refuse_unless_inviting(by, conference)
    address = email or (mission.email if mission else "")
    refuse_state(conference, state, address)
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    refuse_reference_in_use(conference, reference)
    delegation = delegation_to_invite(conference, state, category, quota)
    invitation = draft(conference, category, address, reply_by=reply_by, language=language)
    invitation.delegation, invitation.mission, invitation.quota = delegation, mission, quota
    invitation.channel, invitation.reference = channel, reference or next_reference(conference)
    return _issue(invitation, by=by)


@transaction.atomic
def invite_person(
    *,
    conference: Conference,
    category: ParticipantCategory,
    person: Participant,
    reply_by: datetime.date | None,
    language: str,
    by: User,
) -> Invitation:
    """Invites a person by a letter with a link of their own.

    Locks the conference, so that the same person is not invited twice at once. Raises ``NotPermittedError``;
    ``RegistrationError`` where the person has no address or was invited already.
    """
    _refuse_unless_inviting(by, conference)
    address = person.email or person.office_email
    if not address:
        raise RegistrationError(_("An invitation needs an e-mail address: the person's own, or the private office's."))
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    person.conference, person.language = conference, language
    invited = Participant.objects.of_address(normalise_email(address)).filter(invitations__conference=conference)
    if any(same_name(person, other) for other in invited):
        raise RegistrationError(_("%(name)s is already invited.") % {"name": person.formal_name})
    propose_visibility(person, category)
    person.save(force_insert=True)
    invitation = draft(conference, category, address, reply_by=reply_by, language=language)
    invitation.participant = person
    return _issue(invitation, by=by)


@transaction.atomic
def invite_organisation(  # noqa: PLR0913  what a letter of invitation says
    *,
    conference: Conference,
    organisation: Organisation,
    category: ParticipantCategory,
    quota: int | None,
    reply_by: datetime.date | None,
    language: str,
    email: str,
    by: User,
    on_paper: bool = False,
    reference: str = "",
) -> Invitation:
    """Invites an organisation: makes its delegation, and writes the letter unless it goes ``on_paper``, by hand.

    Locks the conference. Raises ``NotPermittedError``; ``RegistrationError`` for an organisation of another conference,
    invited already, without a name in force or a reference in use, and where a letter by e-mail has no address.
    """
    _refuse_unless_inviting(by, conference)
    refuse_organisation(conference, organisation, email, on_paper=on_paper)
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    refuse_reference_in_use(conference, reference)
    delegation = delegation_to_invite(conference, organisation, category, quota)
    invitation = draft(conference, category, email, reply_by=reply_by, language=language)
    invitation.delegation, invitation.quota, invitation.reference = delegation, quota, reference
    invitation.channel = Channel.LETTER if on_paper else Channel.EMAIL
    invitation.is_by_note_only = on_paper
    return _issue(invitation, by=by)


@transaction.atomic
def send_again(invitation_id: UUID, *, by: User, email: str = "") -> Invitation:
    """Writes the letter once more, to another address where one is given; that kills the former link and code.

    A person is written to at the address that the participant has now. Locks the invitation. Raises
    ``NotPermittedError``; ``RegistrationError`` once it was answered, or while the last letter is still under way.
    """
    invitation = _lock(invitation_id)
    _refuse_unless_inviting(by, invitation.conference)
    if invitation.round_id and invitation.state == I.DRAFT:
        raise RegistrationError(_("This note waits to be dispatched with its round; its copy goes with it."))
    if invitation.state in REPLIED or invitation.designation_used_at:
        raise RegistrationError(_("This invitation was answered; there is nothing to send again."))
    if OutgoingMessage.objects.about(invitation).filter(state__in=UNDER_WAY).exists():
        raise RegistrationError(_("The letter is still being sent. Please wait for its outcome."))
    person = invitation.participant
    # An officer who sends by e-mail what had gone on paper has decided so.
    invitation.is_by_note_only = False
    invitation.email = email or ((person.email or person.office_email) if person else invitation.email)
    invitation.version += 1
    invitation.expires_at = end_of(invitation.conference)
    invitation.bind()
    invitation.save()
    outbox.enqueue_all(emails.invitation(invitation, version=str(invitation.version)))
    return invitation


@transaction.atomic
def acknowledge_invitation(invitation_id: UUID) -> Invitation:
    """Keeps that the addressee opened the invitation; one that was acknowledged or answered stays as it is.

    Locks the invitation.
    """
    invitation = _lock(invitation_id)
    if invitation.state not in REPLIED | {I.ACKNOWLEDGED}:
        invitation.move_to(I.ACKNOWLEDGED, by=None)
    return invitation


@transaction.atomic
def record_reply(invitation_id: UUID, *, accepted: bool, reason: str, by: User) -> Invitation:
    """Keeps a reply: the addressee's own, or one that came by note or telephone, of which the officer says how.

    Locks the delegation, so that nobody is nominated meanwhile, then the invitation. Raises ``NotPermittedError``,
    ``IllegalInvitationTransitionError``; ``RegistrationError`` where the officer does not say how it came, or where
    those who regret still have registrations.
    """
    list(Delegation.objects.filter(invitations=invitation_id).select_for_update(of=("self",), no_key=True))
    invitation = _lock(invitation_id)
    if not can_record_reply(by, invitation):
        raise NotPermittedError
    if not reason.strip() and not is_addressee(by, invitation):
        raise RegistrationError(_("Please say how the reply came, for example by note or by telephone, and from whom."))
    if not accepted and _has_live_registrations(invitation):
        raise RegistrationError(_("Somebody is still registered on this invitation; please withdraw them first."))
    wanted = I.ACCEPTED if accepted else I.DECLINED
    if invitation.state != wanted:
        invitation.move_to(wanted, by=by, reason=reason.strip())
    return invitation


@transaction.atomic
def note_no_reply(invitation_id: UUID, *, by: User) -> Invitation:
    """Keeps that an invitee has not replied; a late reply can still be recorded.

    Locks the invitation. Raises ``NotPermittedError``, ``IllegalInvitationTransitionError``.
    """
    invitation = _lock(invitation_id)
    _refuse_unless_inviting(by, invitation.conference)
    invitation.move_to(I.NO_REPLY, by=by)
    return invitation


def _refuse_unless_inviting(by: User, conference: Conference) -> None:
    if not can_invite(by, conference):
        raise NotPermittedError


def _issue(invitation: Invitation, *, by: User) -> Invitation:
    invitation.bind()
    invitation.save(force_insert=True)
    InvitationTransition.objects.create(invitation=invitation, origin="", target=I.DRAFT, by=by)
    outbox.enqueue_all(emails.invitation(invitation, version=str(invitation.version)))
    return invitation


def _lock(invitation_id: UUID) -> Invitation:
    everything = Invitation.objects.select_related(
        "conference", "category", "mission", "participant", "delegation__state"
    )
    return everything.select_for_update(of=("self",), no_key=True).get(pk=invitation_id)


def _has_live_registrations(invitation: Invitation) -> bool:
    on_it = Q(invitation=invitation) | Q(delegation__isnull=False, delegation=invitation.delegation_id)
    return Registration.objects.filter(on_it, state__in=LIVE).exists()
