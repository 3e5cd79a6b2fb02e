"""What a delegation and its members still owe, each thing by its own day."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.utils.translation import gettext as _

from conference.models import Conference
from registration.models import (
    Delegation,
    DelegationRole,
    Document,
    DocumentKind,
    Modality,
    Particular,
    Registration,
    Travel,
)
from registration.queries.outstanding import outstanding
from registration.queries.unanswered import WAITS_FOR_ANSWERS, unanswered_by
from registration.queries.windows import registration_window
from registration.states import LIVE


@dataclass(frozen=True)
class Due:
    """A thing that is outstanding, in a few words, and by when; ``is_needed`` for what registration waits for."""

    what: str
    by: datetime.date
    is_needed: bool = True


def particulars_by(conference: Conference, delegation: Delegation) -> datetime.date:
    """The last day of registration for this delegation, at the venue."""
    closes_at = registration_window(conference, delegation.category).closes_at
    return closes_at.astimezone(conference.zone).date()


def dues_of_members(
    conference: Conference, delegation: Delegation, members: Iterable[Registration]
) -> dict[UUID, list[Due]]:
    """What each member still owes; photographs and travel where they are asked for, by the day set for them."""
    members, by = list(members), particulars_by(conference, delegation)
    asks = delegation.category.asks
    photographs_by = conference.photographs_by if Particular.PHOTOGRAPH in asks else None
    travel_by = conference.travel_by if Particular.TRAVEL in asks else None
    drawn = _with_a_photograph(members) if photographs_by else frozenset()
    arriving = _with_an_arrival(members) if travel_by else frozenset()
    unanswered = unanswered_by([each for each in members if each.state in WAITS_FOR_ANSWERS])
    dues: dict[UUID, list[Due]] = {}
    for member in members:
        lacks = outstanding(member, unanswered.get(member.pk, ())) if member.state in WAITS_FOR_ANSWERS else []
        dues[member.pk] = [Due(", ".join(lacks), by)] if lacks else []
        if photographs_by and member.state in LIVE and member.pk not in drawn:
            dues[member.pk].append(Due(_("photograph"), photographs_by, is_needed=False))
        if travel_by and member.state in LIVE and member.pk not in arriving and _comes(member):
            dues[member.pk].append(Due(_("arrival and departure"), travel_by, is_needed=False))
    return dues


class OwnDue(Enum):
    """What somebody is asked for by a day of its own; name and function are due with the registration."""

    PHOTOGRAPH = "photograph"
    TRAVEL = "travel"


def own_dues(registration: Registration) -> list[tuple[OwnDue, datetime.date | None]]:
    """What a person still owes of what the category asks, and by when; nothing once the participation has ended.

    A photograph without which nobody is registered is owed also where no day is set.
    """
    if not registration.is_live:
        return []
    conference, category = registration.conference, registration.category
    dues: list[tuple[OwnDue, datetime.date | None]] = []
    is_needed = conference.photographs_by or Particular.PHOTOGRAPH in category.requires
    if Particular.PHOTOGRAPH in category.asks and is_needed and not _with_a_photograph([registration]):
        dues.append((OwnDue.PHOTOGRAPH, conference.photographs_by))
    is_asked = Particular.TRAVEL in category.asks and conference.travel_by
    if is_asked and _comes(registration) and not _with_an_arrival([registration]):
        dues.append((OwnDue.TRAVEL, conference.travel_by))
    return dues


def _comes(registration: Registration) -> bool:
    """Who takes part online comes by no flight."""
    return registration.participant.modality != Modality.ONLINE


def _with_a_photograph(members: Iterable[Registration]) -> frozenset[UUID]:
    photographs = Document.objects.current().filter(
        kind=DocumentKind.PHOTOGRAPH, registration__in=[member.pk for member in members]
    )
    return frozenset(photographs.values_list("registration_id", flat=True))


def _with_an_arrival(members: Iterable[Registration]) -> frozenset[UUID]:
    travelling = Travel.objects.filter(registration__in=[member.pk for member in members], arrives_at__isnull=False)
    return frozenset(travelling.values_list("registration_id", flat=True))


def needs_a_head(members: Iterable[Registration]) -> bool:
    """Whether nobody who takes part, or waits to, heads the delegation."""
    return not any(each.role == DelegationRole.HEAD and each.state in LIVE for each in members)


def nomination_letters(delegation: Delegation) -> list[Document]:
    """Those that stand, the newest first."""
    letters = delegation.documents.current().filter(kind=DocumentKind.NOMINATION_LETTER)
    return list(letters.order_by("-uploaded_at"))
