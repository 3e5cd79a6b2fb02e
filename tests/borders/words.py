"""Words that stand in one place alone, so that whoever reads one is known to have reached that place.

Each thing of a host bears a word of its own in every text it has: a person in name, function, institution and address,
a session in its title. Who may read the word is written down with it; anybody else who reads it has found a leak.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PUBLIC = frozenset({"everybody"})
TEAM = frozenset({"team"})
#: Hidden persons are named to two duties of the team, and to themselves.
PROTECTED = frozenset({"protected"})

#: Each host's words begin with its own.
ROOTS = ("Orkhon", "Kherlen")
SYLLABLES = [consonant + vowel for consonant in "bdgklmnprstv" for vowel in "aeiou"]

#: Any word in a text in lower case.
WORD = re.compile(f"(?:{'|'.join(ROOTS).lower()})(?:[bdgklmnprstv][aeiou]){{2}}")


@dataclass(frozen=True)
class Word:
    """``readers``: the names of the roles that may read it, or one of the sets above."""

    text: str
    readers: frozenset[str]


@dataclass
class Words:
    """The words of one host; ``root`` begins each and stands nowhere else."""

    root: str
    used: dict[str, Word] = field(default_factory=dict)

    def new(self, readers: frozenset[str] = TEAM) -> str:
        """A word not used yet: “Orkhonbade”. All are of one length, so that none is the beginning of another."""
        first, second = divmod(len(self.used), len(SYLLABLES))
        text = f"{self.root}{SYLLABLES[first]}{SYLLABLES[second]}"
        self.used[text.lower()] = Word(text.lower(), readers)
        return text

    def withheld_from(self, role: str, *, duties: frozenset[str]) -> frozenset[str]:
        """The words that a role may not read; ``duties`` are the sets it belongs to in this host's conference."""
        known = duties | {role, "everybody"}
        return frozenset(word.text for word in self.used.values() if not word.readers & known)


def texts(word: str, en: str, ru: str, mn: str) -> dict[str, str]:
    """A text in each language of the conference, the word in all of them."""
    return {"en": f"{en} {word}", "ru": f"{ru} {word}", "mn": f"{mn} {word}"}
