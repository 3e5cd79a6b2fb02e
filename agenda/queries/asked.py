"""What an invitation to speak has told, kept with the appearance (:func:`agenda.queries.snapshot.asked_of`)."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from typing import cast
from uuid import UUID

from django.db.models import Prefetch, Q

from agenda.models import Appearance, Session
from agenda.queries.snapshot import AppearanceEntry, SessionEntry, entry_of
from agenda.states import AppearanceState, SessionState
from conference.models import Conference

Side = tuple[SessionEntry, AppearanceEntry]


def names_a_time(row: Appearance) -> bool:
    return bool(row.asked_with.get("starts_at"))


def as_asked(base: Side, row: Appearance) -> Side:
    """What the invitation said; of what it does not say nothing has changed by it."""
    asked = row.asked_with
    places = {name: asked[name] for name in ("starts_at", "ends_at", "rooms")}
    entry = cast("SessionEntry", {**base[0], **places, "state": SessionState.SCHEDULED})
    return entry, {**base[1], "role": asked["role"]}


def off_before_published(conference: Conference, published: Collection[str]) -> dict[UUID, list[Appearance]]:
    """Those to whom an invitation named a time at which the session is not held; but for what is ``published``."""
    off = Q(session__state=SessionState.CANCELLED) | Q(session__starts_at__isnull=True)
    rows = Appearance.objects.filter(off, session__conference=conference, participant__isnull=False)
    asked = rows.exclude(asked_with={}).exclude(state=AppearanceState.DECLINED).exclude(pk__in=published)
    found: dict[UUID, list[Appearance]] = defaultdict(list)
    for row in asked.prefetch_related(Prefetch("session", Session.objects.for_snapshot())):
        if row.participant_id and names_a_time(row):
            found[row.participant_id].append(row)
    return found


def side_of(row: Appearance) -> Side:
    """As a release would keep it, at the time that the invitation named."""
    session = row.session
    session.starts_at, session.ends_at = (
        datetime.datetime.fromisoformat(row.asked_with[name]) for name in ("starts_at", "ends_at")
    )
    entry = entry_of(session)
    return entry, next(line for line in entry["appearances"] if line["id"] == str(row.pk))
