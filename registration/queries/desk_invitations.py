"""Invitations as the Secretariat's list shows and counts them, and what may still be invited."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Value, When

from conference.correspondence.models import OutgoingMessage, with_words_of_return
from conference.models import Conference, Mission, State, StateName
from registration.models import Delegation, Invitation, Visibility, searchable
from registration.queries.desk_delegations import DelegationName, in_force_at, protocol_order
from registration.queries.desk_registrations import occurs, occurs_in
from registration.queries.desk_today import overdue
from registration.states import REPLIED


@dataclass(frozen=True)
class InvitationChips:
    """How many invitations are behind each chip of the list."""

    by_state: Counter[str]
    overdue: int


# Those that wait for somebody first, the earliest date first; those of one date as protocol seats them, then people.
WAITING_LONGEST_FIRST = ("is_answered", "reply_by", "protocol_order", "name_shown", "pk")


def invitations_for_desk(conference: Conference, *, with_protected: bool) -> QuerySet[Invitation]:
    """Invitations with what they are ordered by (``WAITING_LONGEST_FIRST``)."""
    answered = Case(When(state__in=REPLIED, then=Value(1)), default=Value(0), output_field=IntegerField())
    return Invitation.objects.filter(conference=conference).annotate(
        is_answered=answered,
        protocol_order=protocol_order(conference, through="delegation__"),
        name_shown=_name_shown(with_protected=with_protected),
    )


def _name_shown(*, with_protected: bool) -> Case | F:
    """Blank for whoever is not named, whose place would tell the initial."""
    named = F("participant__search_text")
    hidden = When(participant__visibility=Visibility.HIDDEN, then=Value(""))
    return named if with_protected else Case(hidden, default=named, output_field=CharField())


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
    latest = with_words_of_return(
        OutgoingMessage.objects.filter(about_id__in=list(about_ids))
        .order_by("about_id", "-created_at")
        .distinct("about_id")
        .only("about_id", "state", "subject", "answer", "sent_at", "created_at", "came_back_at")
    )
    return {message.about_id: message for message in latest if message.about_id}


def invitations_found_by(
    rows: QuerySet[Invitation], words: str, *, names: dict[uuid.UUID, DelegationName], with_protected: bool
) -> QuerySet[Invitation]:
    """Invitations in whose addressee, address or reference number every word occurs."""
    for word in searchable(words).split():
        person = occurs(word, "participant__search_text")
        if not with_protected:
            person &= ~Q(participant__visibility=Visibility.HIDDEN)
        delegations = [pk for pk, name in names.items() if occurs_in(name.search_text, word)]
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
    # Without a name in force no note can be addressed: the register of States is to be completed first.
    named = StateName.objects.filter(in_force_at(conference))
    hosts = Conference.objects.filter(pk=conference.pk, host_state__isnull=False).values("host_state")
    return (
        State.objects.filter(pk__in=named.values("state")).exclude(pk__in=invited.values("state")).exclude(pk__in=hosts)
    )
