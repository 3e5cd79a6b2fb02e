"""How a conference's invitations stand, by group: who has replied, who is silent, what came back."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conference.clock import conference_today
from conference.models import Conference
from registration.models import GROUPS_OF_STATES, Invitation
from registration.queries.desk_delegations import protocol_order
from registration.states import AWAITING_A_REPLY, InvitationState


class Standing(models.TextChoices):
    """What an invitation's status means on a day: whoever was asked by a day that has passed is silent."""

    DRAFT = "draft", _("draft")
    DISPATCHED = "dispatched", _("dispatched")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    SILENT = "silent", _("silent")
    RETURNED = "returned", _("returned undelivered")


REPLIED = frozenset({Standing.ACCEPTED, Standing.DECLINED})
OF_STATE = {
    InvitationState.DRAFT: Standing.DRAFT,
    InvitationState.SENT: Standing.DISPATCHED,
    InvitationState.DELIVERED: Standing.DISPATCHED,
    InvitationState.ACKNOWLEDGED: Standing.ACKNOWLEDGED,
    InvitationState.ACCEPTED: Standing.ACCEPTED,
    InvitationState.DECLINED: Standing.DECLINED,
    InvitationState.BOUNCED: Standing.RETURNED,
    InvitationState.NO_REPLY: Standing.SILENT,
}
ORGANISATIONS, PERSONS = "organisation", "person"


def standing_of(invitation: Invitation, today: datetime.date) -> Standing:
    """How it stands on a day at the venue."""
    late = invitation.reply_by is not None and invitation.reply_by < today
    if late and invitation.state in AWAITING_A_REPLY:
        return Standing.SILENT
    return OF_STATE[InvitationState(invitation.state)]


@dataclass
class GroupOnBoard:
    """One line of the board: how many of a group stand how."""

    key: str
    label: Any
    counts: dict[Standing, int] = field(default_factory=lambda: dict.fromkeys(Standing, 0))

    @property
    def invited(self) -> int:
        return sum(self.counts.values())

    @property
    def replied(self) -> int:
        return sum(self.counts[each] for each in REPLIED)


def group_of(invitation: Invitation) -> str:
    """The group of the State, or that it is an organisation or a person."""
    if invitation.delegation is None:
        return PERSONS
    return invitation.delegation.state.group if invitation.delegation.state else ORGANISATIONS


def board_of(conference: Conference, invitations: Iterable[Invitation]) -> list[GroupOnBoard]:
    """The groups that occur, in the order of the register; organisations and persons last."""
    labels: dict[str, Any] = dict(GROUPS_OF_STATES) | {ORGANISATIONS: _("Organisations"), PERSONS: _("Persons")}
    groups = {key: GroupOnBoard(key, label) for key, label in labels.items()}
    today = conference_today(conference)
    for invitation in invitations:
        groups[group_of(invitation)].counts[standing_of(invitation, today)] += 1
    return [group for group in groups.values() if group.invited]


def invitations_on_board(conference: Conference) -> QuerySet[Invitation]:
    """All of them in protocol order, with what places each on the board; one query."""
    rows: QuerySet[Invitation] = (
        Invitation.objects.filter(conference=conference)
        .select_related("delegation__state", "participant")
        .annotate(protocol_order=protocol_order(conference, through="delegation__"))
        .order_by("protocol_order", "pk")
    )
    return rows
