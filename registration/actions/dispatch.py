"""Notes leave the house: marked as dispatched, with the copy by e-mail where the round has one; or taken back."""

import datetime
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.clock import conference_today
from conference.correspondence import outbox
from conference.correspondence.models import OutgoingMessage
from conference.formats import date_text
from conference.models import Conference, User
from registration import emails
from registration.actions.note_rounds import refuse_unless_inviting
from registration.errors import LostUpdateError, RegistrationError
from registration.models import DispatchWay, Invitation, InvitationRound
from registration.queries.written_to import never_written_to
from registration.states import InvitationState


@transaction.atomic
def dispatch_notes(
    round_id: UUID, *, only: Mapping[UUID, int] | None = None, on: datetime.date, how: DispatchWay, by: User
) -> list[Invitation]:
    """Marks the drafts of a round as dispatched, all or those given with the version that the officer saw.

    Where the round has copies by e-mail they are queued; a mission without an address, or with one to which nothing is
    ever written automatically, gets none, and its note is by note only from then on. What is dispatched already stays
    as it is. Locks the invitations. Raises ``NotPermittedError``, ``LostUpdateError`` for a note that was changed
    since; ``RegistrationError`` for a day that has not come, or where nothing is left to dispatch.
    """
    found = InvitationRound.objects.select_related("conference").get(pk=round_id)
    conference = found.conference
    refuse_unless_inviting(by, conference)
    _refuse_future(conference, on)
    drafts = Invitation.objects.filter(round=found, state=InvitationState.DRAFT)
    if only is not None:
        drafts = drafts.filter(pk__in=only)
    locked = list(drafts.order_by("pk").select_for_update(no_key=True))
    if not locked:
        raise RegistrationError(_("None of these notes is waiting to be dispatched."))
    if only is not None and any(note.version != only[note.pk] for note in locked):
        raise LostUpdateError
    notes = list(Invitation.objects.for_listing().filter(pk__in=[note.pk for note in locked]))
    if found.copies_by_email:
        _leave_out_the_unwritten(notes, conference)
    _leave(notes, on=on, how=how, by=by)
    if found.copies_by_email:
        outbox.enqueue_all(letter for note in notes for letter in emails.invitation(note, version=str(note.version)))
    return notes


@transaction.atomic
def dispatch_by_hand(invitation_id: UUID, *, on: datetime.date, how: DispatchWay, by: User) -> Invitation:
    """Marks one invitation that nothing was written about by e-mail as dispatched: a letter on paper, or one note.

    Locks the invitation. Raises ``NotPermittedError``; ``RegistrationError`` where it is no draft, or is being sent.
    """
    locked = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related("conference")
    invitation: Invitation = locked.get(pk=invitation_id)
    refuse_unless_inviting(by, invitation.conference)
    _refuse_future(invitation.conference, on)
    if invitation.state != InvitationState.DRAFT or OutgoingMessage.objects.about(invitation).exists():
        raise RegistrationError(_("Only a draft that does not go by e-mail is marked as dispatched."))
    _leave([invitation], on=on, how=how, by=by)
    return invitation


@transaction.atomic
def take_back_dispatch(invitation_id: UUID, *, by: User) -> Invitation:
    """Puts a note that was marked as dispatched by mistake back among the drafts. Locks the invitation.

    Raises ``NotPermittedError``; ``RegistrationError`` once it was answered, or where a copy went by e-mail.
    """
    locked = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related("conference")
    note: Invitation = locked.get(pk=invitation_id)
    refuse_unless_inviting(by, note.conference)
    if note.dispatched_on is None or note.state != InvitationState.SENT:
        raise RegistrationError(_("Only a note that is dispatched and not answered can be put back."))
    if OutgoingMessage.objects.about(note).exists():
        raise RegistrationError(_("A copy of this note went by e-mail; what has left the house is not put back."))
    note.dispatched_on, note.dispatched_how = None, ""
    note.save(update_fields=["dispatched_on", "dispatched_how"])
    note.move_to(InvitationState.DRAFT, by=by, reason=_("Marked as dispatched by mistake."))
    return note


def _leave_out_the_unwritten(notes: list[Invitation], conference: Conference) -> None:
    silent = set(never_written_to(conference))
    for note in notes:
        note.is_by_note_only = note.is_by_note_only or not note.email or note.email in silent


def _leave(notes: list[Invitation], *, on: datetime.date, how: DispatchWay, by: User) -> None:
    for note in notes:
        note.dispatched_on, note.dispatched_how = on, how
    Invitation.objects.move_all(notes, InvitationState.SENT, by=by, reason=_words(on, how))
    Invitation.objects.bulk_update(notes, ["dispatched_on", "dispatched_how", "is_by_note_only"])


def _refuse_future(conference: Conference, on: datetime.date) -> None:
    if on > conference_today(conference):
        raise RegistrationError(_("The day of dispatch has not come yet; please give the day on which the notes left."))


def _words(on: datetime.date, how: DispatchWay) -> str:
    """What the history keeps, in English, as the register of notes does."""
    with override("en"):
        return f"{date_text(on)}, {how.label}"
