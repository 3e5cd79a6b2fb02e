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
    Particular,
    Registration,
)
from registration.queries.journeys import JourneyDue, journeys_owed
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
    drawn = _with_a_photograph(members) if photographs_by else frozenset()
    asks_travel = Particular.TRAVEL in asks
    journeys = journeys_owed(conference, [member.pk for member in members]) if asks_travel else {}
    unanswered = unanswered_by([each for each in members if each.state in WAITS_FOR_ANSWERS])
    dues: dict[UUID, list[Due]] = {}
    for member in members:
        lacks = outstanding(member, unanswered.get(member.pk, ())) if member.state in WAITS_FOR_ANSWERS else []
        dues[member.pk] = [Due(", ".join(lacks), by)] if lacks else []
        if photographs_by and member.state in LIVE and member.pk not in drawn:
            dues[member.pk].append(Due(_("photograph"), photographs_by, is_needed=False))
        dues[member.pk] += [
            Due(_name_of(due), getattr(conference, due.value), is_needed=False)
            for due, owing in journeys.items()
            if member.pk in owing
        ]
    return dues


def _name_of(due: JourneyDue) -> str:
    return _("particulars for the visa") if due is JourneyDue.VISA else _("arrival and departure")


class OwnDue(Enum):
    """What somebody is asked for by a day of its own; name and function are due with the registration."""

    PHOTOGRAPH = "photograph"
    VISA = "visa"
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
    if Particular.TRAVEL in category.asks:
        owed = journeys_owed(conference, [registration.pk])
        dues += [(OwnDue[due.name], getattr(conference, due.value)) for due, owing in owed.items() if owing]
    return dues


def _with_a_photograph(members: Iterable[Registration]) -> frozenset[UUID]:
    photographs = Document.objects.current().filter(
        kind=DocumentKind.PHOTOGRAPH, registration__in=[member.pk for member in members]
    )
    return frozenset(photographs.values_list("registration_id", flat=True))


def needs_a_head(members: Iterable[Registration]) -> bool:
    """Whether nobody who takes part, or waits to, heads the delegation."""
    return not any(each.role == DelegationRole.HEAD and each.state in LIVE for each in members)


def nomination_letters(delegation: Delegation) -> list[Document]:
    """Those that stand, the newest first."""
    letters = delegation.documents.current().filter(kind=DocumentKind.NOMINATION_LETTER)
    return list(letters.order_by("-uploaded_at"))
