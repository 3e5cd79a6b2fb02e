"""How the columns of registrations are made: a text as it is kept, one of a closed list, a yes or a no, a name."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django_countries import countries

from conference.columns import Column
from conference.formats import language_name
from conference.models import TeamRole

Text = Promise | str
Roles = frozenset[TeamRole] | None
Texts = Callable[[], Mapping[Any, str]]


def as_kept(key: str, label: Text, group: Text, reads: str, *, field: str = "", roles: Roles = None) -> Column:
    """A text, a number or a yes or no, as the database has it."""
    return Column(key=key, label=label, group=group, value=itemgetter(reads), field=field, roles=roles, reads=(reads,))


def of_choices(
    key: str,
    label: Text,
    group: Text,
    reads: str,
    texts: Texts,
    *,
    field: str = "",
    roles: Roles = None,
) -> Column:
    """One of a closed list, in words; nothing, or what the list does not know, as it is kept."""

    def value(row: dict[str, Any]) -> str:
        kept = row[reads]
        return texts().get(kept) or kept or ""

    return Column(
        key=key, label=label, group=group, value=value, field=field, roles=roles, choices=texts, reads=(reads,)
    )


def labels_of(choices: Iterable[tuple[Any, Text]]) -> Texts:
    """The labels of choices."""
    return once(lambda: {value: str(label) for value, label in choices if value})


def languages() -> Texts:
    """By their own names: the same in whatever language the site is read."""
    return once(lambda: {code: language_name(code) for code, _name in settings.LANGUAGES})


def nationalities() -> Texts:
    return once(lambda: {code: str(countries.name(code)) for code in countries.countries})


def once(make: Texts) -> Texts:
    """The same texts for every row of a list, in each language: made when the first is shown in it."""
    in_language = cache(lambda _language: make())
    return lambda: in_language(get_language())
