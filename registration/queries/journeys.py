"""What is owed of a journey: arrival and departure, and what a visa asks for. Whoever says so asks here."""

from collections.abc import Collection, Mapping
from enum import Enum
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value

from conference.models import Conference
from registration.models import Modality, Particular, Registration, Travel
from registration.states import LIVE


class JourneyDue(Enum):
    """Each by a day of its own, which the conference names; without one it is not asked for."""

    VISA = "visa_by"
    TRAVEL = "travel_by"


def arrivals_owed(conference: Conference) -> QuerySet[Registration]:
    """Who has not said when they arrive."""
    told = Travel.objects.filter(registration=OuterRef("pk"), arrives_at__isnull=False)
    return _travelling(conference).filter(~Exists(told))


def visas_owed(conference: Conference) -> QuerySet[Registration]:
    """Who has not said whether they need support for a visa, or needs it and has given no passport.

    Those whom the host State sends, and its nationals, need none.
    """
    settled = Q(needs_visa_support=False) | Q(registration__passport__isnull=False)
    told = Travel.objects.filter(settled, registration=OuterRef("pk"))
    owed = _travelling(conference).filter(~Exists(told))
    host = conference.host_state
    if host is None:
        return owed
    return owed.exclude(delegation__state=host).exclude(participant__nationality=host.code)


OWED = {JourneyDue.VISA: visas_owed, JourneyDue.TRAVEL: arrivals_owed}


def journeys_owed(conference: Conference, among: Collection[UUID]) -> Mapping[JourneyDue, frozenset[UUID]]:
    """Which of some registrations owe what, of what is asked by a day; one query, or none where nothing is."""
    asked = [due for due in JourneyDue if getattr(conference, due.value)]
    rows = [
        OWED[due](conference)
        .filter(pk__in=among)
        .order_by()
        .values_list("pk", Value(due.value, output_field=CharField()))
        for due in asked
    ]
    found = list(rows[0].union(*rows[1:], all=True)) if rows and among else []
    return {due: frozenset(pk for pk, owed in found if owed == due.value) for due in asked}


def _travelling(conference: Conference) -> QuerySet[Registration]:
    """Those whose category asks about the journey; who takes part online comes by no flight."""
    asked: QuerySet[Registration] = Registration.objects.filter(
        conference=conference, state__in=LIVE, category__asks__contains=[Particular.TRAVEL]
    )
    return asked.exclude(participant__modality=Modality.ONLINE)
