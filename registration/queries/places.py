"""How many places are taken and left; acts that fill one count under lock."""

from dataclasses import dataclass

from django.db.models import Count, Q

from registration.models import Delegation, ParticipantCategory, Registration
from registration.states import HOLDING_A_SEAT, RegistrationState


@dataclass(frozen=True)
class Seats:
    """The seats of a delegation: taken, granted (none: no limit of its own), outside quota, and waited for."""

    used: int
    quota: int | None
    outside: int
    waiting: int = 0

    @property
    def left(self) -> int | None:
        """Seats for which nobody was named yet; none where there is no limit."""
        return None if self.quota is None else max(0, self.quota - self.used - self.waiting)

    @property
    def is_full(self) -> bool:
        """Whether every seat is held, so that nobody who waits can be given one."""
        return self.quota is not None and self.used >= self.quota


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
    capacity = category.conference.capacity
    if category.places is None and capacity is None:
        return None
    taken = places_taken(category)
    limits = ((category.places, taken.in_category), (capacity, taken.in_conference))
    return max(0, min(limit - used for limit, used in limits if limit is not None))


def seats(delegation: Delegation) -> Seats:
    """The seats of a delegation, in one query."""
    within = Q(is_outside_quota=False)
    counted = Registration.objects.filter(delegation=delegation).aggregate(
        used=Count("pk", filter=within & Q(state__in=HOLDING_A_SEAT)),
        outside=Count("pk", filter=Q(is_outside_quota=True, state__in=HOLDING_A_SEAT)),
        waiting=Count("pk", filter=within & Q(state=RegistrationState.WAITLISTED)),
    )
    return Seats(quota=delegation.quota, **counted)
