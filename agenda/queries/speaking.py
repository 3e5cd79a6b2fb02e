"""A speaker's own sessions.

Time, room and fellow speakers come from the last release, although the draft may already say otherwise: until an
officer publishes, nothing has been decided that anybody should travel for, and a speaker who saw the draft would learn
by chance what the others are told by letter. What is the speaker's alone (role, minutes, the answer) is read live. A
session that is in no release yet is shown from the draft, because the invitation to speak already tells of it, and is
marked as not yet published.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import QuerySet

from agenda.models import (
    Appearance,
    AppearanceRole,
    Contact,
    Listing,
    PaperKind,
    Release,
    Session,
    SpeakerPaper,
    SpeakerProfile,
    SpeakerRequests,
)
from agenda.queries.entitlement import Entitlement
from agenda.queries.naming import Speaker
from agenda.queries.published import PublishedSession, render_entries
from agenda.queries.snapshot import SessionEntry, entries_by_id, entry_of
from agenda.queries.speaker_requests import ROLES_WITH_A_STATEMENT, requests_of, statement_due
from agenda.states import AppearanceState, SessionState
from conference.clock import conference_now
from conference.models import Conference, TranslatedText, User
from registration.models import Participant

LEADING = frozenset({AppearanceRole.CHAIR, AppearanceRole.MODERATOR})
SPEAKING = ROLES_WITH_A_STATEMENT


@dataclass(frozen=True)
class SpeakingSession:
    """``session`` is none while it has no time. ``is_published``: whether the last release shows the person in it.

    ``link``: where it is followed online, as it is now; nothing where the speaker is not expected any more.
    ``papers``: what the speaker has sent; ``due``: by when a statement is awaited, where one is asked for.
    ``contacts``: the addresses of those who lead the session and agreed to be written to, by participant.
    """

    appearance: Appearance
    title: TranslatedText
    session: PublishedSession | None
    is_published: bool
    is_over: bool
    is_cancelled: bool
    link: str = ""
    papers: Sequence[SpeakerPaper] = ()
    due: datetime.datetime | None = None
    contacts: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def is_ahead(self) -> bool:
        """Whether the speaker is still expected there."""
        return not (self.is_over or self.is_cancelled or self.is_declined)

    @property
    def lacks_statement(self) -> bool:
        return self.due is not None and not any(paper.kind == PaperKind.STATEMENT for paper in self.papers)

    @property
    def place(self) -> int:
        """As the how-manieth the person speaks, of those who are not there to lead; nothing where nobody else does."""
        speaking = [one for one in (self.session.speakers if self.session else ()) if one.role in SPEAKING]
        ids = [one.appearance_id for one in speaking]
        return ids.index(self.appearance.pk) + 1 if len(ids) > 1 and self.appearance.pk in ids else 0

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
    """One principal's sessions: what is to come first, what is over or was regretted last.

    Without a ``profile`` nothing was given yet; ``requests`` is what the conference asks of its speakers.
    """

    participant: Participant
    sessions: Sequence[SpeakingSession]
    profile: SpeakerProfile
    requests: SpeakerRequests

    @property
    def is_expected(self) -> bool:
        """Whether anything is to come: of who has spoken, or regretted all, nothing is asked."""
        return any(item.is_ahead for item in self.sessions)

    @property
    def lacks_biography(self) -> bool:
        return self.is_expected and self.requests.asks_biography and not self.profile.biography

    @property
    def lacks_portrait(self) -> bool:
        return self.is_expected and self.requests.asks_portrait and not self.profile.portrait

    @property
    def leads(self) -> bool:
        """Whether fellow speakers may wish to write: the person chairs or moderates something that is to come."""
        return any(item.is_ahead and item.appearance.role in LEADING for item in self.sessions)

    @property
    def asked(self) -> int:
        return sum(item.is_asked for item in self.sessions)

    @property
    def held(self) -> int:
        """In how many the person speaks: without what was regretted or cancelled."""
        return sum(not item.is_declined and not item.is_cancelled for item in self.sessions)


def own_appearances(user: User, conference: Conference) -> "QuerySet[Appearance]":
    """Those of the participants whose own or private office's address the user has. Officers see none but their own.

    An empty address is nobody's: it would be that of all who have given none.
    """
    if not user.email:
        nobodys: QuerySet[Appearance] = Appearance.objects.none()
        return nobodys
    own = Participant.objects.filter(conference=conference).of_address(user.email)
    appearances: QuerySet[Appearance] = Appearance.objects.filter(session__conference=conference, participant__in=own)
    return appearances


def speaking_schedules(user: User, conference: Conference) -> list[SpeakingSchedule]:
    """One for each principal of the address, in a constant number of queries."""
    appearances = own_appearances(user, conference).select_related("participant", "responded_by")
    return schedules_of(list(appearances), conference)


def schedules_of(appearances: Sequence[Appearance], conference: Conference) -> list[SpeakingSchedule]:
    """As above, of these appearances; whoever asks has looked whose they are."""
    sessions = {
        session.pk: session
        for session in Session.objects.filter(
            pk__in={appearance.session_id for appearance in appearances}
        ).for_snapshot()
    }
    rendered, published = _rendered(conference, list(sessions.values()), appearances)
    given = _Given(appearances, rendered.values(), conference)
    items = [
        given.added_to(
            _item(
                appearance, sessions[appearance.session_id], rendered.get(appearance.session_id), published, given.now
            )
        )
        for appearance in appearances
    ]
    people = {appearance.participant_id: appearance.participant for appearance in appearances if appearance.participant}
    return [
        SpeakingSchedule(
            person,
            sorted((item for item in items if item.appearance.participant_id == pk), key=_order),
            given.profiles.get(person.pk) or SpeakerProfile(participant=person),
            given.requests,
        )
        for pk, person in sorted(people.items(), key=lambda pair: pair[1].sort_name)
    ]


class _Given:
    """What speakers have given, and what is asked of them; three queries for any number of sessions."""

    def __init__(
        self, appearances: Iterable[Appearance], rendered: Iterable[PublishedSession], conference: Conference
    ) -> None:
        self.conference, self.now = conference, conference_now(conference)
        self.requests = requests_of(conference)
        leading = {one.participant_id for session in rendered for one in session.speakers if one.role in LEADING}
        own = {appearance.participant_id for appearance in appearances}
        found = SpeakerProfile.objects.filter(participant__in={pk for pk in own | leading if pk})
        self.profiles = {profile.participant_id: profile for profile in found.select_related("participant")}
        self.papers: dict[UUID, list[SpeakerPaper]] = {}
        for paper in SpeakerPaper.objects.current().filter(appearance__in=[one.pk for one in appearances]):
            self.papers.setdefault(paper.appearance_id, []).append(paper)

    def added_to(self, item: SpeakingSession) -> SpeakingSession:
        return replace(
            item,
            papers=self.papers.get(item.appearance.pk, ()),
            due=self._due(item),
            contacts=self._contacts(item) if item.is_ahead else {},
        )

    def _due(self, item: SpeakingSession) -> datetime.datetime | None:
        is_asked = self.requests.asks_statement and item.appearance.role in ROLES_WITH_A_STATEMENT
        if not is_asked or not item.is_ahead or item.session is None:
            return None
        return statement_due(self.requests, item.session.starts_at, self.conference)

    def _contacts(self, item: SpeakingSession) -> dict[UUID, str]:
        """Of those alone who are named and have agreed: an address would tell who a hidden person is."""
        addresses = {}
        for one in item.others:
            profile = self.profiles.get(one.participant_id) if one.participant_id else None
            if profile and one.role in LEADING and one.participant_id:
                addresses[one.participant_id] = contact_address(profile)
        return {pk: address for pk, address in addresses.items() if address}


def contact_address(profile: SpeakerProfile) -> str:
    """To which a fellow speaker may write; nothing without consent."""
    person = profile.participant
    return {Contact.NONE: "", Contact.OWN: person.email, Contact.OFFICE: person.office_email}[Contact(profile.contact)]


def _rendered(
    conference: Conference, sessions: list[Session], appearances: Iterable[Appearance]
) -> tuple[dict[UUID, PublishedSession], frozenset[str]]:
    """The sessions as the speaker may see them, and the appearances that the last release shows."""
    releases = list(Release.objects.of(conference)[:2])
    last = entries_by_id(releases[0] if releases else None)
    previous = entries_by_id(releases[1] if len(releases) > 1 else None)
    entries = [
        last.get(str(session.pk)) or entry_of(session)
        for session in sessions
        if str(session.pk) in last or session.starts_at is not None
    ]
    withheld = _withheld(conference, entries, last, appearances)
    entries = [entry for entry in entries if entry["id"] not in withheld]
    before = {entry["id"]: previous.get(entry["id"], entry) for entry in entries}
    published = {line["id"] for entry in entries if entry["id"] in last for line in entry["appearances"]}
    rendered = render_entries(conference, entries, before=before)
    return {session.id: session for session in rendered}, frozenset(published)


def _withheld(
    conference: Conference,
    entries: Iterable[SessionEntry],
    last: Mapping[str, SessionEntry],
    appearances: Iterable[Appearance],
) -> set[str]:
    """What is not for those who sent regrets: the draft, and in the release what they may know of no more than others.

    Who will not speak there learns nothing further of a closed session: neither when and where, nor with whom.
    """
    people: dict[UUID, set[UUID]] = {}
    for each in appearances:
        people.setdefault(each.session_id, set()).update({each.participant_id} if each.participant_id else ())
    expected = {each.session_id for each in appearances if each.state != AppearanceState.DECLINED}
    regretted = [entry for entry in entries if UUID(entry["id"]) not in expected]
    closed = [entry for entry in regretted if entry["id"] in last and entry["listing"] != Listing.PUBLIC]
    entitled = (
        Entitlement.of_participants({pk for group in people.values() for pk in group}, conference) if closed else {}
    )
    withheld = {entry["id"] for entry in regretted if entry["id"] not in last}
    for entry in closed:
        entry_ids, pk = [category["id"] for category in entry["entry"]], UUID(entry["id"])
        if not any(entitled[person].may_know(entry["listing"], entry_ids, pk) for person in people[pk]):
            withheld.add(entry["id"])
    return withheld


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
