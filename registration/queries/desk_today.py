"""What the officer's first page and the side navigation count."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from conference.clock import conference_today
from conference.models import Conference, KeptFigures
from conference.queries.kept_figures import OLDEST
from registration.models import Delegation, DelegationRole, Invitation, PendingChange, Registration
from registration.queries.desk_registrations import COUNTS
from registration.states import (
    AWAITING_A_REPLY,
    HOLDING_A_SEAT,
    REPLIED,
    ChangeState,
    InvitationState,
    RegistrationState,
)

OF_A_STATE = Q(delegation__state__isnull=False)


@dataclass(frozen=True)
class NavigationCounts:
    """The figures beside the lines of the side navigation."""

    registrations: int
    delegations: int
    invitations: int
    requests: int


def navigation_counts(conference: Conference) -> NavigationCounts:
    """All in one query; of the requests those that are open. The registrations as they are kept, if they are."""
    recent = KeptFigures.objects.filter(conference=OuterRef("pk"), name=COUNTS, counted_at__gt=timezone.now() - OLDEST)
    kept = Subquery(recent.annotate(total=Cast(KT("figures__total"), IntegerField())).values("total"))
    counted = Conference.objects.filter(pk=conference.pk).values_list(
        Coalesce(kept, _count_of(Registration)),
        *(_count_of(model) for model in (Delegation, Invitation)),
        _count_of(PendingChange, state=ChangeState.OPEN),
    )
    return NavigationCounts(*counted.get())


def _count_of(model: Any, **which: Any) -> Coalesce:
    rows = model.objects.filter(conference=OuterRef("pk"), **which).order_by().values("conference")
    return Coalesce(Subquery(rows.annotate(total=Count("pk")).values("total")), 0)


@dataclass(frozen=True)
class Replies:
    """How far the invitations have been answered; whoever is to be written to still counts as invited."""

    invited: int
    replied: int
    states_invited: int
    states_replied: int
    states_regretting: int
    overdue: int
    returned: int


def replies(conference: Conference) -> Replies:
    """Who has replied, who should have by today at the venue, and what came back undelivered; one aggregate."""
    counted = Invitation.objects.filter(conference=conference).aggregate(
        invited=Count("pk"),
        replied=Count("pk", filter=Q(state__in=REPLIED)),
        states_invited=Count("pk", filter=OF_A_STATE),
        states_replied=Count("pk", filter=OF_A_STATE & Q(state__in=REPLIED)),
        states_regretting=Count("pk", filter=OF_A_STATE & Q(state=InvitationState.DECLINED)),
        overdue=Count("pk", filter=overdue(conference)),
        returned=Count("pk", filter=Q(state=InvitationState.BOUNCED)),
    )
    return Replies(**counted)


def overdue(conference: Conference) -> Q:
    """Invitations still unanswered after the date by which a reply was asked."""
    return Q(state__in=AWAITING_A_REPLY, reply_by__lt=conference_today(conference))


@dataclass(frozen=True)
class Decisions:
    """What waits for a decision, and since when."""

    to_confirm: int
    to_take_up: int
    to_decide: int
    registered: int
    oldest_to_confirm: datetime.datetime | None = None
    oldest_to_take_up: datetime.datetime | None = None
    oldest_to_decide: datetime.datetime | None = None

    @property
    def oldest(self) -> datetime.datetime | None:
        """Since when the first of them all waits."""
        moments = (self.oldest_to_confirm, self.oldest_to_take_up, self.oldest_to_decide)
        return min((moment for moment in moments if moment), default=None)

    @property
    def waiting(self) -> int:
        """All that wait for the Secretariat."""
        return self.to_confirm + self.to_take_up + self.to_decide


def decisions(conference: Conference) -> Decisions:
    """Registrations by what they ask of the Secretariat, in one aggregate."""
    counted = Registration.objects.filter(conference=conference).aggregate(
        to_confirm=Count("pk", filter=Q(state=RegistrationState.COMPLETE)),
        to_take_up=Count("pk", filter=Q(state=RegistrationState.SUBMITTED)),
        to_decide=Count("pk", filter=Q(state=RegistrationState.UNDER_REVIEW)),
        registered=Count("pk", filter=Q(state=RegistrationState.REGISTERED)),
        oldest_to_confirm=Min("state_since", filter=Q(state=RegistrationState.COMPLETE)),
        oldest_to_take_up=Min("state_since", filter=Q(state=RegistrationState.SUBMITTED)),
        oldest_to_decide=Min("state_since", filter=Q(state=RegistrationState.UNDER_REVIEW)),
    )
    return Decisions(**counted)


def delegations_without_a_head(conference: Conference) -> QuerySet[Delegation]:
    """Delegations with members but no head among them: the one role that protocol cannot do without."""
    members = Registration.objects.filter(delegation=OuterRef("pk"), state__in=HOLDING_A_SEAT)
    headed = Exists(members.filter(role=DelegationRole.HEAD))
    return Delegation.objects.filter(Exists(members), ~headed, conference=conference)
