"""A round of notes: drafted and numbered at once, changed while they are drafts, dispatched, or discarded."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conference.clock import conference_today
from conference.models import Conference, Mission, State, User
from registration.actions.drafting import draft, next_number, refuse_host_and_nameless
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import (
    Channel,
    Delegation,
    Invitation,
    InvitationRound,
    InvitationTransition,
    ParticipantCategory,
)
from registration.permissions import can_invite
from registration.states import InvitationState

# What would be deleted with a delegation.
OF_A_DELEGATION = ("registrations", "focal_points", "documents", "pending_changes", "seat_decisions")


@dataclass(frozen=True, kw_only=True)
class NoteLine:
    """What the note to one State says, and where it goes."""

    state: State
    mission: Mission
    category: ParticipantCategory
    quota: int | None
    language: str
    email: str


@transaction.atomic
def draft_round(
    round_id: UUID,
    *,
    conference: Conference,
    lines: Sequence[NoteLine],
    reply_by: datetime.date,
    copies_by_email: bool,
    by: User,
) -> InvitationRound:
    """Numbers a note to each State, in the order of ``lines``, as drafts of which nothing leaves the house yet.

    ``round_id`` is the form's: submitted twice, the round that is there is given back. Locks the conference, so that
    the numbers follow one another. Raises ``NotPermittedError``; ``RegistrationError`` for an empty round, the host, a
    State invited already or without a name in force, and, where copies go by e-mail, a mission without an address.
    """
    refuse_unless_inviting(by, conference)
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    there = InvitationRound.objects.filter(pk=round_id, conference=conference).first()
    if there is not None:
        return there
    if not lines:
        raise RegistrationError(_("No State is chosen; please choose at least one."))
    for line in lines:
        refuse_line(conference, line, needs_address=copies_by_email)
    delegations = _delegations_to_invite(conference, lines)
    made = InvitationRound.objects.create(
        pk=round_id,
        conference=conference,
        groups=sorted({line.state.group for line in lines}),
        reply_by=reply_by,
        dated_on=conference_today(conference),
        copies_by_email=copies_by_email,
        made_by=by,
    )
    notes = [
        _note(made, line, delegations[line.state.pk], number)
        for number, line in enumerate(lines, next_number(conference))
    ]
    _begin(notes, by=by)
    return made


@transaction.atomic
def change_note(invitation_id: UUID, *, line: NoteLine, version: int, by: User) -> Invitation:
    """Changes a note that is still a draft; its number stays. Locks the delegation and the invitation.

    Raises ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` once it is dispatched, or where the copy
    by e-mail would have no address.
    """
    found = Invitation.objects.select_related("conference", "round").get(pk=invitation_id)
    refuse_unless_inviting(by, found.conference)
    refuse_line(found.conference, line, needs_address=not found.is_by_note_only)
    delegation = Delegation.objects.select_for_update(no_key=True).get(invitations=invitation_id)
    note: Invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation_id)
    if note.version != version:
        raise LostUpdateError
    refuse_dispatched([note])
    delegation.category, delegation.quota = line.category, line.quota
    delegation.version += 1
    delegation.save(update_fields=["category", "quota", "version"])
    note.mission, note.category, note.quota = line.mission, line.category, line.quota
    note.language, note.email = line.language, line.email
    note.signatory = found.conference.signatory.in_language(line.language)
    note.version += 1
    note.bind()
    note.save()
    return note


@transaction.atomic
def take_out(invitation_id: UUID, *, by: User) -> InvitationRound | None:
    """Discards one draft of a round; the notes after it move up, so that the numbers have no gap.

    Gives the round, or nothing where it was its last note. Locks the conference and the round's invitations. Raises
    ``NotPermittedError``; ``RegistrationError`` once any note of the round is dispatched: their numbers are known
    outside the house.
    """
    found = Invitation.objects.select_related("conference", "round").get(pk=invitation_id)
    refuse_unless_inviting(by, found.conference)
    if found.round is None:
        raise RegistrationError(_("This invitation belongs to no round."))
    Conference.objects.select_for_update(no_key=True).get(pk=found.conference_id)
    notes = notes_in_order(found.round, lock=True)
    if any(note.state != InvitationState.DRAFT for note in notes):
        raise RegistrationError(
            _("Notes of this round are dispatched, so its numbers stay. Please leave this note among the drafts.")
        )
    references = [note.reference for note in notes]
    remaining = [note for note in notes if note.pk != found.pk]
    _delete_drafts([found])
    Invitation.objects.filter(round=found.round).update(reference="")
    for note, reference in zip(remaining, references, strict=False):
        note.reference, note.version = reference, note.version + 1
    Invitation.objects.bulk_update(remaining, ["reference", "version"])
    if remaining:
        return found.round
    found.round.delete()
    return None


@transaction.atomic
def discard_round(round_id: UUID, *, by: User) -> int:
    """Discards a round of which no note is dispatched: the drafts, and the delegations that nobody has entered yet.

    Gives how many notes. Locks the conference and the invitations. Raises ``NotPermittedError``; ``RegistrationError``.
    """
    found = InvitationRound.objects.select_related("conference").get(pk=round_id)
    refuse_unless_inviting(by, found.conference)
    Conference.objects.select_for_update(no_key=True).get(pk=found.conference_id)
    notes = notes_in_order(found, lock=True)
    refuse_dispatched(notes)
    _delete_drafts(notes)
    found.delete()
    return len(notes)


def notes_in_order(found: InvitationRound, *, lock: bool = False) -> list[Invitation]:
    """The notes of a round by their numbers."""
    notes = Invitation.objects.filter(round=found)
    if lock:
        # Locks are taken in one order, whoever takes them.
        notes = notes.order_by("pk").select_for_update(no_key=True)
    return sorted(notes, key=lambda note: (len(note.reference), note.reference))


def refuse_unless_inviting(by: User, conference: Conference) -> None:
    if not can_invite(by, conference):
        raise NotPermittedError


def refuse_dispatched(notes: Iterable[Invitation]) -> None:
    """Raises ``RegistrationError`` where one of the notes is no draft any longer."""
    if any(note.state != InvitationState.DRAFT for note in notes):
        raise RegistrationError(_("A note that is dispatched, or answered, is neither changed nor discarded."))


def refuse_line(conference: Conference, line: NoteLine, *, needs_address: bool) -> None:
    """Raises ``RegistrationError`` for what no note can say."""
    name = refuse_host_and_nameless(conference, line.state)
    if line.mission.state_id != line.state.pk:
        raise RegistrationError(_("%(name)s is not written to through this mission.") % {"name": name})
    if needs_address and not line.email:
        raise RegistrationError(
            _("No address is known for %(name)s. Please enter one, or send the notes without a copy by e-mail.")
            % {"name": name}
        )


def _delegations_to_invite(conference: Conference, lines: Sequence[NoteLine]) -> dict[Any, Delegation]:
    """The delegation of each State, made where there is none; raises ``RegistrationError`` for a State invited."""
    wanted = {line.state.pk: line for line in lines}
    if len(wanted) < len(lines):
        raise RegistrationError(_("A State is in the list twice; each receives one note."))
    there: dict[Any, Delegation] = {
        d.state_id: d for d in Delegation.objects.filter(conference=conference, state__in=wanted)
    }
    invited = Invitation.objects.filter(delegation__in=list(there.values())).values_list("delegation__state", flat=True)
    for state_id in invited:
        name = wanted[state_id].state.name_on(conference.starts_on)
        raise RegistrationError(_("%(name)s is already invited.") % {"name": name})
    for state_id, delegation in there.items():
        delegation.category, delegation.quota = wanted[state_id].category, wanted[state_id].quota
    Delegation.objects.bulk_update(there.values(), ["category", "quota"])
    new = [
        Delegation(conference=conference, state=line.state, category=line.category, quota=line.quota)
        for line in lines
        if line.state.pk not in there
    ]
    return there | {d.state_id: d for d in Delegation.objects.bulk_create(new)}


def _note(made: InvitationRound, line: NoteLine, delegation: Delegation, number: int) -> Invitation:
    conference = made.conference
    note = draft(conference, line.category, line.email, reply_by=made.reply_by, language=line.language)
    note.round, note.delegation, note.mission, note.quota = made, delegation, line.mission, line.quota
    note.channel, note.reference = Channel.NOTE_VERBALE, f"{conference.note_prefix}{number}"
    note.is_by_note_only = not made.copies_by_email
    note.bind()
    return note


def _begin(notes: Sequence[Invitation], *, by: User) -> None:
    Invitation.objects.bulk_create(notes)
    InvitationTransition.objects.bulk_create(
        InvitationTransition(invitation=note, origin="", target=InvitationState.DRAFT, by=by) for note in notes
    )


def _delete_drafts(notes: Sequence[Invitation]) -> None:
    """The delegations go as well, unless something of theirs was there before or has come since."""
    delegations = [note.delegation_id for note in notes if note.delegation_id]
    Invitation.objects.filter(pk__in=[note.pk for note in notes]).delete()
    nothing = {f"{what}__isnull": True for what in OF_A_DELEGATION}
    Delegation.objects.filter(pk__in=delegations, note="", **nothing).delete()
