"""A new conference with the frame of another: rooms, categories, questions, letters, the pattern of its days."""

import copy
import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils.translation import gettext as _

from conference.models import Conference, CoOrganiser, TeamMembership, TeamRole, User
from conference.permissions import can_copy
from conference.registry import FramePart, registry

Row = TypeVar("Row", bound=models.Model)
#: Days and moments of the conference that move with its first day.
DAYS = ("reply_by", "nomination_letters_by", "photographs_by", "visa_by", "travel_by")
MOMENTS = ("registration_opens_at", "registration_closes_at")
#: What the new one says for itself, or begins without. An emblem belongs to one conference, and so does its file.
OWN = frozenset(
    {
        "id",
        "version",
        "slug",
        "title",
        "short_title",
        "starts_on",
        "ends_on",
        "is_public",
        "emblem",
        "privacy_notice_number",
        "is_demonstration",
        "demonstration_notice",
        "demonstration_offset",
    }
)


class CopyError(Exception):
    """A refusal that a person can read."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass
class FrameCopy:
    """A copy under way: what it is of, what it becomes, and which new row stands for which old one."""

    source: Conference
    target: Conference
    by: User
    parts: Collection[str] = ()
    made: dict[type[models.Model], dict[UUID, Any]] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    @property
    def shift(self) -> datetime.timedelta:
        """By whole days, from first day to first day."""
        return self.target.starts_on - self.source.starts_on

    def day(self, day: datetime.date | None) -> datetime.date | None:
        return day + self.shift if day else None

    def moment(self, moment: datetime.datetime | None) -> datetime.datetime | None:
        """The same hour on the venue's clock; of an hour that is skipped there, the one after."""
        if moment is None:
            return None
        local = moment.astimezone(self.source.zone).replace(tzinfo=None) + self.shift
        return local.replace(tzinfo=self.target.zone).astimezone(datetime.UTC)

    def add(self, rows: Iterable[Row], **changes: Any) -> dict[UUID, Row]:
        """Writes a copy of each row under an identifier of its own, in one statement; ``changes`` are for all.

        A value that is callable is given the row.
        """
        pairs = [(row, self._copied(row, changes)) for row in rows]
        if not pairs:
            return {}
        model = type(pairs[0][0])
        model._default_manager.bulk_create([new for _old, new in pairs])
        made = self.made.setdefault(model, {})
        made.update({old.pk: new for old, new in pairs})
        return {old.pk: new for old, new in pairs}

    def new(self, model: type[Row], pk: UUID | None) -> Row | None:
        """What stands for an old row; nothing where it was not taken."""
        return self.made.get(model, {}).get(pk) if pk else None

    def news(self, model: type[Row], rows: Iterable[Row]) -> list[Row]:
        """What stands for several."""
        return [new for row in rows if (new := self.new(model, row.pk)) is not None]

    @staticmethod
    def _copied(row: Row, changes: Mapping[str, Any]) -> Row:
        new = copy.copy(row)
        new.__dict__.pop("_prefetched_objects_cache", None)
        new._state = models.base.ModelState()  # noqa: SLF001  a row that the database does not know yet
        new.pk = uuid4() if isinstance(row._meta.pk, models.UUIDField) else None
        if hasattr(new, "version"):
            new.version = 1
        for name, value in changes.items():
            setattr(new, name, value(row) if callable(value) else value)
        return new


def shifted(source: Conference, target: Conference) -> Conference:
    """Everything that the frame says of the conference itself, set on the unsaved target, with its days moved."""
    dates = FrameCopy(source, target, User())
    for each in Conference._meta.concrete_fields:
        if each.name not in OWN | {"time_zone"}:
            setattr(target, each.attname, copy.copy(getattr(source, each.attname)))
    for name in DAYS:
        setattr(target, name, dates.day(getattr(source, name)))
    for name in MOMENTS:
        setattr(target, name, dates.moment(getattr(source, name)))
    return target


@transaction.atomic
def copy_frame(source_id: UUID, target: Conference, *, parts: Collection[str], by: User) -> FrameCopy:
    """Makes a conference out of what is taken of another; it is not public, and whoever copies is its co-ordinator.

    Nothing of persons, invitations, registrations, notes, codes, documents, releases or letters goes with it. Locks the
    source. Raises ``CopyError`` where the officer may not, or a part needs another that is not taken.
    """
    source = Conference.objects.select_for_update(no_key=True).get(pk=source_id)
    if not can_copy(by, source):
        raise CopyError(_("Your role in this conference does not permit that."))
    refuse_what_is_missing(parts)
    target = shifted(source, target)
    target.is_public, target.is_demonstration = False, False
    target.save(force_insert=True)
    done = FrameCopy(source, target, by, parts)
    international = CoOrganiser.objects.filter(conference=source, organisation__conference__isnull=True)
    done.add(international, conference=target)
    for part in taken(parts):
        part.copy(done)
    TeamMembership.objects.create(conference=target, user=by, role=TeamRole.COORDINATOR)
    return done


def taken(parts: Collection[str]) -> list[FramePart]:
    """In the order in which they are written: what others name comes first."""
    return [part for part in registry.frame_in_order if part.key in parts]


def refuse_what_is_missing(parts: Collection[str]) -> None:
    """Raises ``CopyError`` for a part that names rows of another which is not taken."""
    labels = {part.key: part.label for part in registry.frame_parts}
    for part in taken(parts):
        for key in part.needs:
            if key not in parts:
                sentence = _("“%(part)s” needs “%(other)s”: please take both, or neither.")
                raise CopyError(sentence % {"part": part.label, "other": labels[key]})
