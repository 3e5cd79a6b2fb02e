"""Gender as persons have said it, in their own words: what counts as one answer. Nothing is ever guessed."""

from collections.abc import Mapping
from enum import Enum

from django.db.models import Q

from registration.models import Participant, Visibility


class Gender(Enum):
    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"
    UNKNOWN = "unknown"


def _spellings(*words: str) -> tuple[str, ...]:
    """As typed: the database compares letters, and not every collation knows Cyrillic capitals."""
    return tuple(dict.fromkeys(form for word in words for form in (word, word.capitalize(), word.upper())))


#: The words that the form proposes in its languages, and what imported lists write for them.
WORDS: Mapping[Gender, tuple[str, ...]] = {
    Gender.WOMAN: _spellings("woman", "female", "f", "женщина", "женский", "ж", "эмэгтэй", "эм"),
    Gender.MAN: _spellings("man", "male", "m", "мужчина", "мужской", "м", "эрэгтэй", "эр"),
}


def gender_of(participant: Participant | None) -> Gender:
    """Of a static line nothing is known; of a protected person nothing is said."""
    if participant is None or not participant.gender or participant.visibility == Visibility.HIDDEN:
        return Gender.UNKNOWN
    return next((gender for gender, words in WORDS.items() if participant.gender in words), Gender.OTHER)


def has_said(gender: Gender) -> Q:
    """The same as a condition on appearances."""
    return Q(participant__gender__in=WORDS[gender]) & ~Q(participant__visibility=Visibility.HIDDEN)
