"""What a return to an older release would publish: its content, without what is there no longer."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from agenda.models import Release, Session
from agenda.queries.attendance import those_who_left
from agenda.queries.diff import ReleasePreview, changes_between
from agenda.queries.snapshot import SessionEntry, draft_entries, entries_by_id, fingerprint_of
from agenda.queries.whose import person_of, rows_of
from agenda.states import AppearanceState
from conference.models import Conference, Room, TranslatedText
from conference.permissions import Actor
from registration.models import Participant


@dataclass(frozen=True)
class Restored:
    """The entries of an older release that can be published today, and what of it cannot."""

    entries: tuple[SessionEntry, ...]
    sessions_gone: tuple[TranslatedText, ...] = ()
    rooms_gone: tuple[TranslatedText, ...] = ()
    #: How many stood there who have regretted since, left the conference or were erased: nobody names them.
    people_gone: int = 0
    #: How many stood there whom the draft does not hold any more: they would stand on the agenda again.
    people_back: int = 0


@dataclass(frozen=True)
class RestorePreview:
    preview: ReleasePreview
    restored: Restored
    draft_stays_different: bool


def restored_entries(conference: Conference, release: Release) -> Restored:
    """Persons, sessions and rooms by what they are today, in five queries.

    A session that was deleted is left out, a deleted room is taken from its sessions: nobody is sent to either.
    """
    sessions = set(Session.objects.filter(conference=conference).values_list("pk", flat=True))
    rooms = {str(pk) for pk in Room.objects.filter(venue__conference=conference).values_list("pk", flat=True)}
    entries = list(entries_by_id(release).values())
    kept = [entry for entry in entries if UUID(entry["id"]) in sessions]
    lost = {room["id"]: room["name"] for entry in kept for room in entry["rooms"] if room["id"] not in rooms}
    gone, back = _people(kept)
    return Restored(
        entries=tuple(_without_rooms(entry, lost) for entry in kept),
        sessions_gone=tuple(TranslatedText(entry["title"]) for entry in entries if UUID(entry["id"]) not in sessions),
        rooms_gone=tuple(TranslatedText(name) for name in lost.values()),
        people_gone=gone,
        people_back=back,
    )


def restore_preview(release: Release, *, actor: Actor) -> RestorePreview:
    """The older release against the last one, for the officer who is to decide."""
    conference = release.conference
    last = Release.objects.last_of(conference)
    restored = restored_entries(conference, release)
    after = {entry["id"]: entry for entry in restored.entries}
    preview = ReleasePreview(
        last=last,
        number=last.number + 1 if last else 1,
        changes=changes_between(entries_by_id(last), after, conference=conference, actor=actor),
        fingerprint=restoring_fingerprint(restored.entries, last),
        entries=restored.entries,
    )
    return RestorePreview(preview, restored, _differs(conference, last, after))


def restoring_fingerprint(entries: Iterable[SessionEntry], last: Release | None) -> str:
    """Names the release that was the last one too: the difference that the officer saw is the one from there."""
    return f"{last.number if last else 0}:{fingerprint_of(entries)}"


def _differs(conference: Conference, last: Release | None, after: dict[str, SessionEntry]) -> bool:
    draft = {entry["id"]: entry for entry in draft_entries(conference, last)}
    return draft != after


def _without_rooms(entry: SessionEntry, lost: dict[str, dict[str, str]]) -> SessionEntry:
    return {**entry, "rooms": [room for room in entry["rooms"] if room["id"] not in lost]}


def _people(entries: Iterable[SessionEntry]) -> tuple[int, int]:
    """How many lines nobody would read any more, and how many the draft does not hold."""
    lines = [line for entry in entries for line in entry["appearances"] if line["participant"]]
    rows = rows_of(lines)
    people = {line["id"]: person for line in lines if (person := person_of(line, rows))}
    there = set(Participant.objects.filter(pk__in=set(people.values())).values_list("pk", flat=True))
    there -= those_who_left(there)
    regretted = {key for key, row in rows.items() if row.state == AppearanceState.DECLINED}
    gone = {key for key, person in people.items() if person not in there} | regretted
    return len(gone), len(people.keys() - rows.keys() - gone)
