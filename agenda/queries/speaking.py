"""A speaker's own sessions.

Time, room and fellow speakers come from the last release, although the draft may already say otherwise: until an
officer publishes, nothing has been decided that anybody should travel for, and a speaker who saw the draft would learn
by chance what the others are told by letter. What is the speaker's alone (role, minutes, the answer) is read live. A
session that is in no release yet is shown from the draft, because the invitation to speak already tells of it, and is
marked as not yet published.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from agenda.models import Appearance, AppearanceRole, Release, Session
from agenda.queries.naming import Speaker
from agenda.queries.published import PublishedSession, render_entries
from agenda.queries.snapshot import entries_by_id, entry_of
from agenda.states import AppearanceState, SessionState
from conference.clock import conference_now
from conference.models import Conference, TranslatedText, User
from registration.models import Participant

LEADING = frozenset({AppearanceRole.CHAIR, AppearanceRole.MODERATOR})


@dataclass(frozen=True)
class SpeakingSession:
    """``session`` is none while it has no time. ``is_published``: whether the last release shows the person in it.

    ``link``: where it is followed online, as it is now; nothing where the speaker is not expected any more.
    """

    appearance: Appearance
    title: TranslatedText
    session: PublishedSession | None
    is_published: bool
    is_over: bool
    is_cancelled: bool
    link: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether the speaker is still to confirm or regret."""
        return self.appearance.state == AppearanceState.INVITED and not self.is_over and not self.is_cancelled

    @property
    def is_declined(self) -> bool:
        return bool(self.appearance.state == AppearanceState.DECLINED)

    @property
    def others(self) -> Sequence[Speaker]:
        """With whom: who leads the session first, then in the order of speaking."""
        speakers = self.session.speakers if self.session else ()
        others = [speaker for speaker in speakers if speaker.appearance_id != self.appearance.pk]
        return sorted(others, key=lambda speaker: speaker.role not in LEADING)


@dataclass(frozen=True)
class SpeakingSchedule:
    """One principal's sessions: what is to come first, what is over or was regretted last."""

    participant: Participant
    sessions: Sequence[SpeakingSession]

    @property
    def asked(self) -> int:
        return sum(item.is_asked for item in self.sessions)

    @property
    def held(self) -> int:
        """In how many the person speaks: without what was regretted or cancelled."""
        return sum(not item.is_declined and not item.is_cancelled for item in self.sessions)


def own_appearances(user: User, conference: Conference) -> "QuerySet[Appearance]":
    """Those of the participants whose own or private office's address the user has. Officers see none but their own."""
    own = Participant.objects.filter(conference=conference).of_address(user.email)
    appearances: QuerySet[Appearance] = Appearance.objects.filter(session__conference=conference, participant__in=own)
    return appearances


def unanswered_count(participant_id: UUID, conference: Conference) -> int:
    """In how many sessions that are still to come one has neither confirmed nor regretted."""
    asked = Appearance.objects.filter(
        session__conference=conference, participant=participant_id, state=AppearanceState.INVITED
    ).exclude(session__state=SessionState.CANCELLED)
    return asked.exclude(session__ends_at__lte=conference_now(conference)).count()


def speaking_schedules(user: User, conference: Conference) -> list[SpeakingSchedule]:
    """One for each principal of the address, in a constant number of queries."""
    appearances = list(own_appearances(user, conference).select_related("participant"))
    sessions = {
        session.pk: session
        for session in Session.objects.filter(
            pk__in={appearance.session_id for appearance in appearances}
        ).for_snapshot()
    }
    rendered, published = _rendered(conference, list(sessions.values()))
    now = conference_now(conference)
    items = [
        _item(appearance, sessions[appearance.session_id], rendered.get(appearance.session_id), published, now)
        for appearance in appearances
    ]
    people = {appearance.participant_id: appearance.participant for appearance in appearances if appearance.participant}
    return [
        SpeakingSchedule(person, sorted((item for item in items if item.appearance.participant_id == pk), key=_order))
        for pk, person in sorted(people.items(), key=lambda pair: pair[1].sort_name)
    ]


def _rendered(conference: Conference, sessions: list[Session]) -> tuple[dict[UUID, PublishedSession], frozenset[str]]:
    """The sessions as the speaker may see them, and the appearances that the last release shows."""
    releases = list(Release.objects.of(conference)[:2])
    last = entries_by_id(releases[0] if releases else None)
    previous = entries_by_id(releases[1] if len(releases) > 1 else None)
    entries = [
        last.get(str(session.pk)) or entry_of(session)
        for session in sessions
        if str(session.pk) in last or session.starts_at is not None
    ]
    before = {entry["id"]: previous.get(entry["id"], entry) for entry in entries}
    published = {line["id"] for entry in entries if entry["id"] in last for line in entry["appearances"]}
    rendered = render_entries(conference, entries, before=before)
    return {session.id: session for session in rendered}, frozenset(published)


def _item(
    appearance: Appearance,
    session: Session,
    rendered: PublishedSession | None,
    published: frozenset[str],
    now: datetime.datetime,
) -> SpeakingSession:
    is_over = rendered is not None and rendered.ends_at <= now
    is_cancelled = rendered.is_cancelled if rendered else session.state == SessionState.CANCELLED
    is_expected = appearance.state != AppearanceState.DECLINED and session.state == SessionState.SCHEDULED
    return SpeakingSession(
        appearance=appearance,
        title=rendered.title if rendered else session.title,
        session=rendered,
        is_published=str(appearance.pk) in published,
        is_over=is_over,
        is_cancelled=is_cancelled,
        link=session.link if is_expected and not is_over and not is_cancelled else "",
    )


def _order(item: SpeakingSession) -> tuple[bool, bool, float]:
    starts = item.session.starts_at.timestamp() if item.session else 0.0
    return (item.is_over or item.is_declined, item.session is None, starts)
