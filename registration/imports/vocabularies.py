"""The words that a cell may hold of a closed list: every name of a thing, in every language, and what is nearly one."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_countries import countries

from conference.columns import Column
from conference.models import Conference, OrganisationName, StateName
from registration.models import Delegation, searchable

#: For how many slips it is looked what may be meant: a table of nothing but slips shall not take hours.
MOST_SUGGESTIONS = 300
NEARLY = 0.72
YES = frozenset({"yes", "y", "true", "1", "x", "+", "да", "истина", "тийм", "үнэн", "✓"})
NO = frozenset({"no", "n", "false", "0", "-", "нет", "ложь", "үгүй", "худал"})
NAMES_OF_LANGUAGES = {
    "en": ("english", "английский", "англи"),
    "ru": ("russian", "русский", "орос"),
    "mn": ("mongolian", "монгольский", "монгол"),
    "fr": ("french", "французский", "франц"),
}
ROLE_ALIASES = {
    "head": (_("Head"), "hod", "head", "глава", "тэргүүн"),
    "deputy_head": ("deputy", "deputy head", "заместитель главы", "орлогч тэргүүн"),
    "delegate": ("member", "participant", "член делегации", "гишүүн"),
    "adviser": ("advisor", "expert", "советник"),
}
#: As people write States in tables; never printed.
STATES_IN_SHORT: Mapping[str, tuple[str, ...]] = {
    "AE": ("uae", "оаэ"),
    "CZ": ("czechia", "czech republic"),
    "DE": ("фрг",),
    "GB": ("uk", "u.k", "great britain", "britain", "великобритания"),
    "KR": ("rok", "south korea", "republic of korea", "южная корея"),
    "NL": ("holland",),
    "US": ("usa", "u.s.a", "u.s", "united states", "сша"),
    "VA": ("vatican", "vatican city"),
}


@dataclass
class Vocabulary:
    """Words and what they mean; a word that means two things means none."""

    meanings: dict[str, Any] = field(default_factory=dict)
    shown: dict[Any, str] = field(default_factory=dict)
    most_suggestions: int = MOST_SUGGESTIONS
    _nearly: dict[str, str] = field(default_factory=dict)
    _ambiguous: set[str] = field(default_factory=set)

    def add(self, meaning: Any, words: Iterable[object]) -> None:
        for word in words:
            key = searchable(str(word)).strip(" .")
            if not key or key in self._ambiguous:
                continue
            if self.meanings.setdefault(key, meaning) != meaning:
                del self.meanings[key]
                self._ambiguous.add(key)

    def meaning_of(self, text: str) -> Any:
        """What the text means; nothing where it is not known."""
        return self.meanings.get(searchable(text).strip(" ."))

    def is_ambiguous(self, text: str) -> bool:
        """Whether the text means two things, and therefore none."""
        return searchable(text).strip(" .") in self._ambiguous

    def suggestion_for(self, text: str) -> str:
        """The name of what is written nearly so, as the list shows it; empty where nothing is."""
        word = searchable(text).strip(" .")
        if word not in self._nearly and len(self._nearly) < self.most_suggestions:
            near = difflib.get_close_matches(word, self.meanings, n=1, cutoff=NEARLY)
            self._nearly[word] = self.shown.get(self.meanings[near[0]], "") if near else ""
        return self._nearly.get(word, "")


def vocabulary_of(column: Column) -> Vocabulary:
    """Of a column with choices: as it is kept, and as each language has it."""
    found = Vocabulary()
    if column.choices is None:
        return found
    found.shown = dict(column.choices())
    for language, _name in settings.LANGUAGES:
        with override(language):
            for kept, text in column.choices().items():
                found.add(kept, (text,))
    for kept in found.shown:
        found.add(kept, (kept,))
    return found


def roles(column: Column) -> Vocabulary:
    found = vocabulary_of(column)
    for kept, words in ROLE_ALIASES.items():
        found.add(kept, words)
    return found


def countries_known(column: Column) -> Vocabulary:
    """Of a nationality: by its name in each language, its two or three letters, and by what the register calls it."""
    found = vocabulary_of(column)
    for code in found.shown:
        found.add(code, (countries.alpha3(code),))
    for name in StateName.objects.select_related("state"):
        if name.state.code in found.shown:
            found.add(name.state.code, (*name.name.values(), *name.formal_name.values()))
    for code, words in STATES_IN_SHORT.items():
        if code in found.shown:
            found.add(code, words)
    return found


def languages_of(conference: Conference, column: Column) -> Vocabulary:
    """The conference's languages: by their own names, by those that English, Russian and Mongolian have for them."""
    known = vocabulary_of(column)
    found = Vocabulary(shown={code: text for code, text in known.shown.items() if code in conference.languages})
    for code, text in found.shown.items():
        found.add(code, (code, text, *NAMES_OF_LANGUAGES.get(code, ())))
    return found


def categories_of(conference: Conference, column: Column) -> Vocabulary:
    found = vocabulary_of(column)
    for category in conference.categories.all():
        found.add(category.pk, (category.slug, *category.name.values()))
    return found


def delegations_of(conference: Conference, column: Column) -> Vocabulary:
    """The delegations of the conference, by any name that the register has or had for their State or organisation."""
    found = vocabulary_of(column)
    delegations = Delegation.objects.filter(conference=conference)
    states = {each.state_id: each for each in delegations if each.state_id}
    organisations = {each.organisation_id: each for each in delegations if each.organisation_id}
    for name in StateName.objects.filter(state__in=states).select_related("state"):
        of = states[name.state_id]
        in_short = STATES_IN_SHORT.get(name.state.code, ())
        found.add(of.pk, (*name.name.values(), *name.formal_name.values(), name.state.code, *in_short))
    for other in OrganisationName.objects.filter(organisation__in=organisations).select_related("organisation"):
        of = organisations[other.organisation_id]
        found.add(of.pk, (*other.name.values(), other.organisation.abbreviation))
    return found


def meaning_of_yes_or_no(text: str) -> bool | None:
    word = searchable(text).strip(" .")
    return True if word in YES else False if word in NO else None


def words_of_roles(column: Column) -> Iterable[str]:
    """Every word that is understood as a role, as it is looked up."""
    return roles(column).meanings


def states_without_a_delegation(conference: Conference) -> Iterator[tuple[str, str]]:
    """The names of all other States of the register, so that it can be said that they are known and not invited."""
    taken = Delegation.objects.filter(conference=conference, state__isnull=False).values("state")
    for name in StateName.objects.exclude(state__in=taken).select_related("state"):
        for text in (*name.name.values(), *STATES_IN_SHORT.get(name.state.code, ())):
            if text:
                yield searchable(text).strip(" ."), str(name)
