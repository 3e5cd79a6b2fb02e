"""One name in its many spellings: what is left of it when script, accents, order and the usual variants are gone."""

import re
from collections.abc import Iterator
from functools import lru_cache

from registration.models.participant import Participant, searchable
from registration.queries.latin_names import latin_form

#: Of a word what is heard: the transliterations of one sound fall together (Khurelsukh, Hurelsuh; Jargal, Zhargal).
SOUNDS = (
    ("shch", "s"),
    ("sch", "s"),
    ("tsch", "c"),
    ("tch", "c"),
    ("dzh", "j"),
    ("dj", "j"),
    ("zh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ts", "c"),
    ("tz", "c"),
    ("ch", "c"),
    ("sh", "s"),
    ("th", "t"),
    ("ph", "f"),
    ("ck", "k"),
    ("x", "ks"),
    ("q", "k"),
    ("w", "v"),
)
BETWEEN, WITHIN = re.compile(r"[^\w]+"), re.compile(r"['’ʼ`.]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
VOWELS = re.compile(r"[aeiouy]+")
TWICE = re.compile(r"(.)\1+")
#: What stands between names and is dropped, doubled or joined at will.
PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "bint", "de", "da", "van", "von", "der", "di", "du", "jr", "sr", "uulu"}
)


@lru_cache(maxsize=1 << 14)
def latin_words(name: str, language: str) -> tuple[str, ...]:
    """The words of a part of a name, in Latin letters without accents; other scripts as they are."""
    bare = searchable(latin_form(name, language=language))
    return tuple(BETWEEN.sub(" ", WITHIN.sub("", bare)).split())


@lru_cache(maxsize=1 << 14)
def sound_of(word: str) -> str:
    """What a word is heard as: its first letter, or that it begins with a vowel, and its consonants."""
    for spelling, sound in SOUNDS:
        word = word.replace(spelling, sound)
    first = "a" if VOWELS.match(word) else ""
    return TWICE.sub(r"\1", first + VOWELS.sub("", word))


def names_of(person: Participant) -> list[list[str]]:
    """The ways in which a person is named: without the patronymic, with it, and in their own script; each in words."""
    given, family, patronymic = person.given_names, person.family_name, person.patronymic
    whole = ((given, family) if family else (), (given, patronymic, family), (person.native_name,))
    found: list[list[str]] = []
    for language in _languages(person):
        for parts in whole:
            words = sorted(word for part in parts if part for word in latin_words(part, language))
            if words and words not in found:
                found.append(words)
    return found


def _languages(person: Participant) -> Iterator[str]:
    """By which tables Cyrillic is read: that of their language, and the other, since passports follow either."""
    yield "mn" if person.language == "mn" else "ru"
    if CYRILLIC.search(f"{person.given_names}{person.family_name}{person.native_name}"):
        yield "ru" if person.language == "mn" else "mn"


def significant(words: list[str]) -> list[str]:
    """Without the particles that come and go, unless nothing else is there."""
    return [word for word in words if word not in PARTICLES] or words
