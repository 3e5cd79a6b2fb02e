"""What a seating is counted by: asked anew for each act, or counted once and kept up for an act on many rows."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from django.db.models import Count, Max, Q

from conference.models import Conference
from registration.models import Delegation, DelegationRole, ParticipantCategory, Registration, SeatType
from registration.queries.places import Seats, Taken, left_of, places_left, seats
from registration.states import HOLDING_A_SEAT, LIVE, RegistrationState

NUMBERS = ("used", "outside", "waiting", "at_table", "heads", "last")
HEADS = Q(role=DelegationRole.HEAD, state__in=LIVE)


class Counts(Protocol):
    """What the places of a conference are decided by, under the locks of whoever decides."""

    def places_left(self, category: ParticipantCategory) -> int | None: ...

    def seats(self, delegation: Delegation) -> Seats: ...

    def has_head(self, delegation: Delegation) -> bool: ...

    def last_position(self, delegation: Delegation) -> int: ...


class CountedEachTime:
    """For an act on one row."""

    def places_left(self, category: ParticipantCategory) -> int | None:
        return places_left(category)

    def seats(self, delegation: Delegation) -> Seats:
        return seats(delegation)

    def has_head(self, delegation: Delegation) -> bool:
        return delegation.registrations.filter(HEADS).exists()

    def last_position(self, delegation: Delegation) -> int:
        last = delegation.registrations.filter(state__in=LIVE).aggregate(last=Max("position"))["last"]
        return int(last or 0)


COUNTED_EACH_TIME = CountedEachTime()


@dataclass
class _OfADelegation:
    used: int = 0
    outside: int = 0
    waiting: int = 0
    at_table: int = 0
    heads: int = 0
    last: int = 0


@dataclass
class Tally:
    """For an act on many rows: two queries, then each row that is placed is counted in memory."""

    conference: Conference
    _categories: Counter[UUID] = field(init=False)
    _delegations: dict[UUID, _OfADelegation] = field(init=False)

    def __post_init__(self) -> None:
        everything = Registration.objects.filter(conference=self.conference)
        held = everything.holding_a_seat().values_list("category").annotate(held=Count("pk"))
        self._categories = Counter(dict(held))
        within = Q(is_outside_quota=False)
        seated = within & Q(state__in=HOLDING_A_SEAT)
        counted = (
            everything.filter(delegation__isnull=False)
            .values("delegation")
            .annotate(
                used=Count("pk", filter=seated),
                outside=Count("pk", filter=Q(is_outside_quota=True, state__in=HOLDING_A_SEAT)),
                waiting=Count("pk", filter=within & Q(state=RegistrationState.WAITLISTED)),
                at_table=Count("pk", filter=seated & Q(seat_type=SeatType.AT_TABLE)),
                heads=Count("pk", filter=HEADS),
                last=Max("position", filter=Q(state__in=LIVE), default=0),
            )
        )
        self._delegations = {
            pk: _OfADelegation(*numbers) for pk, *numbers in counted.values_list("delegation", *NUMBERS)
        }

    def places_left(self, category: ParticipantCategory) -> int | None:
        return left_of(category, Taken(self._categories.total(), self._categories[category.pk]))

    def seats(self, delegation: Delegation) -> Seats:
        counted = self._of(delegation.pk)
        return Seats(
            used=counted.used,
            quota=delegation.quota,
            outside=counted.outside,
            waiting=counted.waiting,
            at_table=counted.at_table,
            granted_at_table=delegation.seats_at_table,
        )

    def has_head(self, delegation: Delegation) -> bool:
        return self._of(delegation.pk).heads > 0

    def last_position(self, delegation: Delegation) -> int:
        return self._of(delegation.pk).last

    def count(self, registration: Registration) -> None:
        """One more, newly placed."""
        holds = registration.state in HOLDING_A_SEAT
        within = not registration.is_outside_quota
        if holds and within:
            self._categories[registration.category_id] += 1
        if registration.delegation_id is None:
            return
        counted = self._of(registration.delegation_id)
        counted.used += holds and within
        counted.outside += holds and not within
        counted.waiting += within and registration.state == RegistrationState.WAITLISTED
        counted.at_table += holds and within and registration.seat_type == SeatType.AT_TABLE
        counted.heads += registration.role == DelegationRole.HEAD and registration.state in LIVE
        counted.last = max(counted.last, registration.position)

    def _of(self, delegation_id: UUID) -> _OfADelegation:
        return self._delegations.setdefault(delegation_id, _OfADelegation())
