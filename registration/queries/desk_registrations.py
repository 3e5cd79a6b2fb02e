"""Registrations as the Secretariat's list shows and counts them."""

import uuid
from collections import Counter
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from conference.models import Conference
from registration.models import Registration, Visibility, searchable
from registration.queries.desk_delegations import DelegationName
from registration.states import LIVE, WAITING_FOR_A_DECISION

# The same as queries.outstanding.lacks() says of one registration, so that the database can count and filter.
LACKING: dict[str, Q] = {
    "given_names": Q(participant__given_names=""),
    "function": Q(participant__function=""),
    "nationality": Q(delegation__isnull=False, participant__nationality=""),
    "address": Q(delegation__isnull=True, participant__email="", participant__office_email=""),
}
SOMETHING_OUTSTANDING = Q(state__in=LIVE) & reduce(or_, LACKING.values())


@dataclass(frozen=True)
class DeskCounts:
    """How many registrations are behind each chip of the list."""

    by_state: Counter[str] = field(default_factory=Counter)
    by_category: Counter[uuid.UUID] = field(default_factory=Counter)
    outstanding: int = 0

    @property
    def waiting(self) -> int:
        """Those that wait for the Secretariat's decision."""
        return sum(self.by_state[state] for state in WAITING_FOR_A_DECISION)


def desk_counts(conference: Conference) -> DeskCounts:
    """Everything the list's chips count, in one aggregate."""
    rows = (
        Registration.objects.filter(conference=conference)
        .values_list("state", "category_id")
        .annotate(total=Count("pk"), outstanding=Count("pk", filter=SOMETHING_OUTSTANDING))
        .order_by()
    )
    by_state: Counter[str] = Counter()
    by_category: Counter[uuid.UUID] = Counter()
    missing = 0
    for state, category_id, total, outstanding in rows:
        by_state[state] += total
        by_category[category_id] += total
        missing += outstanding
    return DeskCounts(by_state, by_category, missing)


def name_shown(*, with_protected: bool) -> Case | F:
    """What a list is sorted by as the name; blank for whoever is not named, whose place would tell the initial."""
    named = F("participant__search_text")
    if with_protected:
        return named
    return Case(
        When(participant__visibility=Visibility.HIDDEN, then=Value("")), default=named, output_field=CharField()
    )


def found_by(
    rows: QuerySet[Registration],
    words: str,
    *,
    names: dict[uuid.UUID, DelegationName],
    with_protected: bool,
) -> QuerySet[Registration]:
    """Registrations in whose person or delegation every word occurs, however it is accented.

    A protected person is found only by those to whom one is named: a search that answers tells as much as a name.
    """
    for word in searchable(words).split():
        person = Q(participant__search_text__contains=word)
        if not with_protected:
            person &= ~Q(participant__visibility=Visibility.HIDDEN)
        delegations = [pk for pk, name in names.items() if word in searchable(name.text)]
        rows = rows.filter(person | Q(delegation_id__in=delegations))
    return rows
