"""The rows an act counts or changes, locked in one order: conference, category, delegation, registration, person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from conference.models import Conference
from registration.actions.people import lock_participants
from registration.errors import DelegationFullError, FullError, RegistrationError
from registration.models import Delegation, DelegationRole, Participant, ParticipantCategory, Registration, SeatType
from registration.queries.tally import COUNTED_EACH_TIME, Counts


@dataclass(frozen=True)
class Seating:
    """A category, and the delegation if any, whose places nobody else fills until the transaction ends."""

    category: ParticipantCategory
    delegation: Delegation | None = None
    counts: Counts = COUNTED_EACH_TIME

    @property
    def conference(self) -> Conference:
        return self.category.conference

    @property
    def has_place(self) -> bool:
        """Whether conference and category have a place left, and the delegation a seat that nobody waits for."""
        return self.counts.places_left(self.category) != 0 and not self._delegation_has_no_seat

    @property
    def _delegation_has_no_seat(self) -> bool:
        return self.delegation is not None and self.counts.seats(self.delegation).left == 0

    def refuse_if_full(self) -> None:
        """Raises ``FullError`` where conference or category have no place left."""
        if self.counts.places_left(self.category) == 0:
            raise FullError(_("All places in the category “%(category)s” are taken.") % {"category": self.category})

    def refuse_without_a_place(self) -> None:
        """Raises ``FullError`` where :attr:`has_place` is not so, saying what is full."""
        self.refuse_if_full()
        if self.delegation is not None and self._delegation_has_no_seat:
            raise self._delegation_is_full(self.delegation)

    def refuse_if_no_seat_for_who_waits(self) -> None:
        """Raises ``FullError`` where every seat of the delegation is held; others who wait for one do not count."""
        if self.delegation is not None and self.counts.seats(self.delegation).is_full:
            raise self._delegation_is_full(self.delegation)

    def refuse_second_head(self, role: str) -> None:
        """Raises ``RegistrationError`` where the delegation has a head."""
        if role == DelegationRole.HEAD and self.delegation is not None and self.counts.has_head(self.delegation):
            raise RegistrationError(
                _("This delegation already has a head. Please choose another role, or replace the head who is named.")
            )

    @property
    def next_position(self) -> int:
        """After the last, where the State has set its own order; the order of roles needs none."""
        if self.delegation is None or not self.delegation.has_own_order:
            return 0
        return self.counts.last_position(self.delegation) + 1

    def is_outside_quota(self, role: str) -> bool:
        """Whether who is named in this role takes no seat: the category has the list of such roles."""
        return role in self.category.roles_outside_quota

    def seat_for(self, registration: Registration, *, insists: bool = False) -> str:
        """At the table or behind: as wished where such a seat is free, else where one is; empty where not told apart.

        Raises ``FullError`` where one who ``insists`` finds only the other seats free.
        """
        if self.delegation is None or self.delegation.seats_at_table is None or registration.is_outside_quota:
            return ""
        counted, wished = self.counts.seats(self.delegation), registration.seat_type
        free = [each.value for each in SeatType if counted.left_of(each)]
        if not free or wished in free:
            return wished
        if wished and insists:
            raise FullError(
                _("Every seat “%(wished)s” is taken; one “%(free)s” is free. Nothing was saved.")
                % {"wished": SeatType(wished).label, "free": SeatType(free[0]).label}
            )
        return free[0]

    def _delegation_is_full(self, delegation: Delegation) -> FullError:
        return DelegationFullError(
            _("All %(quota)s seats of this delegation are taken. Please replace a member, or write to %(email)s.")
            % {"quota": delegation.quota, "email": self.conference.contact_email}
        )


def lock_seating(
    conference: Conference, category_id: UUID, delegation_id: UUID | None = None, *, counts: bool = True
) -> Seating:
    """Locks what an entry into a category counts, and reads it afresh.

    The category is locked also where it has no limit: that makes a form submitted twice, and two equal applications,
    wait for one another. NO KEY UPDATE lets others go on inserting rows that merely refer to these.
    """
    if counts and conference.capacity is not None:
        conference = Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    category = ParticipantCategory.objects.select_for_update(no_key=True).get(pk=category_id, conference=conference)
    category.conference = conference
    if delegation_id is None:
        return Seating(category)
    delegation = Delegation.objects.select_for_update(no_key=True).get(pk=delegation_id)
    delegation.conference, delegation.category = conference, category
    return Seating(category, delegation)


def lock_all_seating(registration_ids: Iterable[UUID]) -> None:
    """Locks everything that acts on these registrations will count, in the one order, before the first of them."""
    chosen = Registration.objects.filter(pk__in=registration_ids)
    lock_places(*counted_in(chosen.values_list("conference", "category", "delegation")))


def counted_in(facts: Iterable[tuple[UUID, UUID, UUID | None]]) -> tuple[set[UUID], set[UUID], set[UUID]]:
    """The conferences, the categories and the delegations among these triples."""
    conferences, categories, delegations = set(), set(), set()
    for conference_id, category_id, delegation_id in facts:
        conferences.add(conference_id)
        categories.add(category_id)
        if delegation_id is not None:
            delegations.add(delegation_id)
    return conferences, categories, delegations


def lock_places(conferences: Iterable[UUID], categories: Iterable[UUID], delegations: Iterable[UUID]) -> None:
    """Locks where places are counted, in the one order: conferences (with a capacity), categories, delegations."""
    _lock(Conference.objects.filter(pk__in=conferences, capacity__isnull=False))
    _lock(ParticipantCategory.objects.filter(pk__in=categories))
    _lock(Delegation.objects.filter(pk__in=delegations))


def lock_registration(registration_id: UUID, *, counts: bool = False) -> Registration:
    """A registration with what its acts need, its participant locked with it, both after what they count.

    ``counts`` also locks conference, category and delegation, for acts after which it holds a place it did not hold.
    Raises ``Registration.DoesNotExist``.
    """
    if counts:
        lock_all_seating([registration_id])
    registration = _for_acts().get(pk=registration_id)
    _with_participants([registration])
    return registration


def lock_registrations(registration_ids: Iterable[UUID]) -> list[Registration]:
    """The registrations with what their acts need, locked in the order of their ids, then their participants."""
    return _with_participants(list(_for_acts().filter(pk__in=registration_ids).order_by("pk")))


def lock_many(registration_ids: Iterable[UUID]) -> None:
    """The same without reading them, for acts on more than one would hold in memory."""
    ids = list(registration_ids)
    _lock(Registration.objects.filter(pk__in=ids))
    _lock(Participant.objects.filter(pk__in=Registration.objects.filter(pk__in=ids).values("participant")))


def _lock(rows: QuerySet[Any]) -> None:
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _for_acts() -> QuerySet[Registration]:
    everything = Registration.objects.select_related("conference", "category", "delegation")
    return everything.select_for_update(of=("self",), no_key=True)


def _with_participants(registrations: list[Registration]) -> list[Registration]:
    people = lock_participants(registration.participant_id for registration in registrations)
    for registration in registrations:
        registration.participant = people[registration.participant_id]
        _one_conference(registration)
    return registrations


def _one_conference(registration: Registration) -> None:
    conference = registration.conference
    registration.category.conference = registration.participant.conference = conference
    if registration.delegation is not None:
        registration.delegation.conference = conference
