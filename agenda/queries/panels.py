"""A session with its people, as the officer sees who has confirmed and what is outstanding of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery, UUIDField
from django.db.models.functions import Coalesce

from agenda.models import Appearance, Session, SpeakerBrief, SpeakerRequests
from agenda.queries.asked_of_speakers import Asked, Outstanding
from agenda.queries.attendance import those_who_left
from agenda.states import AppearanceState
from conference.correspondence.models import COPY, OutgoingMessage


@dataclass(frozen=True)
class PanelLine:
    """One appearance, what is outstanding of it, and the last letter about it."""

    appearance: Appearance
    asked: tuple[Asked, ...]
    has_left: bool
    last_message: OutgoingMessage | None

    @property
    def is_static(self) -> bool:
        return self.appearance.participant_id is None

    @property
    def is_expected(self) -> bool:
        return self.appearance.state != AppearanceState.DECLINED and not self.has_left


@dataclass(frozen=True)
class Panel:
    session: Session
    lines: Sequence[PanelLine]
    requests: SpeakerRequests

    @property
    def expected(self) -> Sequence[PanelLine]:
        """Participants who are asked and have not regretted."""
        return [line for line in self.lines if line.is_expected and not line.is_static]

    @property
    def confirmed(self) -> int:
        return sum(line.appearance.state == AppearanceState.CONFIRMED for line in self.expected)

    def owed(self, what: Asked) -> int:
        return sum(what in line.asked for line in self.expected)


def panel_of(session: Session) -> Panel:
    """In the order of speaking; a constant number of queries. ``session`` has its conference."""
    rows = session.appearances.select_related("participant").order_by("position", "pk")
    appearances = list(rows)
    outstanding = Outstanding(session.conference, appearances)
    left = those_who_left(row.participant_id for row in appearances if row.participant_id)
    messages = last_letters(appearances)
    lines = [
        PanelLine(
            row,
            () if row.participant_id in left else outstanding.of(row),
            row.participant_id in left,
            messages.get(row.pk),
        )
        for row in appearances
    ]
    return Panel(session, lines, outstanding.requests)


READ_OF_A_LETTER = ("about_id", "purpose", "state", "created_at", "sent_at", "subject", "came_back_at")


def last_letters(appearances: Sequence[Appearance]) -> Mapping[UUID, OutgoingMessage]:
    """The latest letter to each speaker about the appearance or a brief for it, not the copies; by appearance."""
    ids = [row.pk for row in appearances]
    briefs = SpeakerBrief.objects.filter(appearance__in=ids)
    of_brief = Subquery(briefs.filter(pk=OuterRef("about_id")).values("appearance"))
    about = Q(about_id__in=ids) | Q(about_id__in=briefs.values("pk"))
    rows = OutgoingMessage.objects.filter(about).exclude(key__startswith=COPY)
    latest = rows.annotate(appearance=Coalesce(of_brief, F("about_id"), output_field=UUIDField())).order_by(
        "created_at"
    )
    shown: Iterable[Any] = latest.only(*READ_OF_A_LETTER)
    return {row.appearance: row for row in shown}
