"""What columns show from other tables: fetched for many rows at once, and hung on them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from conference.columns import Row
from conference.models import Conference, TranslatedText
from registration.models import Invitation, Registration
from registration.queries.asked import is_anything_required
from registration.queries.rank import places_within
from registration.queries.unanswered import WAITS_FOR_ANSWERS, unanswered_texts, with_unanswered


@dataclass(eq=False)
class PlacesBeside:
    """The place of each living member in the delegation, as ``place``. Each delegation is counted once."""

    places: dict[uuid.UUID, int] = field(default_factory=dict)
    counted: set[uuid.UUID] = field(default_factory=set)

    def __call__(self, rows: Sequence[Row]) -> None:
        wanted = {row["delegation_id"] for row in rows} - self.counted - {None}
        if wanted:
            self.places |= places_within(wanted)
            self.counted |= wanted
        for row in rows:
            row["place"] = self.places.get(row["pk"])


@dataclass(frozen=True)
class Invited:
    """As much of an invitation as lists show."""

    reference: str = ""
    state: str = ""


@dataclass(frozen=True)
class InvitationsBeside:
    """The invitation by which the person came, or else the latest of the delegation, as ``invitation``.

    ``of_delegation`` is where a row has its delegation; rows of delegations have it as ``pk``.
    """

    of_delegation: str = "delegation_id"

    def __call__(self, rows: Sequence[Row]) -> None:
        delegations = {row[self.of_delegation] for row in rows} - {None}
        own = {row.get("invitation_id") for row in rows} - {None}
        found: dict[uuid.UUID | None, Invited] = {}
        sent = Invitation.objects.filter(Q(pk__in=own) | Q(delegation__in=delegations)).order_by("created_at", "pk")
        for pk, delegation_id, reference, state in sent.values_list("pk", "delegation_id", "reference", "state"):
            found[pk] = Invited(reference, state)
            if delegation_id is not None:
                found[delegation_id] = found[pk]
        for row in rows:
            row["invitation"] = found.get(row.get("invitation_id") or row[self.of_delegation], Invited())


@dataclass(eq=False)
class UnansweredBeside:
    """The texts of the required questions without an answer, as ``unanswered``; not looked for where none is put."""

    conference: Conference
    is_asked: bool | None = None

    def __call__(self, rows: Sequence[Row]) -> None:
        if self.is_asked is None:
            self.is_asked = is_anything_required(self.conference)
        waiting = [row["pk"] for row in rows if row["state"] in WAITS_FOR_ANSWERS] if self.is_asked else []
        found: dict[uuid.UUID, list[TranslatedText]] = {}
        if waiting:
            registrations = with_unanswered(Registration.objects.filter(pk__in=waiting)).only("state")
            found = {each.pk: unanswered_texts(each) for each in registrations}
        for row in rows:
            row["unanswered"] = found.get(row["pk"], [])
