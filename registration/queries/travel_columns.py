"""How somebody travels, as columns, for those who fetch, lodge or obtain visas. Passports are in no list."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from conference.columns import Column
from conference.models import Conference
from conference.permissions import ROLES_THAT_SEE_TRAVEL
from registration.queries.column_kinds import as_kept

TRAVEL = _("Travel and visa")


def travel_columns(conference: Conference) -> Iterator[Column]:
    """Blank for whoever has told of no journey. What is planned runs by no demonstration's clock."""
    yield _told("needs_visa_support", _("Visa support"))
    yield _planned(conference, "arrives_at", _("Arrival"))
    yield _told("arrival_flight", _("Flight or train of arrival"))
    yield _planned(conference, "departs_at", _("Departure"))
    yield _told("departure_flight", _("Flight or train of departure"))
    yield _told("airport", _("Airport or station"))
    yield _told("needs_lounge", _("VIP lounge"))
    yield _told("vehicle", _("Vehicle"))
    yield _told("liaison", _("Liaison"))
    yield _told("hotel", _("Hotel"))
    yield _told("sponsored_ticket", _("Ticket sponsored"))
    yield _told("sponsored_hotel", _("Hotel sponsored"))
    yield _told("sponsored_allowance", _("Allowance granted"))
    yield _told("note", _("Note on the journey"))


def _told(key: str, label: Any) -> Column:
    return as_kept(f"travel_{key}", label, TRAVEL, f"travel__{key}", roles=ROLES_THAT_SEE_TRAVEL)


def _planned(conference: Conference, key: str, label: Any) -> Column:
    return Column(
        key=f"travel_{key}",
        label=label,
        group=TRAVEL,
        value=_at_the_venue(conference, f"travel__{key}"),
        roles=ROLES_THAT_SEE_TRAVEL,
        reads=(f"travel__{key}",),
    )


def _at_the_venue(conference: Conference, path: str) -> Callable[[dict[str, Any]], datetime.datetime | None]:
    def value(row: dict[str, Any]) -> datetime.datetime | None:
        planned_at: datetime.datetime | None = row[path]
        return planned_at.astimezone(conference.zone) if planned_at else None

    return value
