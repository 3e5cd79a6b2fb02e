"""Invitations as the Secretariat's list shows and counts them, and what may still be invited."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from conference.correspondence.models import OutgoingMessage
from conference.models import Conference, Mission, State
from registration.models import Delegation, Invitation, Visibility, searchable
from registration.queries.desk_delegations import DelegationName
from registration.queries.desk_today import overdue


@dataclass(frozen=True)
class InvitationChips:
    """How many invitations are behind each chip of the list."""

    by_state: Counter[str]
    overdue: int


def invitation_chips(conference: Conference) -> InvitationChips:
    """Everything the list's chips count, in one aggregate."""
    rows = (
        Invitation.objects.filter(conference=conference)
        .values_list("state")
        .annotate(total=Count("pk"), overdue=Count("pk", filter=overdue(conference)))
        .order_by()
    )
    counted = list(rows)
    return InvitationChips(
        by_state=Counter({state: total for state, total, _late in counted}), overdue=sum(late for *_, late in counted)
    )


def last_messages(about_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, OutgoingMessage]:
    """The latest message about each thing, without its text; one query for a whole list."""
    latest = (
        OutgoingMessage.objects.filter(about_id__in=list(about_ids))
        .order_by("about_id", "-created_at")
        .distinct("about_id")
        .only("about_id", "state", "subject", "answer", "sent_at", "created_at")
    )
    return {message.about_id: message for message in latest if message.about_id}


def invitations_found_by(
    rows: QuerySet[Invitation], words: str, *, names: dict[uuid.UUID, DelegationName], with_protected: bool
) -> QuerySet[Invitation]:
    """Invitations in whose addressee, address or reference number every word occurs."""
    for word in searchable(words).split():
        person = Q(participant__search_text__contains=word)
        if not with_protected:
            person &= ~Q(participant__visibility=Visibility.HIDDEN)
        delegations = [pk for pk, name in names.items() if word in searchable(name.text)]
        on_record = Q(reference__icontains=word) | Q(email__icontains=word, delegation__isnull=False)
        rows = rows.filter(person | on_record | Q(delegation_id__in=delegations))
    return rows


def missions_to_invite(conference: Conference) -> QuerySet[Mission]:
    """The missions of the States that are not invited yet and do not host the conference."""
    states = _states_to_invite(conference)
    return Mission.objects.filter(state__in=states).select_related("state").prefetch_related("state__names")


def states_without_a_mission(conference: Conference) -> QuerySet[State]:
    """States that could be invited if the register knew through which mission they are written to."""
    return _states_to_invite(conference).filter(missions__isnull=True).prefetch_related("names")


def _states_to_invite(conference: Conference) -> QuerySet[State]:
    invited = Delegation.objects.filter(conference=conference, state__isnull=False, invitations__isnull=False)
    hosts = Conference.objects.filter(pk=conference.pk, host_state__isnull=False).values("host_state")
    return State.objects.exclude(pk__in=invited.values("state")).exclude(pk__in=hosts)
