"""Before a session those who have booked a seat in it are told once more when and where it is held."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.contributions.reach import OF_SEATS
from agenda.emails.seats import seat_reminder, useless_from
from agenda.models import SeatBooking
from agenda.queries.seats_ahead import days_of_seats, seats_ahead, seats_on
from conference.correspondence.letter import Letter
from conference.correspondence.models import OutgoingMessage, ReminderRule
from conference.models import Conference
from conference.registry import ByState, ReminderCondition, registry
from registration.queries.reminded import states_of_people

PURPOSE = "seat_reminder"


def register() -> None:
    registry.add_reminder_condition(
        ReminderCondition(
            "seat_booked",
            _("Those who have booked a seat in a session"),
            days_of_seats,
            letters_to_seats,
            lambda rule, anchor_on: len(seats_on(rule.conference, anchor_on)),
            by_state=ByState(states_of_seats, how_many_by_state),
            reach=OF_SEATS,
        )
    )
    registry.still_needed[PURPOSE] = still_booked


def letters_to_seats(rule: ReminderRule, anchor_on: datetime.date) -> Iterator[Letter]:
    """One letter a seat: what is given back, or moved, takes its own letter back and no other."""
    for each in seats_on(rule.conference, anchor_on):
        letter = seat_reminder(each.booking, each.released, version=rule.version_for(anchor_on))
        if letter:
            yield letter


def states_of_seats(seats: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Of which State's delegation the people in some seats are; two queries."""
    people = dict(SeatBooking.objects.filter(pk__in=seats).values_list("pk", "participant"))
    states = states_of_people(people.values())
    return {pk: states[person] for pk, person in people.items() if person in states}


def how_many_by_state(rule: ReminderRule, anchor_on: datetime.date) -> Mapping[UUID | None, int]:
    people = [each.booking.participant_id for each in seats_on(rule.conference, anchor_on)]
    states = states_of_people(people)
    return Counter(states.get(person) for person in people)


def still_booked(letters: Sequence[OutgoingMessage]) -> set[UUID]:
    """Of reminders that are about to go those whose seat is booked, and whose hour is still the one that they tell.

    Of another hour the letter of the change tells. Two queries a conference.
    """
    seats = Q(pk__in=[letter.about_id for letter in letters if letter.about_id])
    ends: dict[UUID, datetime.datetime] = {}
    for conference in Conference.objects.filter(pk__in={letter.conference_id for letter in letters}):
        ends |= {each.booking.pk: useless_from(each.released, conference) for each in seats_ahead(conference, seats)}
    return {letter.pk for letter in letters if letter.about_id and ends.get(letter.about_id) == letter.expires_at}
