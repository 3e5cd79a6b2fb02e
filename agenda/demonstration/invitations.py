"""The invitations: notes to States, letters to organisations, letters with a link to persons."""

import datetime
from dataclasses import dataclass

from agenda.demonstration.clock import day
from agenda.demonstration.history import INVITATIONS
from agenda.demonstration.identity import Row
from agenda.demonstration.rounds import attach_scans, mark_dispatched, set_up_rounds
from agenda.demonstration.stage import Stage
from conference.models import TeamRole, User
from registration import emails
from registration.models import Channel, Invitation, InvitationRound, InvitationTransition
from registration.states import REPLIED, InvitationState


@dataclass(frozen=True)
class Sent:
    """An invitation with what the tables say of its way."""

    key: str
    invitation: Invitation
    written_at: datetime.datetime
    replied_on: str
    reason: str


def set_up_invitations(stage: Stage) -> None:
    """Letters are written by e-mail to missions and persons; organisations were written to on paper."""
    rounds = set_up_rounds(stage)
    sent = [*_to_states(stage, rounds), *_to_organisations(stage), *_to_persons(stage)]
    for one in sent:
        _settle(stage, one)
    stage.invitations = {one.key: one.invitation for one in sent}
    Invitation.objects.bulk_create(stage.invitations.values())
    attach_scans(stage, [one.invitation for one in sent])
    InvitationTransition.objects.bulk_create(transition for one in sent for transition in _transitions(stage, one))
    for one in sent:
        if one.invitation.channel != Channel.LETTER:
            stage.keep(emails.invitation(one.invitation, version="1"), one.written_at)


def _to_states(stage: Stage, rounds: dict[str, InvitationRound]) -> list[Sent]:
    """In the outline, each sitting is dated, and to be answered by."""
    found = []
    for number, row in enumerate((row for row in stage.rows("states") if row["invitation"]), start=1):
        dated_on, reply_by = stage.outline["notes_by_sitting"][row["wave"]]
        invitation = _invitation(stage, row["code"], row, dated_on, reply_by)
        invitation.channel, invitation.mission = Channel.NOTE_VERBALE, stage.missions[row["code"]]
        invitation.language = row["language"]
        invitation.email = stage.missions[row["code"]].email
        invitation.round = rounds[row["wave"]]
        mark_dispatched(invitation)
        _address_to_delegation(stage, invitation, row, row["code"], number)
        written_at = stage.clock.at(f"{dated_on} 11:00") + datetime.timedelta(minutes=number)
        found.append(Sent(row["code"], invitation, written_at, row["replied_on"], row["note"]))
    return found


def _to_organisations(stage: Stage) -> list[Sent]:
    found = []
    for number, row in enumerate((row for row in stage.rows("organisations") if row["invitation"]), start=101):
        key, (dated_on, reply_by) = row["abbreviation"], stage.outline["letters_to_organisations"]
        invitation = _invitation(stage, key, row, dated_on, reply_by)
        invitation.channel, invitation.email = Channel.LETTER, row["focal_email"]
        _address_to_delegation(stage, invitation, row, key, number)
        written_at = stage.clock.at(f"{dated_on} 15:00") + datetime.timedelta(minutes=number)
        found.append(Sent(key, invitation, written_at, row["replied_on"], row["note"]))
    return found


def _to_persons(stage: Stage) -> list[Sent]:
    found = []
    for row in stage.rows("invited"):
        invitation = _invitation(stage, row["key"], row, row["invited_on"], row["reply_by"])
        invitation.category = stage.categories[row["category"]]
        invitation.participant = stage.participants[row["key"]]
        invitation.email, invitation.language = row["email"], row["language"]
        written_at = stage.clock.office_time(row["invited_on"], f"invitation {row['key']}")
        found.append(Sent(row["key"], invitation, written_at, row["replied_on"], row["reason"]))
    return found


def _invitation(stage: Stage, key: str, row: Row, dated_on: str, reply_by: str) -> Invitation:
    over_at = datetime.datetime.combine(stage.conference.ends_on, datetime.time(), stage.conference.zone)
    return Invitation(
        pk=stage.id_of("invitation", key),
        conference=stage.conference,
        channel=Channel.EMAIL,
        dated_on=day(dated_on),
        signatory=str(stage.conference.signatory["en"]),
        reply_by=day(reply_by),
        state=row["invitation"],
        expires_at=stage.clock.recorded(over_at + datetime.timedelta(days=1)),
    )


def _address_to_delegation(stage: Stage, invitation: Invitation, row: Row, key: str, number: int) -> None:
    delegation = stage.delegations[key]
    invitation.delegation, invitation.category = delegation, delegation.category
    invitation.quota = delegation.quota
    invitation.reference = f"{stage.conference.note_prefix}{number}"
    if row["invitation"] == InvitationState.ACCEPTED:
        invitation.designation_used_at = stage.focal_points[key].designated_at


def _settle(stage: Stage, sent: Sent) -> None:
    invitation = sent.invitation
    invitation.bind()
    steps = _moments(stage, sent)
    invitation.version = len(steps)
    invitation.created_at = stage.clock.recorded(sent.written_at)
    invitation.state_since = stage.clock.recorded(steps[-1][1])
    if invitation.state in REPLIED:
        stage.answered_at[sent.key] = steps[-1][1]


def _moments(stage: Stage, sent: Sent) -> list[tuple[InvitationState, datetime.datetime]]:
    """Written; accepted by the mail server a minute later; answered on the day that the table gives."""
    minute = datetime.timedelta(minutes=1)
    answered_at = stage.clock.office_time(sent.replied_on or stage.outline["given_up_on"], f"reply {sent.key}")
    at_each = {
        InvitationState.DRAFT: sent.written_at,
        InvitationState.SENT: sent.written_at + minute,
        InvitationState.BOUNCED: sent.written_at + minute,
        InvitationState.DELIVERED: sent.written_at + 3 * minute,
    }
    path = INVITATIONS[InvitationState(sent.invitation.state)]
    return [(state, at_each.get(state, answered_at)) for state in path]


def _transitions(stage: Stage, sent: Sent) -> list[InvitationTransition]:
    found, origin = [], ""
    for state, moment in _moments(stage, sent):
        found.append(
            InvitationTransition(
                invitation=sent.invitation,
                origin=origin,
                target=state,
                by=_actor(stage, sent, state),
                reason=sent.reason if state in {InvitationState.DECLINED, InvitationState.BOUNCED} else "",
                at=stage.clock.recorded(moment),
            )
        )
        origin = state
    return found


def _actor(stage: Stage, sent: Sent, state: InvitationState) -> User | None:
    """Officers write and record what comes by note or telephone; the rest is the addressees' and the mail server's."""
    if state == InvitationState.DRAFT:
        return stage.officers[TeamRole.PROTOCOL]
    if state == InvitationState.NO_REPLY:
        return stage.officers[TeamRole.CORRESPONDENCE]
    if state == InvitationState.DECLINED and sent.invitation.delegation_id:
        return stage.officers[TeamRole.PROTOCOL]
    return None
