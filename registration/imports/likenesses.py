"""Who seems to be there twice: within the table, and among those who are registered. Told, never put together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from conference.imports.rows import RowKind
from conference.models import Conference
from registration.actions.import_rows import Outcome
from registration.models import Likeness, Participant, Registration, Visibility
from registration.queries.desk_delegations import delegation_names
from registration.queries.likeness import likeness_of, name_keys
from registration.states import LIVE

#: What a name is made of, in the order in which it is kept here.
PARTS = (
    "courtesy",
    "title",
    "given_names",
    "patronymic",
    "family_name",
    "native_name",
    "name_order",
    "name_of_address",
    "listed_name",
    "language",
    "email",
)


@dataclass(frozen=True)
class Known:
    """Somebody who is registered: the parts of the name, the address, the delegation."""

    parts: tuple[str, ...]
    delegation: UUID | None

    @property
    def email(self) -> str:
        return self.parts[-1]

    def person(self) -> Participant:
        """The same, to be named."""
        return Participant(**dict(zip(PARTS, self.parts, strict=True)))


@dataclass
class Likenesses:
    """By what a name is in any order, script or spelling; another address makes two of one name two persons."""

    conference: Conference
    registered: dict[str, list[Known]] = field(default_factory=dict)
    in_table: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def doubts_about(self, outcome: Outcome) -> list[str]:
        """Sentences about who is new; no query for any of them."""
        if outcome.kind != RowKind.NEW or outcome.registration is None:
            return []
        person, number = outcome.registration.participant, outcome.row.number
        keys = sorted(name_keys(likeness_of(person)))
        doubts = []
        alike = (known for key in keys for known in self.registered.get(key, ()))
        there = next((known for known in alike if _may_be_one(person.email, known.email)), None)
        if there is not None:
            doubts.append(self._already_there(there))
        earlier = (row for key in keys for row, email in self.in_table.get(key, ()) if _may_be_one(person.email, email))
        if twice := min(earlier, default=0):
            doubts.append(_("Row %(row)s has the same name.") % {"row": twice})
        for key in keys:
            self.in_table.setdefault(key, []).append((number, person.email))
        return doubts

    def _already_there(self, known: Known) -> str:
        name = known.person().formal_name
        if known.delegation is None:
            return _("Somebody very like is registered already: %(name)s.") % {"name": name}
        text = _("Somebody very like is registered already: %(name)s, %(delegation)s.")
        return text % {"name": name, "delegation": self._delegations[known.delegation].text}

    @cached_property
    def _delegations(self) -> Any:
        return delegation_names(self.conference)


def likenesses_in(conference: Conference, *, sees_protected: bool) -> Likenesses:
    """Everybody who is registered and of whom the officer may know, in one query.

    What the sweep has kept of each is read with them; of who came within the last minute it is made here.
    """
    live = Registration.objects.filter(conference=conference, state__in=LIVE)
    if not sees_protected:
        live = live.exclude(participant__visibility=Visibility.HIDDEN)
    found = Likenesses(conference)
    kept = ("delegation_id", "participant__likeness__names", "participant__likeness__sounds")
    rows: Iterable[Any] = live.values_list(*kept, *(f"participant__{part}" for part in PARTS))
    for delegation, names, sounds, *parts in rows.iterator(chunk_size=5000):  # type: ignore[attr-defined]
        known = Known(tuple(parts), delegation)
        like = likeness_of(known.person()) if names is None else Likeness(names=names, sounds=sounds)
        for key in name_keys(like):
            found.registered.setdefault(key, []).append(known)
    return found


def _may_be_one(one: str, other: str) -> bool:
    return not one or not other or one == other
