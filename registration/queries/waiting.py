"""The waiting list: who waits, in which order, and who could be given a place now."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Conference
from registration.models import Delegation, ParticipantCategory, Registration
from registration.states import HOLDING_A_SEAT, RegistrationState

IN_LINE = ("state_since", "created_at", "pk")


@dataclass(frozen=True)
class PlaceInLine:
    """Which in order one is: in the category, and in the delegation (0 where one has none)."""

    in_category: int
    of_category: int
    in_delegation: int = 0
    of_delegation: int = 0


def waiting_in_order(conference: Conference) -> QuerySet[Registration]:
    """All who wait for a place, the first in line first; a substitute keeps the place in line."""
    return Registration.objects.filter(conference=conference, state=RegistrationState.WAITLISTED).order_by(*IN_LINE)


def full_delegations(ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these delegations in which every seat is held, in one query."""
    chosen = set(ids)
    if not chosen:
        return set()
    held = Q(registrations__state__in=HOLDING_A_SEAT, registrations__is_outside_quota=False)
    counted = Delegation.objects.filter(pk__in=chosen, quota__isnull=False).annotate(
        held=Count("registrations", filter=held)
    )
    return {pk for pk, quota, used in counted.values_list("pk", "quota", "held") if used >= (quota or 0)}


def who_comes_first(registration: Registration) -> list[Registration]:
    """Those before this one in the category's line who could be given the place: not of a delegation that is full.

    Where the own delegation is full, those who wait before one for its seats.
    """
    line = list(
        waiting_in_order(registration.conference)
        .filter(category=registration.category_id)
        .select_related("participant")
    )
    before = line[: next((n for n, each in enumerate(line) if each.pk == registration.pk), 0)]
    full = full_delegations(each.delegation_id for each in [*before, registration] if each.delegation_id)
    if registration.delegation_id in full:
        return [each for each in before if each.delegation_id == registration.delegation_id]
    return [each for each in before if each.delegation_id not in full]


def place_told(registration: Registration) -> str:
    """A sentence with the place on the list, where the category lets who waits know it; else nothing."""
    category: ParticipantCategory = registration.category
    if registration.state != RegistrationState.WAITLISTED or not category.tells_waiting_position:
        return ""
    line = list(waiting_in_order(registration.conference).filter(category=category).values_list("pk", "delegation_id"))
    position = [pk for pk, _delegation in line].index(registration.pk) + 1
    return _("You are number %(position)d of %(total)d on the waiting list.") % {
        "position": position,
        "total": len(line),
    }


def places_in_line(registrations: list[Registration]) -> dict[uuid.UUID, PlaceInLine]:
    """The place of each in the lines of its category and delegation; they come in order, all of them."""
    by_category: dict[uuid.UUID, int] = {}
    by_delegation: dict[uuid.UUID, int] = {}
    seen: dict[uuid.UUID, tuple[int, int]] = {}
    for each in registrations:
        by_category[each.category_id] = by_category.get(each.category_id, 0) + 1
        of_delegation = 0
        if each.delegation_id:
            of_delegation = by_delegation[each.delegation_id] = by_delegation.get(each.delegation_id, 0) + 1
        seen[each.pk] = (by_category[each.category_id], of_delegation)
    return {
        each.pk: PlaceInLine(
            in_category=seen[each.pk][0],
            of_category=by_category[each.category_id],
            in_delegation=seen[each.pk][1],
            of_delegation=by_delegation.get(each.delegation_id, 0) if each.delegation_id else 0,
        )
        for each in registrations
    }


def promoted_text(count: int) -> str:
    """That so many who waited have been given a place; nothing where nobody was."""
    sentence = ngettext(
        "%(count)d who waited has been given a place, and is told by letter.",
        "%(count)d who waited have been given a place, and are told by letter.",
        count,
    )
    return sentence % {"count": count} if count else ""
