"""Which wording a letter has in each language, which it had, and what may stand in one."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conference.correspondence.compose import FALLBACK_LANGUAGE, PLACEHOLDER, lost_placeholders, shipped_wording
from conference.correspondence.models import LetterTemplate, LetterVersion, LetterVersionQuerySet
from conference.correspondence.purposes import COMMON, PURPOSES, Purpose
from conference.correspondence.read_translations import is_read
from conference.models import Conference
from conference.reference.sort_keys import sort_key

BRACED = re.compile(r"\{+[^{}]*\}*|\}+")
SHOWN = 40


@dataclass(frozen=True)
class Words:
    """Subject and body of a letter, with their placeholders."""

    subject: str
    body: str

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset(PLACEHOLDER.findall(f"{self.subject}\n{self.body}"))


NO_WORDS = Words("", "")


@dataclass(frozen=True)
class WordingStanding:
    """``own``: the Secretariat's wording, if there is one; ``is_shipped``: whether Plenary brings one."""

    language: str
    own: LetterTemplate | None
    is_shipped: bool
    is_read: bool = True
    #: Placeholders of the own wording that the letter has no longer: it is passed over.
    lost: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether such letters go out in English, though the conference has the language."""
        return self.own is None and not self.is_shipped


@dataclass(frozen=True)
class Slot:
    """The place of a letter in one language of a conference: what stands there, and what stood there."""

    conference: Conference
    purpose: str
    language: str

    def own(self) -> LetterTemplate | None:
        """The Secretariat's wording, if there is one."""
        return LetterTemplate.objects.filter(
            conference=self.conference, purpose=self.purpose, language=self.language
        ).first()

    def versions(self) -> LetterVersionQuerySet:
        return LetterVersion.objects.filter(conference=self.conference, purpose=self.purpose, language=self.language)

    def last_version(self) -> LetterVersion | None:
        return self.versions().order_by("-number").first()

    def shipped(self) -> Words:
        """The wording that Plenary brings, else the English one as a start; nothing where there is neither."""
        found = shipped_wording(self.purpose, self.language) or shipped_wording(self.purpose, FALLBACK_LANGUAGE)
        return Words(found.subject, found.body.strip()) if found else NO_WORDS

    @staticmethod
    def number_of(own: LetterTemplate | None, last: LetterVersion | None) -> int:
        """The number of the version in force; 0 where nobody ever reworded it.

        Where a conference took its letters over of another, the first is not among the versions yet.
        """
        return max(own.version if own else 0, last.number if last else 0)

    def words_at(self, number: int) -> Words | None:
        """What the letter said by a version's number; nothing where there was no such version."""
        version = self.versions().filter(number=number).first()
        if version is not None:
            return Words(version.subject, version.body) if version.is_own else self.shipped()
        own = self.own()
        if own is not None and own.version == number:
            return Words(own.subject, own.body)
        return self.shipped() if number == 0 else None


@dataclass(frozen=True)
class LanguageInForce:
    """A letter in one language as an editor shows it."""

    slot: Slot
    standing: WordingStanding
    words: Words
    number: int
    last: LetterVersion | None


def wordings_of(conference: Conference) -> list[tuple[Purpose, list[WordingStanding]]]:
    """Every letter with its wording in each of the conference's languages, in the order of their names. One query."""
    own = {(row.purpose, row.language): row for row in LetterTemplate.objects.filter(conference=conference)}
    return [
        (purpose, [_standing(key, language, own.get((key, language))) for language in conference.languages])
        for key, purpose in sorted(PURPOSES.items(), key=lambda item: sort_key(str(item[1].label)))
    ]


def letters_saying(
    letters: list[tuple[Purpose, list[WordingStanding]]], asked: str
) -> list[tuple[Purpose, list[WordingStanding]]]:
    """Those of the letters whose name or wording in force, in any language, has these words; case does not matter."""
    wanted = " ".join(asked.split()).casefold()
    return [(purpose, row) for purpose, row in letters if wanted in _words_of(purpose, row)]


def _words_of(purpose: Purpose, row: list[WordingStanding]) -> str:
    """On one line, so that words are found where a line ends between them."""
    texts = [str(purpose.label)]
    for each in row:
        found = each.own or shipped_wording(purpose.key, each.language)
        texts += [found.subject, found.body] if found else []
    return " ".join(" ".join(texts).split()).casefold()


def in_force(conference: Conference, purpose: str) -> list[LanguageInForce]:
    """The letter in each of the conference's languages, with who worded it last. Two queries."""
    own = {row.language: row for row in LetterTemplate.objects.filter(conference=conference, purpose=purpose)}
    versions = LetterVersion.objects.filter(conference=conference, purpose=purpose).order_by("language", "-number")
    last = {row.language: row for row in versions.distinct("language").select_related("by")}
    return [_in_force(Slot(conference, purpose, code), own.get(code), last.get(code)) for code in conference.languages]


def _in_force(slot: Slot, own: LetterTemplate | None, last: LetterVersion | None) -> LanguageInForce:
    words = Words(own.subject, own.body) if own else slot.shipped()
    standing = _standing(slot.purpose, slot.language, own)
    return LanguageInForce(slot, standing, words, Slot.number_of(own, last), last)


def _standing(purpose: str, language: str, own: LetterTemplate | None) -> WordingStanding:
    is_shipped = shipped_wording(purpose, language) is not None
    lost = tuple(lost_placeholders(PURPOSES[purpose], f"{own.subject}\n{own.body}")) if own else ()
    return WordingStanding(language, own, is_shipped, is_read=is_read(purpose, language), lost=lost)


def unusable_wordings(conference: Conference) -> int:
    """How many own wordings are passed over, since they have a placeholder that their letter has lost. One query."""
    rows = LetterTemplate.objects.filter(conference=conference).values_list("purpose", "subject", "body")
    known = ((PURPOSES[key], f"{subject}\n{body}") for key, subject, body in rows if key in PURPOSES)
    return sum(bool(lost_placeholders(purpose, text)) for purpose, text in known)


def missing_translations(conference: Conference) -> dict[str, int]:
    """How many letters go out in English though the conference has the language. No query where all are shipped."""
    unshipped = {code: {key for key in PURPOSES if shipped_wording(key, code) is None} for code in conference.languages}
    lacking = {code: keys for code, keys in unshipped.items() if keys}
    if not lacking:
        return {}
    worded: dict[str, set[str]] = defaultdict(set)
    rows = LetterTemplate.objects.filter(conference=conference, language__in=lacking)
    for language, purpose in rows.values_list("language", "purpose"):
        worded[language].add(purpose)
    counts = {language: len(keys - worded[language]) for language, keys in lacking.items()}
    return {language: count for language, count in counts.items() if count}


def faults_of(purpose: Purpose, text: str) -> Iterator[str]:
    """What cannot stand in a wording, each with its place: a placeholder it does not have, a brace that is none."""
    for number, line in enumerate(text.split("\n"), start=1):
        for braced in BRACED.finditer(line):
            sentence = _fault_of(purpose, braced[0])
            if sentence:
                place = {"line": number, "column": braced.start() + 1, "text": braced[0][:SHOWN]}
                yield sentence % place


def faults_of_subject(purpose: Purpose, subject: str) -> Iterator[str]:
    """The same for a subject; nor can it carry what opens something: lists, files and mail programs show it to many."""
    yield from faults_of(purpose, subject)
    for found in PLACEHOLDER.finditer(subject):
        if purpose.allows(found[1]) and purpose.opens(found[1]):
            yield _("A subject is read by many: “%(text)s” can stand in the text alone.") % {"text": found[0]}


def _fault_of(purpose: Purpose, braced: str) -> str:
    placeholder = PLACEHOLDER.fullmatch(braced)
    if placeholder and purpose.allows(placeholder[1]):
        return ""
    if placeholder:
        return _("Line %(line)d, column %(column)d: this letter has no placeholder “%(text)s”.")
    if "}" not in braced:
        return _("Line %(line)d, column %(column)d: the brace of “%(text)s” is not closed.")
    if "." in braced or "[" in braced or "(" in braced:
        return _("Line %(line)d, column %(column)d: “%(text)s” asks for a part; only a plain name can stand there.")
    return _(
        "Line %(line)d, column %(column)d: “%(text)s” is no placeholder; braces stand around the name of one only."
    )


def missing_links(purpose: Purpose, language: str, text: str) -> list[str]:
    """The links and codes that the shipped wording carries and this one does not: such a letter leads nowhere."""
    shipped = shipped_wording(purpose.key, language) or shipped_wording(purpose.key, FALLBACK_LANGUAGE)
    names = PLACEHOLDER.findall(shipped.body) if shipped else []
    here = set(PLACEHOLDER.findall(text))
    needed = (name for name in dict.fromkeys(names) if purpose.is_link(name) or name.endswith("code"))
    return [name for name in needed if name not in here]


def explained_placeholders(purpose: Purpose) -> list[tuple[str, str]]:
    """Each placeholder as it is typed, with its meaning; the letter's own first."""
    table = {**purpose.placeholders, **COMMON}
    return [(f"{{{name}}}", str(meaning)) for name, meaning in table.items()]
