"""Brings the catalogues under ``locale/`` up to the messages of the code; what is translated stays translated."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import polib
from django.apps import apps

from conference.management.messages import Key, Message

# Whole numbers need no more; the fourth Russian form that some catalogues have is for fractions.
PLURALS = {
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "mn": "nplurals=2; plural=(n != 1);",
}
FORMS = {"ru": 3, "mn": 2}
# Not its other apps, which say “session” of browsers.
DJANGO = ("conf", "contrib/auth", "contrib/admin")
CATALOGUE = Path("LC_MESSAGES", "django.po")
# Of the scripts that Django's admin brings; ours say nothing.
SCRIPTS = Path("LC_MESSAGES", "djangojs.po")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")
HEADER = """Written by “make messages”. Above an entry that a native reader has read stands “# read: who, when”;
whoever changes the translation takes that away. docs/translations.md tells what nobody has read."""
READ = re.compile(r"^read: \S", re.MULTILINE)
WIDTH = 120


def translatable(root: Path) -> list[Path]:
    """The folders whose messages go into our catalogues: our apps and our templates."""
    installed = [Path(config.path) for config in apps.get_app_configs()]
    return [*(path for path in installed if path.parent == root), root / "templates"]


def entries_of(path: Path) -> dict[Key, Any]:
    """The entries of a catalogue by context and message; none while there is no catalogue."""
    if not path.exists():
        return {}
    return {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}


def catalogue(language: str, messages: dict[Key, Message], kept: dict[Key, Any], known: dict[Key, Any]) -> Any:
    """A catalogue of ``messages`` alone: translated as in ``kept``; one that is new as in ``known``."""
    catalogue = polib.POFile(wrapwidth=WIDTH)
    catalogue.header = HEADER
    catalogue.metadata = {
        "Project-Id-Version": "plenary",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for key, message in messages.items():
        catalogue.append(_entry(message, kept.get(key) or known.get(key), FORMS[language]))
    return catalogue


def known_to_django(language: str) -> dict[Key, Any]:
    """What Django's own pages translate, which readers would see if our catalogue said nothing."""
    found: dict[Key, Any] = {}
    for place in DJANGO:
        entries = entries_of(Path(django.__file__).parent / place / "locale" / language / CATALOGUE)
        found |= {key: entry for key, entry in entries.items() if entry.translated() and _is_sound(entry)}
    return found


def lacking_in_scripts(language: str) -> dict[Key, Message]:
    """What the scripts of Django's admin say and its catalogue has not in this language."""
    folder = Path(django.__file__).parent / "contrib" / "admin" / "locale"
    theirs = entries_of(folder / language / SCRIPTS)
    sound = {key for key, entry in theirs.items() if entry.translated() and _is_sound(entry)}
    return {
        key: Message(entry.msgctxt, entry.msgid, entry.msgid_plural, files=["django.contrib.admin"])
        for key, entry in entries_of(folder / "en" / SCRIPTS).items()
        if key not in sound
    }


def read_by_natives(catalogue: Any) -> int:
    """How many entries bear the mark of a native reader."""
    return sum(1 for entry in catalogue if READ.search(entry.tcomment))


def _is_sound(entry: Any) -> bool:
    texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
    return all(text == text.strip() and text != entry.msgid for text in texts)


def _entry(message: Message, before: Any, forms: int) -> Any:
    entry = polib.POEntry(
        msgctxt=message.context,
        msgid=message.text,
        msgid_plural=message.plural,
        comment="\n".join(message.comments),
        # Files without lines: a catalogue changes when a message does, not whenever a line moves.
        occurrences=[(name, "") for name in message.files],
        flags=list(_flags(message, before)),
    )
    same = before is not None and before.msgid_plural == message.plural
    if message.plural:
        texts = before.msgstr_plural if same else {}
        entry.msgstr_plural = {form: texts.get(form, "") for form in range(forms)}
    elif same:
        entry.msgstr = before.msgstr
    entry.tcomment = before.tcomment if same else ""
    return entry


def _flags(message: Message, before: Any) -> Iterator[str]:
    if before is not None and before.fuzzy:
        yield "fuzzy"
    if PLACEHOLDER.search(message.text + message.plural):
        yield "python-format"
