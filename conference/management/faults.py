"""What is wrong with a translation, so that ``make check`` can say it before a reader sees it."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from conference.correspondence.compose import LETTERS, PLACEHOLDER, shipped_wording
from conference.correspondence.purposes import PURPOSES, Purpose
from conference.management.messages import Key, Message

# What a translation must carry over: %(name)s, %s and what JavaScript and Django's admin fill in between braces.
FILLED_IN = re.compile(r"%\((\w+)\)[sdr]|%[sdr]|\{\w+\}")
MIXED_ALPHABETS = re.compile(r"\w*(?:[A-Za-z][А-Яа-яЁёӨөҮү]|[А-Яа-яЁёӨөҮү][A-Za-z])\w*")
# Names of States that these do not use of themselves.
NOT_SAID = {
    "ru": re.compile(r"Киргизи|Белорусси|Молдави|Южн\w* Коре", re.IGNORECASE),
    "mn": re.compile(r"Белорусси|Өмнөд Солонгос|Умард Солонгос|Хойд Солонгос", re.IGNORECASE),
}


def in_catalogue(path: Path, language: str, messages: Mapping[Key, Message] | None = None) -> Iterator[str]:
    """The faults of a catalogue; with ``messages``, also what the code says and the catalogue does not."""
    import polib

    entries = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    for entry in entries.values():
        for fault in _of_entry(entry, language):
            yield f"{path.name}:{entry.linenum}: “{entry.msgid}” {fault}"
    for key, message in (messages or {}).items():
        if key not in entries or entries[key].msgid_plural != message.plural:
            yield f"{path.name}: “{message.text}” of {message.files[0]} is not collected: make messages."


def _of_entry(entry: Any, language: str) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(text.strip() for text in texts):
        yield "is not translated." if not any(texts) else "lacks a plural form."
        return
    if entry.fuzzy:
        yield "is marked fuzzy: read it and take the mark away."
    for text in texts:
        if not _keeps_placeholders(entry, text):
            yield f"and “{text}” have different placeholders."
        yield from in_text(text, language)


def _keeps_placeholders(entry: Any, text: str) -> bool:
    """A form of a plural may leave out the number, never bring in something that is not filled."""
    original, found = _filled_in(entry.msgid_plural or entry.msgid), _filled_in(text)
    return found <= original if entry.msgid_plural else found == original


def _filled_in(text: str) -> set[str]:
    return {found[0] for found in FILLED_IN.finditer(text)}


def in_text(text: str, language: str) -> Iterator[str]:
    """Letters of two alphabets in one word, and names that a State does not use."""
    for found in MIXED_ALPHABETS.finditer(FILLED_IN.sub(" ", text)):
        yield f"has letters of two alphabets in “{found[0]}”."
    if language in NOT_SAID:
        yield from (f"says “{found[0]}…”." for found in NOT_SAID[language].finditer(text))


def in_letters(languages: list[str]) -> Iterator[str]:
    """Letters that a language lacks, that nobody sends, or that do not carry what the English ones do."""
    for language in languages:
        shipped = {path.stem for path in (LETTERS / language).glob("*.txt")}
        yield from (f"letters/{language}/{key}.txt: nobody sends this letter." for key in shipped - PURPOSES.keys())
        for purpose in PURPOSES.values():
            yield from (f"letters/{language}/{purpose.key}.txt {fault}" for fault in _of_letter(purpose, language))


def _of_letter(purpose: Purpose, language: str) -> Iterator[str]:
    wording, english = shipped_wording(purpose.key, language), shipped_wording(purpose.key, "en")
    if wording is None or english is None or not wording.subject or not wording.body.strip():
        yield "is missing."
        return
    text = f"{wording.subject}\n{wording.body}"
    names = set(PLACEHOLDER.findall(text))
    yield from (f"has “{name}”, which it is not given." for name in names if not purpose.allows(name))
    needed = set(PLACEHOLDER.findall(f"{english.subject}\n{english.body}")) & purpose.placeholders.keys()
    # Names of States come in the case that a language needs: either form of one will do.
    lacking = needed - names - {"government_of", "state_formal_name", "addressee"}
    yield from (f"lacks “{name}”, which the English letter has." for name in sorted(lacking))
    if language != "en":
        yield from in_text(PLACEHOLDER.sub(" ", text), language)


def in_content(folder: Path, languages: list[str]) -> Iterator[str]:
    """Texts of a demonstration's tables that a language lacks."""
    for path in sorted(folder.rglob("*.json")):
        for where, texts in _texts_in(json.loads(path.read_text(encoding="utf-8")), path.stem):
            for language in languages:
                text = texts.get(language, "")
                if not text.strip():
                    yield f"{path.parent.name}/{path.name}: {where} says nothing in “{language}”."
                elif language != "en":
                    found = in_text(text, language)
                    yield from (f"{path.parent.name}/{path.name}: {where} {fault}" for fault in found)


def _texts_in(given: Any, where: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    if isinstance(given, dict) and isinstance(given.get("en"), str):
        yield where, given
    elif isinstance(given, dict):
        for name, value in given.items():
            yield from _texts_in(value, f"{where}.{name}")
    elif isinstance(given, list):
        for position, value in enumerate(given, start=1):
            yield from _texts_in(value, f"{where}[{position}]")
