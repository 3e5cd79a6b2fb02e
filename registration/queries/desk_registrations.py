"""Registrations as the Secretariat's list shows and counts them."""

import uuid
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from conference.models import Conference
from conference.queries.kept_figures import LARGE, kept_figures
from registration.models import Registration, Visibility, searchable
from registration.queries.desk_delegations import DelegationName
from registration.queries.registration_numbers import found_by_number
from registration.queries.unanswered import WAITS_FOR_ANSWERS, lacks_an_answer
from registration.states import WAITING_FOR_A_DECISION

#: Under which name the counts are kept, with their ``total``.
COUNTS = "registrations"
#: So many letters the index of the texts knows together.
INDEXED = 3

# The same as queries.outstanding.lacks() says of one registration. Whether there is anything, the database keeps
# with each row; which it is, of those few rows alone is asked. Answers are asked for of those that wait for them.
ANSWER_OUTSTANDING = Q(state__in=sorted(WAITS_FOR_ANSWERS)) & lacks_an_answer()
SOMETHING_OUTSTANDING = Q(is_incomplete=True) | ANSWER_OUTSTANDING
LACKING: dict[str, Q] = {
    "given_names": Q(is_incomplete=True, participant__given_names=""),
    "function": Q(is_incomplete=True, participant__function=""),
    "nationality": Q(is_incomplete=True, delegation__isnull=False, participant__nationality=""),
    "address": Q(is_incomplete=True, delegation__isnull=True, participant__email="", participant__office_email=""),
    "answer": ANSWER_OUTSTANDING,
}


@dataclass(frozen=True)
class DeskCounts:
    """How many registrations are behind each chip of the list."""

    by_state: Counter[str] = field(default_factory=Counter)
    by_category: Counter[uuid.UUID] = field(default_factory=Counter)
    outstanding: int = 0

    @property
    def waiting(self) -> int:
        """Those that wait for the Secretariat's decision."""
        return sum(self.by_state[state] for state in WAITING_FOR_A_DECISION)

    @property
    def total(self) -> int:
        """All of the conference."""
        return self.by_state.total()


def desk_counts(conference: Conference) -> DeskCounts:
    """Everything the list's chips count; of a large conference kept for at most a minute, as ``kept_figures`` says."""
    kept = kept_figures(conference, COUNTS, lambda: _counted(conference), is_large=_is_large)
    counts = DeskCounts()
    missing = 0
    for state, category_id, total, outstanding in kept["rows"]:
        counts.by_state[state] += total
        counts.by_category[uuid.UUID(category_id)] += total
        missing += outstanding
    return replace(counts, outstanding=missing)


def _counted(conference: Conference) -> dict[str, Any]:
    """In one aggregate of the registrations alone; their number beside it, for whoever wants no more."""
    found = (
        Registration.objects.filter(conference=conference)
        .values_list("state", "category_id")
        .annotate(total=Count("pk"), outstanding=Count("pk", filter=SOMETHING_OUTSTANDING))
        .order_by()
    )
    rows = [[state, str(category_id), total, outstanding] for state, category_id, total, outstanding in found]
    return {"total": sum(row[2] for row in rows), "rows": rows}


def _is_large(counted: dict[str, Any]) -> bool:
    return int(counted["total"]) > LARGE


def name_shown(*, with_protected: bool) -> F:
    """What a list of registrations is sorted by as the name; a protected person stands among the blank ones."""
    return F("name_key" if with_protected else "public_name_key")


def found_by(
    rows: QuerySet[Registration],
    words: str,
    *,
    conference: Conference,
    names: dict[uuid.UUID, DelegationName],
    with_protected: bool,
) -> QuerySet[Registration]:
    """Registrations in whose person or delegation every word occurs, however it is accented; or whose number it is.

    A protected person is found only by those to whom one is named: a search that answers tells as much as a name.
    """
    numbered = found_by_number(rows, words, conference=conference, with_protected=with_protected)
    if numbered is not None:
        return numbered
    everybody = Registration.objects.filter(conference=conference)
    for word in searchable(words).split():
        if len(word) == 1:
            rows = rows.filter(_begins_a_name(word, with_protected=with_protected))
            continue
        person = occurs(word, "participant__search_text")
        if not with_protected:
            person &= ~Q(participant__visibility=Visibility.HIDDEN)
        delegations = [pk for pk, name in names.items() if occurs_in(name.search_text, word)]
        if not delegations:
            rows = rows.filter(person)
            continue
        # Either by itself is found by an index; “one or the other” over two tables would read both from end to end.
        either = (everybody.filter(person), everybody.filter(delegation__in=delegations))
        rows = rows.filter(pk__in=either[0].values("pk").union(either[1].values("pk"), all=True))
    return rows


def _begins_a_name(letter: str, *, with_protected: bool) -> Q:
    """A letter alone is one of a name: looked for in the key beside the row, for a third of all may have it.

    In the key Ө and Ү are О and У with a mark, so “О” finds both.
    """
    key = "name_key" if with_protected else "public_name_key"
    begun = letter.replace("ө", "о’").replace("ү", "у’")
    return Q(**{f"{key}__startswith": begun}) | Q(**{f"{key}__contains": f" {begun}"})


def occurs(word: str, path: str = "search_text") -> Q:
    """Where a word occurs in a text; one of one or two letters begins a word there: “Li”, “О”, “김”.

    The index of three letters together finds both: of so short a word it has the space before it.
    """
    if len(word) >= INDEXED:
        return Q(**{f"{path}__contains": word})
    return Q(**{f"{path}__startswith": word}) | Q(**{f"{path}__contains": f" {word}"})


def occurs_in(text: str, word: str) -> bool:
    """The same of a text at hand."""
    return word in text if len(word) >= INDEXED else f" {word}" in f" {text}"
