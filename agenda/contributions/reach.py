"""Whom the programme's reminders concern on a date, and of each why it would get none at present."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet, Value, When

from agenda.models import Appearance, SeatBooking
from agenda.queries.reminded import owing_on
from agenda.queries.seats_ahead import seats_ahead, seats_on
from agenda.states import AppearanceState, SeatState, SessionState
from conference.correspondence.models import ReminderRule
from conference.models import User
from conference.registry import Reach, WhyNot
from registration.contributions.reach import BY_HAND, DONE, NO_ADDRESS, name_of_person, why_not
from registration.models import Participant

NO_OWN_ADDRESS = Q(email="", office_email="", never_write_automatically=False)


def speakers(rule: ReminderRule, anchor_on: datetime.date, reader: User) -> QuerySet[Participant]:
    """Who speaks in a session that is held and has not regretted."""
    speaking = Appearance.objects.filter(
        session__conference=rule.conference, session__state=SessionState.SCHEDULED, participant__isnull=False
    ).exclude(state=AppearanceState.DECLINED)
    owing = [each.participant.pk for each in owing_on(rule.conference, anchor_on)]
    people: QuerySet[Participant] = Participant.objects.visible_to(reader, rule.conference)
    return people.filter(pk__in=speaking.values("participant")).annotate(
        why_not=why_not(
            When(NO_OWN_ADDRESS, then=Value(WhyNot.NO_ADDRESS)),
            When(~Q(pk__in=owing), then=DONE),
            When(never_write_automatically=True, then=Value(WhyNot.BY_HAND)),
        )
    )


def seats(rule: ReminderRule, anchor_on: datetime.date, reader: User) -> QuerySet[SeatBooking]:
    """The seats in sessions of that day, also those that were given back or are waited for."""
    ahead = [each for each in seats_ahead(rule.conference) if each.day == anchor_on]
    due = [each.booking.pk for each in seats_on(rule.conference, anchor_on)]
    rows: QuerySet[SeatBooking] = SeatBooking.objects.visible_to(reader, rule.conference)
    of_day = rows.filter(session__in={each.booking.session_id for each in ahead}).select_related("participant")
    return of_day.exclude(state=SeatState.WAITING).annotate(
        why_not=why_not(
            When(~Q(state=SeatState.BOOKED), then=DONE), BY_HAND, NO_ADDRESS, When(~Q(pk__in=due), then=DONE)
        )
    )


def _name_of_seat(row: Any, *, names_protected: bool) -> str:
    return name_of_person(row.participant, names_protected=names_protected)


OF_SPEAKERS = Reach(speakers, name_of_person)
OF_SEATS = Reach(seats, _name_of_seat)
