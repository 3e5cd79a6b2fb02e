"""Giving applications to their two readers: by hand, or evenly over those who read."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, TeamMembership, TeamRole, User
from registration.actions.seating import lock_registration, lock_registrations
from registration.errors import NotPermittedError, RegistrationError
from registration.models import READERS, ParticipantCategory, Reading, ReadingEnd, Registration
from registration.permissions import can_assign_readers, may_read_application
from registration.queries.vetting import in_conflict, opened_to_all
from registration.states import TO_VET, Track

Roles = frozenset[TeamRole]


@dataclass(frozen=True)
class Spread:
    """How many readings were given out; of how many applications a reader is still lacking."""

    given: int = 0
    lacking: list[Registration] = field(default_factory=list)


@dataclass
class _Desk:
    """The readers among whom is spread: what each has to read, and what each must not."""

    roles: dict[User, Roles]
    load: Counter[uuid.UUID]
    conflicts: set[tuple[uuid.UUID, uuid.UUID]]
    opened: set[uuid.UUID]
    pairs: Counter[frozenset[uuid.UUID]] = field(default_factory=Counter)

    def next_reader(self, row: Registration, has: set[uuid.UUID]) -> User | None:
        """Who has the least to read; among equals whoever has read least often beside the other reader."""
        if row.pk in self.opened:
            return None
        able = [
            reader
            for reader, roles in self.roles.items()
            if reader.pk not in has
            and (row.pk, reader.pk) not in self.conflicts
            and may_read_application(reader, roles, row)
        ]
        least = min(
            able,
            key=lambda each: (self.load[each.pk], self.pairs[frozenset(has | {each.pk})], each.name, str(each.pk)),
            default=None,
        )
        if least is not None:
            self.load[least.pk] += 1
            self.pairs[frozenset(has | {least.pk})] += 1
        return least


@transaction.atomic
def spread_applications(
    conference: Conference,
    category_id: uuid.UUID,
    registration_ids: Iterable[uuid.UUID],
    *,
    among: Iterable[uuid.UUID],
    by: User,
) -> Spread:
    """Gives each of these applications its two readers, as evenly as can be; who reads one already stays.

    Nobody is given their own application, one of which they declared a conflict of interest, one of somebody who may
    not be named to them, or one of which both opinions have been open already. Locks the category, then the
    applications. Raises ``NotPermittedError``; ``RegistrationError`` where fewer than two readers are chosen.
    """
    if not can_assign_readers(by, conference):
        raise NotPermittedError
    ParticipantCategory.objects.select_for_update(no_key=True).get(pk=category_id, conference=conference)
    readers = _readers_among(conference, among)
    if len(readers) < READERS:
        raise RegistrationError(_("Please choose at least two officers among whom the applications are spread."))
    rows = [row for row in lock_registrations(registration_ids) if _is_read(row, conference, category_id)]
    rows.sort(key=lambda row: (row.submitted_at or row.created_at, str(row.pk)))
    made, lacking = _spread(rows, _desk(conference, readers, rows), by=by)
    Reading.objects.bulk_create(made)
    return Spread(len(made), lacking)


@transaction.atomic
def assign_reader(registration_id: uuid.UUID, reader_id: uuid.UUID, *, by: User) -> Reading:
    """Gives an application to one more reader, in the place that is free. Locks the application.

    Raises ``NotPermittedError``; ``RegistrationError`` with why this officer cannot read it.
    """
    row = lock_registration(registration_id)
    if not can_assign_readers(by, row.conference):
        raise NotPermittedError
    roles = _readers_among(row.conference, [reader_id])
    live = Reading.objects.live().filter(registration=row)
    _refuse_what_is_not_read(row)
    taken = set(live.values_list("place", flat=True))
    free = [place for place in range(1, READERS + 1) if place not in taken]
    if not free:
        raise RegistrationError(_("This application has two readers already; please take it back from one first."))
    refuse_what_was_opened(row)
    reader = next(iter(roles), None)
    if reader is None or not may_read_application(reader, roles[reader], row):
        raise RegistrationError(_("This officer does not read this application: it is their own, or not their duty."))
    if in_conflict(reader, [row.pk]):
        raise RegistrationError(_("%(reader)s has declared a conflict of interest.") % {"reader": reader})
    if live.filter(reader=reader).exists():
        raise RegistrationError(_("%(reader)s reads this application already.") % {"reader": reader})
    made: Reading = Reading.objects.create(registration=row, reader=reader, place=free[0], assigned_by=by)
    return made


@transaction.atomic
def take_back_reading(reading_id: uuid.UUID, *, by: User) -> Reading:
    """Takes an application back from a reader who has given no opinion; another one can be given it.

    Locks the application. Raises ``NotPermittedError``; ``RegistrationError`` once an opinion is given: it is kept.
    """
    row = lock_registration(Reading.objects.values_list("registration", flat=True).get(pk=reading_id))
    if not can_assign_readers(by, row.conference):
        raise NotPermittedError
    found: Reading = Reading.objects.select_related("reader").get(pk=reading_id)
    if found.ended_at is not None:
        return found
    if found.given_at is not None:
        raise RegistrationError(
            _("%(reader)s has given an opinion, which is kept; the reader stays.") % {"reader": found.reader}
        )
    found.ended_at, found.ended_how = timezone.now(), ReadingEnd.TAKEN_BACK
    found.save(update_fields=["ended_at", "ended_how"])
    return found


def refuse_what_was_opened(row: Registration) -> None:
    """A first opinion is given blind: once both were open there is nobody left to give one."""
    if opened_to_all([row.pk]):
        raise RegistrationError(
            _(
                "Both opinions on this application have been open to the officers who decide: nobody gives another "
                "without knowing them. It is decided with the opinion that stands."
            )
        )


def _refuse_what_is_not_read(row: Registration) -> None:
    if row.track != Track.APPLICATION or row.state not in TO_VET:
        raise RegistrationError(
            _("This application is “%(status)s”; it is not read any more.") % {"status": row.get_state_display()}
        )


def _is_read(row: Registration, conference: Conference, category_id: uuid.UUID) -> bool:
    is_here = row.conference_id == conference.pk and row.category_id == category_id
    return is_here and row.track == Track.APPLICATION and row.state in TO_VET


def _readers_among(conference: Conference, ids: Iterable[uuid.UUID]) -> dict[User, Roles]:
    """Officers of the team among these, with their roles."""
    found: dict[User, set[TeamRole]] = {}
    members = TeamMembership.objects.filter(
        conference=conference, user__in=list(ids), user__is_active=True, user__is_staff=True
    )
    for member in members.select_related("user").order_by("user__name", "user"):
        found.setdefault(member.user, set()).add(TeamRole(member.role))
    return {reader: frozenset(roles) for reader, roles in found.items()}


def _desk(conference: Conference, readers: dict[User, Roles], rows: list[Registration]) -> _Desk:
    given = Reading.objects.outstanding().filter(registration__conference=conference, reader__in=readers)
    load = Counter(given.filter(registration__state__in=TO_VET).values_list("reader", flat=True))
    declared = Reading.objects.filter(registration__in=rows, ended_how=ReadingEnd.CONFLICT)
    opened = opened_to_all(row.pk for row in rows)
    return _Desk(readers, load, set(declared.values_list("registration", "reader")), opened)


def _spread(rows: list[Registration], desk: _Desk, *, by: User) -> tuple[list[Reading], list[Registration]]:
    there: dict[uuid.UUID, dict[int, uuid.UUID]] = {row.pk: {} for row in rows}
    for pk, place, reader in (
        Reading.objects.live().filter(registration__in=rows).values_list("registration", "place", "reader")
    ):
        there[pk][place] = reader
    made, lacking = list[Reading](), list[Registration]()
    for row in rows:
        has = set(there[row.pk].values())
        for place in (place for place in range(1, READERS + 1) if place not in there[row.pk]):
            chosen = desk.next_reader(row, has)
            if chosen is None:
                lacking.append(row)
                break
            has.add(chosen.pk)
            made.append(Reading(registration=row, reader=chosen, place=place, assigned_by=by))
    return made, lacking
