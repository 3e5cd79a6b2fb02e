"""What the two readers of an application say, as an officer may know it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from conference.models import Conference, User
from registration.models import READERS, Opinion, Reading, ReadingEnd


@dataclass(frozen=True)
class Read:
    """One reader, with the opinions that may be known: the first, and the last, which counts."""

    reading: Reading
    opinions: list[Opinion] = field(default_factory=list)

    @property
    def last(self) -> Opinion | None:
        return self.opinions[-1] if self.opinions else None

    @property
    def first(self) -> Opinion | None:
        """The first opinion where it was revised since; else nothing."""
        return self.opinions[0] if len(self.opinions) > 1 else None

    @property
    def is_closed(self) -> bool:
        """Given, and not to be known yet."""
        return self.reading.given_at is not None and not self.opinions


@dataclass(frozen=True)
class BothReadings:
    """The readers of one application, in their places; those who declared a conflict of interest apart."""

    readers: list[Read] = field(default_factory=list)
    conflicts: list[Reading] = field(default_factory=list)

    @property
    def given(self) -> int:
        return sum(1 for each in self.readers if each.reading.given_at is not None)

    @property
    def are_both_given(self) -> bool:
        return self.given >= READERS

    @property
    def recommended(self) -> set[str]:
        """What the opinions that may be known recommend, once both may."""
        last = [each.last for each in self.readers]
        return {each.recommendation for each in last if each} if len(last) >= READERS and all(last) else set()

    @property
    def agree(self) -> bool:
        return len(self.recommended) == 1

    @property
    def differ(self) -> bool:
        return len(self.recommended) > 1


def opinions_on(
    registration_ids: Iterable[uuid.UUID], *, conference: Conference, user: User
) -> dict[uuid.UUID, BothReadings]:
    """Of each application what this officer may know; two queries, however many they are."""
    ids = list(registration_ids)
    readings = Reading.objects.visible_to(user, conference).filter(registration__in=ids).select_related("reader")
    known: dict[uuid.UUID, list[Opinion]] = defaultdict(list)
    for opinion in Opinion.objects.visible_to(user, conference).filter(reading__registration__in=ids):
        known[opinion.reading_id].append(opinion)
    found: dict[uuid.UUID, BothReadings] = {pk: BothReadings() for pk in ids}
    for reading in readings:
        if reading.ended_how == ReadingEnd.CONFLICT:
            found[reading.registration_id].conflicts.append(reading)
        elif reading.ended_at is None:
            found[reading.registration_id].readers.append(Read(reading, known[reading.pk]))
    return found
