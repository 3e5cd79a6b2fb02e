"""How many places are taken and left; acts that fill one count under lock."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from registration.models import Delegation, ParticipantCategory, Registration, SeatType
from registration.states import HOLDING_A_SEAT, RegistrationState


@dataclass(frozen=True)
class Seats:
    """The seats of a delegation: taken, granted (none: no limit of its own), outside quota, and waited for."""

    used: int
    quota: int | None
    outside: int
    waiting: int = 0
    at_table: int = 0
    granted_at_table: int | None = None

    @property
    def left(self) -> int | None:
        """Seats for which nobody was named yet; none where there is no limit."""
        return None if self.quota is None else max(0, self.quota - self.used - self.waiting)

    @property
    def is_full(self) -> bool:
        """Whether every seat is held, so that nobody who waits can be given one."""
        return self.quota is not None and self.used >= self.quota

    @property
    def over(self) -> int:
        """By how many the members seated exceed the seats granted."""
        return 0 if self.quota is None else max(0, self.used - self.quota)

    def left_of(self, seat_type: SeatType) -> int | None:
        """Seats free at the table or behind; none where the delegation's seats are not told apart."""
        if self.granted_at_table is None or self.quota is None:
            return None
        if seat_type == SeatType.AT_TABLE:
            return max(0, self.granted_at_table - self.at_table)
        return max(0, self.quota - self.granted_at_table - (self.used - self.at_table))


@dataclass(frozen=True)
class Taken:
    """Places taken in the conference and in one of its categories."""

    in_conference: int
    in_category: int


def places_taken(category: ParticipantCategory) -> Taken:
    """Who holds a seat in the category and in its whole conference, in one query."""
    counted = (
        Registration.objects.filter(conference_id=category.conference_id)
        .holding_a_seat()
        .aggregate(total=Count("pk"), here=Count("pk", filter=Q(category=category)))
    )
    return Taken(in_conference=counted["total"], in_category=counted["here"])


def places_left(category: ParticipantCategory) -> int | None:
    """Places left to the category, by its own limit and the conference's; none where neither has one."""
    if category.places is None and category.conference.capacity is None:
        return None
    return left_of(category, places_taken(category))


def left_of(category: ParticipantCategory, taken: Taken) -> int | None:
    """Places left where so many are taken."""
    limits = ((category.places, taken.in_category), (category.conference.capacity, taken.in_conference))
    left = [limit - used for limit, used in limits if limit is not None]
    return max(0, min(left)) if left else None


def seats(delegation: Delegation) -> Seats:
    """The seats of a delegation, in one query."""
    within = Q(is_outside_quota=False)
    seated = within & Q(state__in=HOLDING_A_SEAT)
    counted = Registration.objects.filter(delegation=delegation).aggregate(
        used=Count("pk", filter=seated),
        outside=Count("pk", filter=Q(is_outside_quota=True, state__in=HOLDING_A_SEAT)),
        waiting=Count("pk", filter=within & Q(state=RegistrationState.WAITLISTED)),
        at_table=Count("pk", filter=seated & Q(seat_type=SeatType.AT_TABLE)),
    )
    return Seats(quota=delegation.quota, granted_at_table=delegation.seats_at_table, **counted)


def waiting_list_of(delegation: Delegation) -> QuerySet[Registration]:
    """Who waits for a seat of the delegation, the first in line first; a substitute keeps the place in line."""
    waiting = Registration.objects.filter(delegation=delegation, state=RegistrationState.WAITLISTED)
    return waiting.order_by("state_since", "created_at", "pk")


def place_in_line(registration: Registration) -> int:
    """Which in order a waiting member of a delegation is; 0 for one who does not wait."""
    waiting = Registration.objects.filter(delegation=registration.delegation_id, state=RegistrationState.WAITLISTED)
    in_order = list(waiting.order_by("state_since", "created_at", "pk").values_list("pk", flat=True))
    return in_order.index(registration.pk) + 1 if registration.pk in in_order else 0
