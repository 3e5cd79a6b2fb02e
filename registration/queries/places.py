"""How many places are taken and left; acts that fill one count under lock."""

from dataclasses import dataclass

from django.db.models import Count, Q

from registration.models import Delegation, ParticipantCategory, Registration
from registration.states import HOLDING_A_SEAT


@dataclass(frozen=True)
class Seats:
    """The seats of a delegation: taken, granted (none: no limit of its own), and those outside quota."""

    used: int
    quota: int | None
    outside: int

    @property
    def left(self) -> int | None:
        """Seats still free; none where there is no limit."""
        return None if self.quota is None else max(0, self.quota - self.used)


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
    everybody = Registration.objects.filter(delegation=delegation, state__in=HOLDING_A_SEAT)
    counted = everybody.aggregate(
        used=Count("pk", filter=Q(is_outside_quota=False)), outside=Count("pk", filter=Q(is_outside_quota=True))
    )
    return Seats(used=counted["used"], quota=delegation.quota, outside=counted["outside"])
