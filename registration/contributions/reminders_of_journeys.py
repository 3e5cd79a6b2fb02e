"""Before the days by which journeys are told: who has not said when they arrive, or what their visa asks for.

What is owed is what the own page and the delegation's page say is outstanding; who holds no place yet is not reminded.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, ReminderRule
from conference.models import Conference, User
from conference.registry import ReminderCondition
from registration import emails
from registration.contributions.by_state import Rows, by_state
from registration.contributions.reach import DONE, reach, registrations
from registration.models import Particular, Registration
from registration.queries.journeys import JourneyDue
from registration.queries.reminded import REACHABLE, owing_of_a_journey
from registration.states import HOLDING_A_SEAT


def _letters(purpose: str, due: JourneyDue) -> Callable[[ReminderRule, datetime.date], Iterator[Letter]]:
    def letters(rule: ReminderRule, anchor_on: datetime.date) -> Iterator[Letter]:
        conference = rule.conference
        if anchor_on != getattr(conference, due.value):
            return
        for registration in owing_of_a_journey(conference, due).iterator(chunk_size=500):
            registration.conference = conference
            yield from emails.journey_asked(purpose, registration, by=anchor_on, version=rule.version_for(anchor_on))

    return letters


def _still_owing(due: JourneyDue) -> Callable[[Sequence[OutgoingMessage]], set[UUID]]:
    def still_owing(letters: Sequence[OutgoingMessage]) -> set[UUID]:
        """Of reminders that are about to go those whose person still owes it; a query a conference."""
        about = {letter.about_id for letter in letters if letter.about_id}
        owing: set[UUID] = set()
        conferences = Conference.objects.select_related("host_state")
        for conference in conferences.filter(pk__in={letter.conference_id for letter in letters}):
            rows = owing_of_a_journey(conference, due).filter(pk__in=about)
            owing.update(rows.values_list("pk", flat=True))
        return {letter.pk for letter in letters if letter.about_id in owing}

    return still_owing


def _whoever_owes(due: JourneyDue) -> Rows:
    def rows(rule: ReminderRule, anchor_on: datetime.date) -> QuerySet[Registration]:
        found = owing_of_a_journey(rule.conference, due).filter(REACHABLE)
        return found if anchor_on == getattr(rule.conference, due.value) else found.none()

    return rows


def _whoever_is_asked(due: JourneyDue) -> Callable[[ReminderRule, datetime.date, User], QuerySet[Registration]]:
    def rows(rule: ReminderRule, _anchor_on: datetime.date, reader: User) -> QuerySet[Registration]:
        """Those who hold a place and are asked about their journey, whether they have told or not."""
        there = Registration.objects.visible_to(reader, rule.conference).filter(state__in=HOLDING_A_SEAT)
        asked = there.filter(category__asks__contains=[Particular.TRAVEL])
        owing = owing_of_a_journey(rule.conference, due)
        return registrations(asked, When(~Q(pk__in=owing.order_by().values("pk")), then=DONE))

    return rows


def _condition(purpose: str, label: Promise, due: JourneyDue) -> ReminderCondition:
    rows = _whoever_owes(due)
    return ReminderCondition(
        purpose,
        label,
        lambda conference: [day for day in [getattr(conference, due.value)] if day],
        _letters(purpose, due),
        lambda rule, anchor_on: rows(rule, anchor_on).count(),
        by_state=by_state(Registration, "delegation__state", rows),
        reach=reach(_whoever_is_asked(due)),
    )


STILL_NEEDED = {"visa_awaited": _still_owing(JourneyDue.VISA), "journey_awaited": _still_owing(JourneyDue.TRAVEL)}
CONDITIONS = (
    _condition("visa_awaited", _("Those who have not said what their visa asks for"), JourneyDue.VISA),
    _condition("journey_awaited", _("Those who have not said when they arrive and leave"), JourneyDue.TRAVEL),
)
