"""What changed for speakers since they last said that they had seen it; without that, since they were invited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from agenda.models import Release, SpeakerProfile
from agenda.queries.concern import Changes, Concern, PersonalChange
from agenda.queries.snapshot import entries_by_id
from conference.clock import conference_now
from conference.models import Conference


@dataclass(frozen=True)
class Unseen:
    """``number`` is the release up to which everything is told; zero before the first."""

    number: int = 0
    changes: Mapping[UUID, tuple[PersonalChange, ...]] = field(default_factory=dict)


def unseen_changes(profiles: Iterable[SpeakerProfile], conference: Conference) -> Unseen:
    """By participant. Reading it marks nothing as seen. A constant number of queries for any number of sessions."""
    last = Release.objects.last_of(conference)
    if last is None:
        return Unseen()
    waiting = [profile for profile in profiles if profile.seen_release_id != last.pk]
    if not waiting:
        return Unseen(last.number)
    seen = {profile.seen_release_id for profile in waiting if profile.seen_release_id}
    olds: dict[UUID | None, Release | None] = {None: None, **Release.objects.in_bulk(seen)}
    concern = Concern(conference, entries_by_id(last), olds.values(), conference_now(conference))
    changes: Changes = {}
    for profile in waiting:
        changes |= concern.since(olds.get(profile.seen_release_id), {profile.participant_id})
    return Unseen(last.number, changes)
