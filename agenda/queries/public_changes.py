"""What a release changed, as everybody may read it.

Only of sessions that are listed for everybody, in that release, in the one before and today. It says who came, named as
the person is named today; who went is nobody's business.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from agenda.models import Listing, Release
from agenda.queries.diff import ChangeKind, kind_of
from agenda.queries.field_changes import FieldChange, chosen_changes, rooms_text, times_text, topic_changes
from agenda.queries.moves import moved_text
from agenda.queries.naming import Naming, Speaker
from agenda.queries.published import public_entries
from agenda.queries.snapshot import SessionEntry, entries_by_id
from conference.models import Conference, TranslatedText


@dataclass(frozen=True)
class PublicChange:
    """``move`` is a phrase (“Moved from 14:00”) or empty; ``is_on_agenda``: whether the session has a page today."""

    kind: ChangeKind
    session_id: UUID
    title: TranslatedText
    starts_at: datetime
    ends_at: datetime
    move: str
    facts: tuple[FieldChange, ...]
    newcomers: tuple[Speaker, ...]
    is_on_agenda: bool


@dataclass(frozen=True)
class PublicChanges:
    """``before`` is none for the first release, whose sessions are all new."""

    release: Release
    before: Release | None
    changes: tuple[PublicChange, ...]


def public_changes(conference: Conference, release: Release) -> PublicChanges:
    """From the release before to this one: the gravest first, then in the order of the programme.

    A constant number of queries. Whoever is named stands in the last release, so that a wish for privacy or a regret
    makes the page anew like any page of the agenda.
    """
    before = Release.objects.of(conference).filter(number__lt=release.number).first()
    last = Release.objects.last_of(conference) or release
    comparison = PublicComparison(conference, before, release, last)
    return PublicChanges(release, before, tuple(comparison.changes()))


class PublicComparison:
    """Two releases beside the last one, which says what everybody may know today."""

    def __init__(self, conference: Conference, before: Release | None, release: Release, last: Release) -> None:
        self.zone = conference.zone
        today = entries_by_id(last)
        self.today = {key for key, entry in today.items() if entry["listing"] == Listing.PUBLIC}
        withdrawn = today.keys() - self.today
        self.old, self.new = (
            {entry["id"]: entry for entry in public_entries(side) if entry["id"] not in withdrawn} if side else {}
            for side in (before, release)
        )
        self.lines_today = {line["id"] for entry in today.values() for line in entry["appearances"]}
        self.naming = Naming(self.new.values())

    def changes(self) -> list[PublicChange]:
        keys = [*self.new, *(self.old.keys() - self.new.keys())]
        found = [change for key in keys if (change := self._change(self.old.get(key), self.new.get(key)))]
        order = list(ChangeKind)
        return sorted(found, key=lambda change: order.index(change.kind))

    def _change(self, old: SessionEntry | None, new: SessionEntry | None) -> PublicChange | None:
        """Nothing where all that differs is what nobody is told."""
        entry, kind = new or old, kind_of(old, new)
        if entry is None or old == new:
            return None
        facts = tuple(self._facts(old, new)) if old and new else ()
        newcomers = tuple(self._newcomers(old, new)) if old and new else ()
        if kind == ChangeKind.CHANGED and not facts and not newcomers:
            return None
        begins, ends = (
            datetime.fromisoformat(text).astimezone(self.zone) for text in (entry["starts_at"], entry["ends_at"])
        )
        return PublicChange(
            kind=kind,
            session_id=UUID(entry["id"]),
            title=TranslatedText(entry["title"]),
            starts_at=begins,
            ends_at=ends,
            move=moved_text(old, new, self.zone) if old and new else "",
            facts=facts,
            newcomers=newcomers,
            is_on_agenda=entry["id"] in self.today,
        )

    def _facts(self, old: SessionEntry, new: SessionEntry) -> Iterator[FieldChange]:
        if (old["starts_at"], old["ends_at"]) != (new["starts_at"], new["ends_at"]):
            yield FieldChange(_("Time"), times_text(old, self.zone), times_text(new, self.zone))
        if old["rooms"] != new["rooms"]:
            yield FieldChange(_("Room"), rooms_text(old), rooms_text(new))
        titles = [str(TranslatedText(entry["title"])) for entry in (old, new)]
        if titles[0] != titles[1]:
            yield FieldChange(_("Title"), *titles)
        yield from topic_changes(old, new)
        yield from chosen_changes(old, new)

    def _newcomers(self, old: SessionEntry, new: SessionEntry) -> Iterator[Speaker]:
        there = {line["id"] for line in old["appearances"]}
        for speaker in self.naming.speakers(new):
            key = str(speaker.appearance_id)
            if key not in there and key in self.lines_today:
                yield speaker
