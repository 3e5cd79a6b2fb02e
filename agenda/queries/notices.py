"""Whom a release is to be told to, and from what each was last told: a letter that has not gone has told nothing.

What a person knows is what the former release says, since whatever it changed for them they were told. Where a letter
has not gone (it waits, an officer holds it or is to hand it over, the server refused it), they know what they knew
before it, and one letter takes its place. Of a letter that is on its way, or of which nothing is known, both may be
true: the next one tells what changed since it, and repeats the rest of what it told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from agenda.models import ChangeNotice, Release
from agenda.queries.attending import Audience
from agenda.queries.concern import PersonalChange
from agenda.queries.snapshot import SessionEntry
from conference.clock import conference_now
from conference.correspondence.models import COPY, OutgoingMessage
from conference.correspondence.states import MessageState
from conference.models import Conference
from registration.models import Participant

PURPOSE = "agenda_change"
NOT_TOLD = frozenset({MessageState.QUEUED, MessageState.HELD, MessageState.BY_HAND, MessageState.FAILED})
IN_DOUBT = frozenset({MessageState.SENDING, MessageState.UNKNOWN})


@dataclass(frozen=True)
class Unsettled:
    """A notice whose letter may not have told anything, and how its letter stands."""

    notice: ChangeNotice
    state: MessageState

    @property
    def has_told_nothing(self) -> bool:
        return self.state in NOT_TOLD


@dataclass(frozen=True)
class PlannedNotice:
    """What one person is to be told. Without ``changes`` all is as they know it: only ``instead_of`` is taken back."""

    participant: Participant
    since: Release | None
    changes: tuple[PersonalChange, ...]
    instead_of: tuple[Unsettled, ...] = ()

    @property
    def is_held(self) -> bool:
        """An officer held the former letter back: the one in its place waits for that officer, too."""
        return any(each.state == MessageState.HELD for each in self.instead_of)


class Since:
    """What changed since a release for those whose letters have not gone, and in which sessions it shows them."""

    def __init__(self, concern: Audience, release: Release | None, only: Collection[UUID]) -> None:
        self.release = release
        self.changes = concern.since(release, only)
        self.stood_in = concern.stood_in(release)


def unsettled_messages(conference: Conference) -> QuerySet[OutgoingMessage]:
    """Letters of change to persons, not the copies, that have not gone or of which nothing is known."""
    return OutgoingMessage.objects.filter(
        conference=conference, purpose=PURPOSE, state__in=NOT_TOLD | IN_DOUBT, about_id__isnull=False
    ).exclude(key__startswith=COPY)


def planned_notices(
    conference: Conference, last: Release | None, entries: Iterable[SessionEntry]
) -> tuple[PlannedNotice, ...]:
    """For a release of these entries after the last one; by name. A constant number of queries for any size."""
    unsettled = _unsettled(conference)
    olds = _olds(last, unsettled)
    concern = Audience(conference, {entry["id"]: entry for entry in entries}, olds.values(), conference_now(conference))
    waiting: dict[UUID, list[Unsettled]] = defaultdict(list)
    for each in unsettled:
        waiting[each.notice.participant_id].append(each)
    changes = concern.since(last)
    changed_since = {number: Since(concern, old, waiting.keys()) for number, old in olds.items()} if waiting else {}
    people = Participant.objects.in_bulk([*changes, *waiting])
    plans = [
        _replacing(people[person], waiting[person], changed_since)
        if person in waiting
        else PlannedNotice(people[person], last, changes[person])
        for person in people
    ]
    for plan in plans:
        if plan:
            plan.participant.conference = conference
    return tuple(sorted(filter(None, plans), key=lambda plan: plan.participant.sort_name))


def _unsettled(conference: Conference) -> list[Unsettled]:
    rows = unsettled_messages(conference).values_list("about_id", "state")
    states = {about_id: state for about_id, state in rows if about_id}
    notices = ChangeNotice.objects.filter(pk__in=states, replaced_by=None).order_by("release__number")
    return [Unsettled(notice, MessageState(states[notice.pk])) for notice in notices]


def _olds(last: Release | None, unsettled: Sequence[Unsettled]) -> dict[int, Release | None]:
    """The releases that persons know of, by number; each is loaded once, and the notices refer to it."""
    wanted = {pk for each in unsettled for pk in (each.notice.release_id, each.notice.since_id) if pk}
    found = {release.pk: release for release in Release.objects.filter(pk__in=wanted)}
    for each in unsettled:
        each.notice.release = found[each.notice.release_id]
        each.notice.since = found[each.notice.since_id] if each.notice.since_id else None
    sinces = [each.notice.since for each in unsettled]
    return {old.number if old else 0: old for old in (last, *found.values(), *sinces)}


def _replacing(
    person: Participant,
    unsettled: Sequence[Unsettled],
    changed_since: Mapping[int, Since],
) -> PlannedNotice | None:
    """Nothing where what the letters say holds still: they stay.

    Of what one was invited to after that former release, and is off by now, that release knows nothing.
    """
    letter = unsettled[-1].notice.release.number
    told = {change.session_id: change for change in changed_since[letter].changes.get(person.pk, ())}
    if not told:
        return None
    before = changed_since[min(each.notice.since.number if each.notice.since else 0 for each in unsettled)]
    known = {change.session_id: change for change in before.changes.get(person.pk, ())}
    stood_in = before.stood_in.get(person.pk, set())
    known |= {pk: change for pk, change in told.items() if change.is_off and pk not in known.keys() | stood_in}
    if not all(each.has_told_nothing for each in unsettled):
        known |= told
    return PlannedNotice(person, before.release, _in_order(known.values()), tuple(unsettled))


def _in_order(changes: Iterable[PersonalChange]) -> tuple[PersonalChange, ...]:
    return tuple(sorted(changes, key=lambda change: (change.entry["starts_at"], str(change.session_id))))
