"""What is different between two releases, or between the last one and the draft.

For officers, who see every name that their role may see. The public note is written from it, and names no one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import AppearanceRole, Listing, Release
from agenda.queries.field_changes import FieldChange, chosen_changes, rooms_text, times_text, worded_changes
from agenda.queries.snapshot import AppearanceEntry, SessionEntry, draft_entries, entries_by_id, fingerprint_of
from agenda.queries.whose import person_of, rows_of
from agenda.states import SessionState
from conference.models import Conference, TranslatedText
from conference.permissions import ROLES_THAT_SEE_PROTECTED, Actor, has_role
from registration.models import Participant, Visibility

Entries = Mapping[str, SessionEntry]


class ChangeKind(Enum):
    """In the order in which an officer wants to read them."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    REINSTATED = "reinstated"
    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        return str(KIND_LABELS[self])


KIND_LABELS = {
    ChangeKind.CANCELLED: gettext_lazy("cancelled"),
    ChangeKind.MOVED: gettext_lazy("moved"),
    ChangeKind.REINSTATED: gettext_lazy("reinstated"),
    ChangeKind.NEW: gettext_lazy("new"),
    ChangeKind.CHANGED: gettext_lazy("changed"),
    ChangeKind.REMOVED: gettext_lazy("taken off the agenda"),
}


@dataclass(frozen=True)
class Change:
    kind: ChangeKind
    session_id: UUID
    title: TranslatedText
    is_public: bool
    details: tuple[FieldChange, ...]
    before: SessionEntry | None
    after: SessionEntry | None


@dataclass(frozen=True)
class ReleasePreview:
    """What the officer sees before publishing; ``fingerprint`` goes back to :func:`release_agenda` with the form."""

    last: Release | None
    number: int
    changes: tuple[Change, ...]
    fingerprint: str
    entries: tuple[SessionEntry, ...] = ()


def release_preview(conference: Conference, *, actor: Actor) -> ReleasePreview:
    """The draft against the last release."""
    last = Release.objects.last_of(conference)
    entries = draft_entries(conference, last)
    after = {entry["id"]: entry for entry in entries}
    return ReleasePreview(
        last=last,
        number=last.number + 1 if last else 1,
        changes=changes_between(entries_by_id(last), after, conference=conference, actor=actor),
        fingerprint=fingerprint_of(entries),
        entries=tuple(entries),
    )


def changes_between_releases(old: Release | None, new: Release, *, actor: Actor) -> tuple[Change, ...]:
    """The internal difference of any two releases of a conference."""
    return changes_between(entries_by_id(old), entries_by_id(new), conference=new.conference, actor=actor)


def changes_between(before: Entries, after: Entries, *, conference: Conference, actor: Actor) -> tuple[Change, ...]:
    """New, moved, changed, cancelled, reinstated, taken off: the gravest first, then in the order of the programme."""
    different = [key for key in [*after, *(before.keys() - after.keys())] if before.get(key) != after.get(key)]
    compare = Comparison(conference, actor, [entry for key in different for entry in _sides(before, after, key)])
    changes = [compare.change(before.get(key), after.get(key)) for key in different]
    order = list(ChangeKind)
    return tuple(sorted(changes, key=lambda change: order.index(change.kind)))


def _sides(before: Entries, after: Entries, key: str) -> Iterator[SessionEntry]:
    for side in (before, after):
        if key in side:
            yield side[key]


class Comparison:
    """Compares entries for one officer; the names it needs are loaded in two queries."""

    def __init__(self, conference: Conference, actor: Actor, entries: Iterable[SessionEntry]) -> None:
        self.zone = conference.zone
        self.sees_protected = has_role(actor, conference, ROLES_THAT_SEE_PROTECTED)
        lines = [line for entry in entries for line in entry["appearances"]]
        self.rows = rows_of(lines)
        people = {person for line in lines if (person := person_of(line, self.rows))}
        self.participants = Participant.objects.in_bulk(people)

    def change(self, before: SessionEntry | None, after: SessionEntry | None) -> Change:
        entry = after or before
        if entry is None:
            raise ValueError
        details = self.details(before, after) if before and after else ()
        return Change(
            kind=kind_of(before, after),
            session_id=UUID(entry["id"]),
            title=TranslatedText(entry["title"]),
            is_public=Listing.PUBLIC in {side["listing"] for side in (before, after) if side},
            details=(*self.place(before, after), *details),
            before=before,
            after=after,
        )

    def place(self, before: SessionEntry | None, after: SessionEntry | None) -> Iterator[FieldChange]:
        """From when and where to when and where; of what comes or goes the one side that counts."""
        old = None if kind_of(before, after) == ChangeKind.REINSTATED else before
        new = None if kind_of(before, after) == ChangeKind.CANCELLED else after
        if not (old and new) or (old["starts_at"], old["ends_at"]) != (new["starts_at"], new["ends_at"]):
            yield FieldChange(_("Time"), *(times_text(side, self.zone) if side else "" for side in (old, new)))
        rooms = [rooms_text(side) if side else "" for side in (old, new)]
        if any(rooms) and not (old and new and old["rooms"] == new["rooms"]):
            yield FieldChange(_("Room"), *rooms)

    def details(self, old: SessionEntry, new: SessionEntry) -> Iterator[FieldChange]:
        """What is different besides time and room, field by field, in words."""
        yield from worded_changes(old, new)
        yield from chosen_changes(old, new)
        yield from self.people_changes(old["appearances"], new["appearances"])

    def people_changes(self, old: list[AppearanceEntry], new: list[AppearanceEntry]) -> Iterator[FieldChange]:
        """Who left, who came, whose line reads differently; then whether only the order changed."""
        before, after = ({line["id"]: line for line in lines} for lines in (old, new))
        for key in dict.fromkeys([*before, *after]):
            if before.get(key) != after.get(key):
                sides = (before.get(key), after.get(key))
                texts = [self.line_text(line) if line else "" for line in sides]
                if texts[0] == texts[1]:  # of a static line, the words of another language
                    texts = [self.line_text(line, in_all_languages=True) if line else "" for line in sides]
                yield FieldChange(_("Speakers"), *texts)
        if before == after and list(before) != list(after):
            orders = ("; ".join(self.line_text(line) for line in lines) for lines in (old, new))
            yield FieldChange(_("Order of speaking"), *orders)

    def line_text(self, line: AppearanceEntry, *, in_all_languages: bool = False) -> str:
        role = capfirst(str(AppearanceRole(line["role"]).label))
        text = _("%(role)s: %(name)s") % {"role": role, "name": self.name(line, in_all_languages=in_all_languages)}
        minutes = line["minutes"]
        return text if minutes is None else f"{text}, {_('%(minutes)d min') % {'minutes': minutes}}"

    def name(self, line: AppearanceEntry, *, in_all_languages: bool = False) -> str:
        person = person_of(line, self.rows)
        if person is None:
            words = (TranslatedText(line["static_name"]), TranslatedText(line["static_function"]))
            texts = (" / ".join(filter(None, each.values())) if in_all_languages else str(each) for each in words)
            return ", ".join(filter(None, texts))
        participant = self.participants.get(person)
        if participant is None:
            return _("erased")
        if participant.visibility == Visibility.HIDDEN and not self.sees_protected:
            return _("protected participant")
        return participant.formal_name


def kind_of(before: SessionEntry | None, after: SessionEntry | None) -> ChangeKind:
    """The gravest thing that happened to a session."""
    if after is None:
        return ChangeKind.REMOVED
    if before is None:
        return ChangeKind.NEW
    if before["state"] != after["state"]:
        return ChangeKind.CANCELLED if after["state"] == SessionState.CANCELLED else ChangeKind.REINSTATED
    # What only ends earlier or later has not moved: it is where and when it was to be.
    old, new = ((entry["starts_at"], entry["rooms"]) for entry in (before, after))
    return ChangeKind.MOVED if old != new else ChangeKind.CHANGED
