"""What a participant has chosen of the agenda: where they speak, what they have booked or starred, and what clashes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from agenda.models import SeatBooking, SessionStar
from agenda.queries.attendance import those_who_left
from agenda.queries.entitlement import Entitlement
from agenda.queries.published import PublishedSession
from agenda.queries.seats import SeatCount, seat_counts
from agenda.states import SeatState
from conference.models import Conference, User
from registration.models import Participant


@dataclass(frozen=True)
class OwnChoices:
    """Of one participant. ``places``: which one is of those who wait, by session; ``seats`` are those in force."""

    participant: Participant
    entitled: Entitlement
    starred: frozenset[UUID]
    seats: Mapping[UUID, SeatBooking]
    places: Mapping[UUID, int]

    @property
    def chosen(self) -> frozenset[UUID]:
        """Everything that is the person's own, by session."""
        return self.entitled.speaks_in | self.starred | frozenset(self.seats)

    def has_seat(self, session_id: UUID) -> bool:
        return session_id in self.seats and self.seats[session_id].is_booked

    def waits(self, session_id: UUID) -> bool:
        return session_id in self.seats and not self.seats[session_id].is_booked


def principals_of(user: User, conference: Conference) -> list[Participant]:
    """The participants for whom an address chooses: its own, and those whose private office it is; who left is none."""
    if not user.email or not user.is_active:
        return []
    found = list(Participant.objects.filter(conference=conference).of_address(user.email))
    left = those_who_left([person.pk for person in found]) if found else set()
    return sorted((person for person in found if person.pk not in left), key=lambda person: person.sort_name)


def own_choices(participant: Participant, conference: Conference) -> OwnChoices:
    """In four queries."""
    before = (
        SeatBooking.objects.filter(session=OuterRef("session"), state=SeatState.WAITING, turn__lt=OuterRef("turn"))
        .order_by()
        .values("session")
        .annotate(count=Count("pk"))
        .values("count")
    )
    held = SeatBooking.objects.in_force().filter(participant=participant, session__conference=conference)
    seats: list[Any] = list(held.annotate(before=Coalesce(Subquery(before, output_field=IntegerField()), 0)))
    stars = SessionStar.objects.filter(participant=participant, session__conference=conference)
    return OwnChoices(
        participant=participant,
        entitled=Entitlement.of_participants([participant.pk], conference)[participant.pk],
        starred=frozenset(stars.values_list("session_id", flat=True)),
        seats={seat.session_id: seat for seat in seats},
        places={seat.session_id: seat.before + 1 for seat in seats if not seat.is_booked},
    )


def counts_of(sessions: Iterable[PublishedSession]) -> Mapping[UUID, SeatCount]:
    """How many seats are left now, of the sessions in which seats are booked: in one query."""
    wanted = [session.id for session in sessions if session.needs_booking]
    return seat_counts(wanted) if wanted else {}


@dataclass(frozen=True)
class Clash:
    """Two of one's own sessions that are held at one time."""

    first: PublishedSession
    second: PublishedSession


def clashes_of(sessions: Iterable[PublishedSession], chosen: Collection[UUID]) -> Sequence[Clash]:
    """Of those chosen that are held; by time. Breaks are nowhere one has to be."""
    own = sorted(
        (one for one in sessions if one.id in chosen and not one.is_cancelled and not one.is_break),
        key=lambda one: (one.starts_at, one.ends_at),
    )
    return [
        Clash(first, second)
        for number, first in enumerate(own)
        for second in own[number + 1 :]
        if second.starts_at < first.ends_at
    ]
