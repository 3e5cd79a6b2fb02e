"""Who seems to be there twice: within the table, and among those who are registered. Told, never put together."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from conference.models import Conference
from registration.actions.import_rows import Outcome, RowKind
from registration.models import Participant, Registration, Visibility
from registration.states import LIVE

Key = tuple[str, ...]


@dataclass
class Likenesses:
    """By the words of the name; another address makes two of one name two persons."""

    registered: dict[Key, list[str]] = field(default_factory=dict)
    in_table: dict[Key, list[tuple[int, str]]] = field(default_factory=dict)

    def doubts_about(self, outcome: Outcome) -> list[str]:
        """Sentences about who is new."""
        if outcome.kind != RowKind.NEW or outcome.registration is None:
            return []
        person, number = outcome.registration.participant, outcome.row.number
        key = tuple(person.words_of_the_name)
        doubts = []
        if any(_may_be_one(person.email, email) for email in self.registered.get(key, ())):
            doubts.append(_("Somebody of this name is registered already."))
        earlier = self.in_table.setdefault(key, [])
        twice = next((row for row, email in earlier if _may_be_one(person.email, email)), None)
        if twice is not None:
            doubts.append(_("Row %(row)s has the same name.") % {"row": twice})
        earlier.append((number, person.email))
        return doubts


def likenesses_in(conference: Conference, *, sees_protected: bool) -> Likenesses:
    """Everybody who is registered and of whom the officer may know, in one query."""
    live = Registration.objects.filter(conference=conference, state__in=LIVE)
    if not sees_protected:
        live = live.exclude(participant__visibility=Visibility.HIDDEN)
    found = Likenesses()
    parts = ("participant__given_names", "participant__patronymic", "participant__family_name", "participant__email")
    rows: Iterable[tuple[str, str, str, str]] = live.values_list(*parts).iterator(chunk_size=5000)
    for given, patronymic, family, email in rows:
        person = Participant(given_names=given, patronymic=patronymic, family_name=family)
        found.registered.setdefault(tuple(person.words_of_the_name), []).append(email)
    return found


def _may_be_one(one: str, other: str) -> bool:
    return not one or not other or one == other
