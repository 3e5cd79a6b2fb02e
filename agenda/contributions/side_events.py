"""What side events give to the registry: pages of one's own, what is asked, what waits, letters, what is held."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from conference.registry import (
    KnownDate,
    NavigationEntry,
    NavigationGroup,
    OwnPage,
    OwnPart,
    Waiting,
    registry,
)

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import Q, QuerySet

    from conference.models import Conference, User
    from conference.own_data import Section


def register() -> None:
    registry.own_pages.append(OwnPage(_("My side events"), "agenda:own-side-events", _proposes))
    registry.public_dates.append(_public_dates)
    registry.public_rows.append(_public_rows)
    registry.about_participant.append(_proposals_of)
    registry.concerns_protected.append(_concerns_protected)
    registry.own_data.append(_own_data)
    registry.asks.append(_asks)
    registry.own_parts.append(_own_parts)
    registry.navigation.append(NavigationGroup("settings", _settings))


def _public_dates(conference: "Conference") -> Iterable[KnownDate]:
    from django.urls import reverse
    from django.utils.translation import gettext

    from agenda.queries.side_events import call_of

    call = call_of(conference)
    if call is not None and call.closes_at is not None:
        url = reverse("agenda:side-events", args=[conference.slug])
        yield KnownDate(call.closes_at, gettext("Proposals of side events close."), url)


def _public_rows(conference: "Conference") -> "Iterable[QuerySet[Any]]":
    from agenda.models import SideEventCall

    yield SideEventCall.objects.filter(conference=conference)


def _proposes(user: "User", conference: "Conference") -> bool:
    from agenda.queries.side_events import has_side_event_page

    return has_side_event_page(user, conference)


def _proposals_of(participant_id: "UUID") -> "QuerySet[Any]":
    from agenda.models import SideEventProposal

    return SideEventProposal.objects.filter(participant=participant_id).values("pk")


def _concerns_protected(conference: "Conference") -> "Q":
    from django.db.models import Q

    from agenda.models import SideEventProposal
    from registration.models import Visibility

    proposed = SideEventProposal.objects.filter(conference=conference, participant__visibility=Visibility.HIDDEN)
    return Q(about_id__in=proposed.values("pk"))


def _own_data(participant_id: "UUID", conference: "Conference", _user: "User") -> "Iterable[Section]":
    from agenda.queries.own_side_events import own_side_events_data

    return own_side_events_data(participant_id, conference)


def _asks(participant_id: "UUID", conference: "Conference") -> "Iterable[dict[str, str]]":
    from agenda.queries.own_side_events import asked_of_proposer

    return asked_of_proposer(participant_id, conference)


def _own_parts(participant_id: "UUID", conference: "Conference") -> "Iterable[OwnPart]":
    from agenda.queries.own_side_events import own_side_events_part

    return own_side_events_part(participant_id, conference)


def waiting(undecided: int) -> Waiting:
    """For the officer's first page; how many there are is counted with the rest of the programme."""
    from django.urls import reverse

    return Waiting(
        _("Side events to decide"),
        undecided,
        reverse("admin:agenda_sideeventproposal_changelist") + "?status=undecided",
        _("An organisation waits for your answer."),
    )


def _settings(_conference: "Conference") -> Iterable[NavigationEntry]:
    yield NavigationEntry(_("Equipment for side events"), "admin:agenda_sideeventequipment_changelist")
