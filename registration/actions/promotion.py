"""A place that becomes free goes to the first in line, in the transaction that frees it and under its locks."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from conference.correspondence import outbox
from conference.models import Conference, User
from registration import emails
from registration.actions.confirming import confirm, held, refuse_if_full
from registration.actions.nominate import follow_what_is_outstanding
from registration.actions.seating import counted_in, lock_many, lock_places, lock_registrations
from registration.errors import DelegationFullError, FullError, RegistrationError
from registration.models import DecisionAct, Delegation, Registration
from registration.queries.waiting import IN_LINE, full_delegations
from registration.states import RegistrationState, Track

S = RegistrationState
# What one waits for where nothing else was kept.
WAITED_FOR = {Track.NOMINATION: S.COMPLETE, Track.APPLICATION: S.REGISTERED}
# Locked with the act that frees a place; more places than these become free in several acts.
MOST_IN_ONE_ACT = 100


@dataclass(frozen=True)
class Line:
    """The rows of an act, and behind them those who wait in order for what it frees; all locked, until it ends."""

    rows: dict[UUID, Registration]
    waiting: list[Registration]

    def give_free_places(self) -> list[Registration]:
        """Gives every place that is free now to the first who can take it, as far as places go; gives who got one.

        Whoever cannot be given it (the delegation is full, something is outstanding) keeps the place in line. Who is
        promoted returns to the state they waited for; the history names nobody, since nobody decided.
        """
        promoted, full = [], set[UUID]()
        for registration in self.waiting:
            if registration.category_id in full or registration.pk in self.rows:
                continue
            try:
                with transaction.atomic():
                    give_place(registration)
            except DelegationFullError:
                continue
            except FullError:
                full.add(registration.category_id)
            except RegistrationError:
                continue
            else:
                promoted.append(registration)
        return promoted


def lock_line(
    ids: Iterable[UUID],
    *,
    conference: Conference | None = None,
    delegation_id: UUID | None = None,
    reads: bool = True,
) -> Line:
    """Locks what the act on these registrations counts, and those who wait for what it may free.

    In the one order: conference (where it has a capacity), categories, delegations, registrations, participants.
    Without registrations, one delegation, or everything of a ``conference`` in which somebody waits. Whoever begins to
    wait after this has found the place taken, and is looked at when the next becomes free. An act on more rows than one
    would hold in memory reads them itself (``reads``).
    """
    ids = list(ids)
    facts = Registration.objects.filter(pk__in=ids).values_list("conference", "category", "delegation")
    conferences, categories, delegations = counted_in(facts)
    if conference is not None:
        conferences.add(conference.pk)
    if delegation_id is not None:
        its = Delegation.objects.filter(pk=delegation_id).values_list("conference", "category", "pk")
        conferences, categories, delegations = counted_in(its)
        of_members = Registration.objects.filter(delegation=delegation_id, state=S.WAITLISTED)
        categories |= set(of_members.values_list("category", flat=True))
    waiting = _may_be_promoted(conferences)
    _conferences, others, theirs = counted_in(waiting.values_list("conference", "category", "delegation"))
    reach = _reach(conferences, categories, others, everywhere=conference is not None)
    lock_places(conferences, reach, delegations | theirs)
    chosen = _first_in_line(conferences, reach, delegations | theirs, freed=delegations)
    rows = _lock_rows(ids, chosen, reads=reads)
    in_line = [rows[pk] for pk in chosen if pk in rows and rows[pk].state == S.WAITLISTED]
    return Line(rows={pk: rows[pk] for pk in ids if pk in rows}, waiting=in_line)


def _lock_rows(ids: list[UUID], chosen: list[UUID], *, reads: bool) -> dict[UUID, Registration]:
    if reads:
        return {row.pk: row for row in lock_registrations([*ids, *chosen])}
    lock_many([*ids, *chosen])
    return {row.pk: row for row in lock_registrations(set(chosen) - set(ids))}


@transaction.atomic
def give_free_places(conference: Conference) -> list[Registration]:
    """After more places were granted (capacity, category, delegation): those in line get them; letters go with it.

    Locks everything in which somebody waits. Asked twice, the second time finds nothing to give.
    """
    return lock_line([], conference=conference).give_free_places()


def give_place(
    registration: Registration, *, by: User | None = None, reason: str = "", act: DecisionAct | None = None
) -> None:
    """Promotes who waits, in a row whose places the caller has locked; back to what was waited for, told by letter."""
    wanted = S(registration.waited_for or WAITED_FOR[Track(registration.track)])
    if wanted == S.REGISTERED:
        confirm(registration, by=by, reason=reason, act=act)
        return
    refuse_if_full(registration)
    registration.waited_for = ""
    registration.move_to(wanted, by=by, reason=reason, act=act)
    follow_what_is_outstanding(registration, by=by, act=act)
    outbox.enqueue_all(emails.promoted(registration), held(act))


def _reach(conferences: set[UUID], own: set[UUID], waiting: set[UUID], *, everywhere: bool) -> set[UUID]:
    """A place of the conference may go to another category; without a capacity each category has its own."""
    shared = everywhere or Conference.objects.filter(pk__in=conferences, capacity__isnull=False).exists()
    return own | waiting if shared else own


def _may_be_promoted(conferences: set[UUID]) -> QuerySet[Registration]:
    return Registration.objects.filter(
        conference__in=conferences, state=S.WAITLISTED, category__promotes_automatically=True
    )


def _first_in_line(
    conferences: set[UUID], categories: set[UUID], delegations: set[UUID], *, freed: set[UUID]
) -> list[UUID]:
    """Those who could be given a place: of the delegations that are full only those in which the act frees a seat."""
    line: Iterable[tuple[UUID, UUID | None]] = (
        _may_be_promoted(conferences)
        .filter(category__in=categories)
        .order_by(*IN_LINE)
        .values_list("pk", "delegation_id")
    )
    known = [(pk, delegation) for pk, delegation in line if not delegation or delegation in delegations]
    full = full_delegations(delegation for _pk, delegation in known if delegation) - freed
    return [pk for pk, delegation in known if delegation not in full][:MOST_IN_ONE_ACT]
