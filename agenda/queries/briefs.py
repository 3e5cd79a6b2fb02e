"""What each speaker of a session is to be told before it, and what of it was told already.

It is what the agenda says that holds: the last release; of a session that is in none yet the draft, as the invitation
to speak. What is the speaker's alone (role, minutes, the answer) is read live, as on the speaker's page. Fellows are
named as everybody may read them.
"""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.utils.translation import override

from agenda.errors import BriefError
from agenda.models import Appearance, Release, Session, SpeakerBrief
from agenda.queries.asked_of_speakers import Asked, due_day
from agenda.queries.naming import Speaker
from agenda.queries.notices import IN_DOUBT, NOT_TOLD
from agenda.queries.panels import Panel, PanelLine, panel_of
from agenda.queries.published import PublishedSession, render_entries
from agenda.queries.snapshot import SessionEntry, entries_by_id, entry_of
from agenda.queries.speaker_requests import ROLES_WITH_A_STATEMENT
from agenda.states import SessionState
from conference.clock import conference_now
from conference.correspondence.models import COPY, OutgoingMessage
from conference.correspondence.states import MessageState
from registration.models import Participant

PURPOSE = "speaker_brief"
OF_THE_SESSION = ("starts_at", "ends_at", "rooms", "languages", "is_interpreted", "attribution", "is_open_to_press")
TOLD_NOTHING = NOT_TOLD | {MessageState.CANCELLED}
Told = dict[str, Any]


@dataclass(frozen=True)
class PlannedBrief:
    """``known`` is what a former letter told; ``latest`` what the last one says, though it may not have gone.

    ``not_gone`` are those that told nothing, ``in_doubt`` those on their way, or of which nothing is known.
    """

    line: PanelLine
    participant: Participant
    told: Told
    known: SpeakerBrief | None = None
    latest: SpeakerBrief | None = None
    not_gone: tuple[UUID, ...] = ()
    in_doubt: tuple[UUID, ...] = ()

    @property
    def appearance(self) -> Appearance:
        return self.line.appearance

    @property
    def asked(self) -> tuple[Asked, ...]:
        return self.line.asked

    @property
    def is_due(self) -> bool:
        """Whether a letter has to be written: none was, or something of it has changed."""
        return self.participant.is_reachable and (self.latest is None or _facts(self.latest.told) != _facts(self.told))

    @property
    def number(self) -> int:
        return self.latest.number + 1 if self.latest else 1


class Briefing:
    """All briefs of one session; a constant number of queries, and as many again for each further language."""

    def __init__(self, session: Session) -> None:
        self.conference = session.conference
        self.session: Session = Session.objects.for_snapshot().get(pk=session.pk)
        self.session.conference = self.conference
        self.panel: Panel = panel_of(self.session)
        self.last = Release.objects.last_of(self.conference)
        self._rendered: dict[str, PublishedSession] = {}

    @cached_property
    def published(self) -> SessionEntry | None:
        return entries_by_id(self.last).get(str(self.session.pk))

    @cached_property
    def draft(self) -> SessionEntry | None:
        return entry_of(self.session) if self.session.starts_at else None

    @property
    def entry(self) -> SessionEntry | None:
        return self.published or self.draft

    @property
    def differs(self) -> bool:
        """Whether the draft says otherwise than what is published, and would be told."""
        return self.published is not None and self.published != self.draft

    @property
    def due_on(self) -> datetime.date | None:
        """By when what is asked is to be there; nothing while the session has no time."""
        if self.entry is None:
            return None
        starts_at = datetime.datetime.fromisoformat(self.entry["starts_at"])
        return due_day(self.panel.requests, starts_at, self.conference)

    def why_not(self) -> BriefError | None:
        """Why nobody can be told of this session now."""
        if self.session.state == SessionState.CANCELLED or (
            self.published is not None and self.published["state"] == SessionState.CANCELLED
        ):
            return BriefError.of_cancelled()
        if self.entry is None:
            return BriefError.of_unscheduled()
        if self.in_language(self.conference.language_or_default(None)).ends_at <= conference_now(self.conference):
            return BriefError.of_over()
        return None

    def in_language(self, language: str) -> PublishedSession:
        """The session with its people, in the words of a language."""
        if language not in self._rendered:
            entry = cast("SessionEntry", self.entry)
            with override(language):
                self._rendered[language] = render_entries(self.conference, [entry])[0]
        return self._rendered[language]

    @cached_property
    def plans(self) -> Sequence[PlannedBrief]:
        """One for each who is expected, in the order of speaking."""
        former = _former([line.appearance for line in self.panel.expected])
        plans = []
        for line in self.panel.expected:
            person = line.appearance.participant
            if person is None:
                continue
            person.conference = self.conference
            briefs = former.get(line.appearance.pk, [])
            plans.append(
                PlannedBrief(
                    line=line,
                    participant=person,
                    told=self._told(line.appearance),
                    known=next((b for b, state in briefs if state not in TOLD_NOTHING and "role" in b.told), None),
                    latest=briefs[0][0] if briefs else None,
                    not_gone=tuple(brief.pk for brief, state in briefs if state in TOLD_NOTHING),
                    in_doubt=tuple(brief.pk for brief, state in briefs if state in IN_DOUBT),
                )
            )
        return plans

    @property
    def due(self) -> Sequence[PlannedBrief]:
        return [plan for plan in self.plans if plan.is_due]

    def fellows(self, row: Appearance, language: str) -> list[Speaker]:
        """Who else is in the session; of somebody with two parts not the other one."""
        own = {line.appearance.pk for line in self.panel.lines if line.appearance.participant_id == row.participant_id}
        return [speaker for speaker in self.in_language(language).speakers if speaker.appearance_id not in own]

    def _told(self, row: Appearance) -> Told:
        entry = cast("SessionEntry", self.entry)
        language = self.conference.language_or_default(None)
        speakers = self.in_language(language).speakers
        order = [speaker.appearance_id for speaker in speakers if speaker.role in ROLES_WITH_A_STATEMENT]
        of_session = {name: entry[name] for name in OF_THE_SESSION}  # type: ignore[literal-required]
        return {
            **of_session,
            "role": row.role,
            "minutes": row.minutes,
            "place": order.index(row.pk) + 1 if len(order) > 1 and row.pk in order else None,
            "panel": sorted([str(fellow.appearance_id), fellow.role.value] for fellow in self.fellows(row, language)),
        }


def _facts(told: Told) -> Told:
    """What makes a brief another one: a room by its id, whatever it is called. Of a row that kept nothing, nothing."""
    return {**told, "rooms": [room["id"] for room in told.get("rooms", ())]}


def _former(appearances: Sequence[Appearance]) -> Mapping[UUID, list[tuple[SpeakerBrief, str | None]]]:
    """The briefs of each appearance, the latest first, with how the letter stands."""
    briefs = list(SpeakerBrief.objects.filter(appearance__in=appearances).order_by("-number"))
    rows = OutgoingMessage.objects.filter(purpose=PURPOSE, about_id__in=[brief.pk for brief in briefs])
    states = dict(rows.exclude(key__startswith=COPY).values_list("about_id", "state"))
    found: dict[UUID, list[tuple[SpeakerBrief, str | None]]] = defaultdict(list)
    for brief in briefs:
        found[brief.appearance_id].append((brief, states.get(brief.pk)))
    return found
