"""What a round of invitations is made from, and what has become of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Q, QuerySet

from conference.models import Conference, Mission, State, StateGroup
from conference.reference.sort_keys import sort_key
from registration.models import Delegation, Invitation, InvitationRound, ParticipantCategory, Route
from registration.states import InvitationState


@dataclass
class StateToInvite:
    """A State of a group with its missions; ``hindrance`` is why no note can go to it now."""

    state: State
    name: str
    formal_name: str = ""
    missions: list[Mission] = field(default_factory=list)
    invited: Invitation | None = None
    is_named: bool = True

    @property
    def can_be_invited(self) -> bool:
        return self.is_named and self.invited is None and bool(self.missions)


def states_of_groups(conference: Conference, groups: Collection[str]) -> list[StateToInvite]:
    """Every State of the groups but the host, group by group, in the protocol order of the active language.

    Three queries and one for the invitations, however many States.
    """
    states = State.objects.filter(group__in=groups).prefetch_related("names", "missions")
    if conference.host_state_id:
        states = states.exclude(pk=conference.host_state_id)
    invited: dict[Any, Invitation] = {
        invitation.delegation.state_id: invitation
        for invitation in Invitation.objects.filter(
            conference=conference, delegation__state__group__in=groups
        ).select_related("delegation")
        if invitation.delegation
    }
    found = [_to_invite(state, conference, invited.get(state.pk)) for state in states]
    order = list(StateGroup.values)
    return sorted(found, key=lambda each: (order.index(each.state.group), _protocol_key(each, conference)))


def _to_invite(state: State, conference: Conference, invited: Invitation | None) -> StateToInvite:
    missions = list(state.missions.all())
    try:
        name = state.name_on(conference.starts_on)
    except ObjectDoesNotExist:
        return StateToInvite(state, state.code, missions=missions, invited=invited, is_named=False)
    return StateToInvite(state, str(name.name), str(name.formal_name), missions, invited)


def _protocol_key(each: StateToInvite, conference: Conference) -> str:
    if not each.is_named:
        return sort_key(each.name)
    return sort_key(str(each.state.name_on(conference.starts_on).sort_key) or each.name)


def groups_to_invite(conference: Conference) -> dict[str, int]:
    """How many States of each group are not invited yet; one query."""
    invited = Delegation.objects.filter(conference=conference, state__isnull=False, invitations__isnull=False)
    states = State.objects.exclude(pk__in=invited.values("state"))
    if conference.host_state_id:
        states = states.exclude(pk=conference.host_state_id)
    counted = dict(states.values_list("group").annotate(total=Count("pk")).order_by())
    return {group: counted[group] for group in StateGroup.values if counted.get(group)}


def category_of_group(categories: Iterable[ParticipantCategory], group: str) -> ParticipantCategory | None:
    """The category that is for the States of a group; else the only one for which delegations are nominated.

    Nothing where several could be meant: then the officer chooses.
    """
    nominated = [category for category in categories if category.route == Route.NOMINATION]
    own = [category for category in nominated if group in category.state_groups]
    meant = own or nominated
    return meant[0] if len(meant) == 1 else None


def invites_states(categories: Iterable[ParticipantCategory]) -> bool:
    """Whether some category is for States: a seminar at home has none, and invites persons first."""
    return any(category.route == Route.NOMINATION and category.state_groups for category in categories)


def rounds_for_desk(conference: Conference) -> QuerySet[Any]:
    """The rounds with how many notes each has, and how many of them are still drafts."""
    draft = Q(invitations__state=InvitationState.DRAFT)
    rows: QuerySet[Any] = InvitationRound.objects.filter(conference=conference).annotate(
        notes=Count("invitations"), drafts=Count("invitations", filter=draft)
    )
    return rows.select_related("made_by")


def notes_of(found: InvitationRound) -> list[Invitation]:
    """The notes of a round by their numbers, with all that a list or the paper says of them."""
    notes = Invitation.objects.for_listing().filter(round=found)
    return sorted(notes, key=lambda note: (len(note.reference), note.reference))
