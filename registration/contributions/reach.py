"""Whom registration's reminders concern on a date, and of each why it would get none at present.

The queries that choose the recipients say who would get one; all others have a reason here.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from conference.clock import conference_today
from conference.correspondence.models import ReminderRule
from conference.models import User
from conference.registry import Reach, WhyNot
from registration.models import Delegation, FocalPoint, Invitation, Participant, Registration, Visibility
from registration.queries.reminded import (
    TIME_TO_ANSWER,
    WITHOUT_ADDRESS,
    incomplete,
    not_registered,
    represented,
)
from registration.states import AWAITING_A_REPLY, REPLIED, InvitationState

Rows = Callable[[ReminderRule, datetime.date, User], QuerySet[Any]]
BY_HAND = When(participant__never_write_automatically=True, then=Value(WhyNot.BY_HAND))
NO_ADDRESS = When(Q(participant__isnull=False) & WITHOUT_ADDRESS, then=Value(WhyNot.NO_ADDRESS))
BY_NOTE = When(is_by_note_only=True, then=Value(WhyNot.BY_NOTE))
DONE = Value(WhyNot.DONE)


def why_not(*reasons: When) -> Case:
    """The first that holds; nothing where none does."""
    return Case(*reasons, default=Value(""), output_field=CharField())


def asked_to_reply(rule: ReminderRule, anchor_on: datetime.date, reader: User) -> QuerySet[Invitation]:
    """Whoever was asked to reply by that date."""
    just_asked = Q(dated_on__gt=conference_today(rule.conference) - TIME_TO_ANSWER)
    rows = Invitation.objects.visible_to(reader, rule.conference).filter(reply_by=anchor_on)
    return _invited(rows).annotate(
        why_not=why_not(
            When(state__in=REPLIED, then=DONE),
            When(~Q(state__in=AWAITING_A_REPLY), then=Value(WhyNot.NOT_REACHED)),
            When(just_asked, then=Value(WhyNot.JUST_ASKED)),
            BY_NOTE,
            BY_HAND,
            NO_ADDRESS,
        )
    )


def invited_persons(rule: ReminderRule, categories: Any, reader: User) -> QuerySet[Invitation]:
    """Whoever is invited in person in some categories."""
    rows = Invitation.objects.visible_to(reader, rule.conference)
    waiting = not_registered(rule.conference)
    return _invited(rows.filter(participant__isnull=False, category__in=categories)).annotate(
        why_not=why_not(
            When(state=InvitationState.BOUNCED, then=Value(WhyNot.NOT_REACHED)),
            BY_NOTE,
            When(~Q(pk__in=waiting.values("pk")), then=DONE),
            BY_HAND,
            NO_ADDRESS,
        )
    )


def delegations(rule: ReminderRule, reader: User) -> QuerySet[Delegation]:
    """All that are there; one whose State has sent regrets owes nothing."""
    rows = Delegation.objects.visible_to(reader, rule.conference).select_related("state", "organisation", "conference")
    present = FocalPoint.objects.filter(delegation=OuterRef("pk"), ended_at__isnull=True)
    regretted = Invitation.objects.filter(delegation=OuterRef("pk"), state=InvitationState.DECLINED)
    return rows.prefetch_related("state__names", "organisation__names").annotate(
        why_not=why_not(
            When(Exists(regretted), then=DONE),
            When(~Exists(present), then=Value(WhyNot.NO_FOCAL_POINT)),
            When(~Q(pk__in=represented(rule.conference).values("pk")), then=Value(WhyNot.NEVER)),
            When(~Q(pk__in=incomplete(rule.conference).values("pk")), then=DONE),
        )
    )


def registrations(rows: QuerySet[Registration], *done: When) -> QuerySet[Registration]:
    """``done``: for whom it holds no more."""
    return rows.select_related("participant").annotate(why_not=why_not(*done, BY_HAND, NO_ADDRESS))


def _invited(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    sent = rows.exclude(state=InvitationState.DRAFT).select_related(
        "conference", "participant", "delegation__state", "delegation__organisation"
    )
    return sent.prefetch_related("delegation__state__names", "delegation__organisation__names")


def name_of_person(person: Participant, *, names_protected: bool) -> str:
    """Of a protected person only that there is one, to whoever is not told the name."""
    if person.visibility == Visibility.HIDDEN and not names_protected:
        return _("Protected participant")
    return person.formal_name


def name_of(row: Any, *, names_protected: bool) -> str:
    """The person's, else the delegation's."""
    if getattr(row, "participant", None) is not None:
        return name_of_person(row.participant, names_protected=names_protected)
    delegation = row if isinstance(row, Delegation) else row.delegation
    delegation.conference = row.conference
    return str(delegation)


def reach(rows: Rows) -> Reach:
    return Reach(rows, name_of)
