"""Compiles the translations without the gettext programs, which many machines lack."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")
LOCALE = Path(__file__).resolve().parent.parent.parent / "locale"


def compile_translations(folder: Path) -> list[Path]:
    """Bring every .mo under ``folder`` up to its .po; returns those that were written."""
    written = []
    for source in sorted(folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        _compile(source, target)
        written.append(target)
    return written


def faults(folder: Path) -> Iterator[str]:
    """Translations that would fail or lose something when they are used: other placeholders than the original's."""
    import polib

    for source in sorted(folder.rglob("*.po")):
        for entry in polib.pofile(str(source)).translated_entries():
            texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
            original = _placeholders(entry.msgid_plural or entry.msgid)
            for text in texts:
                if _placeholders(text) - original or (not entry.msgid_plural and _placeholders(text) != original):
                    yield f"{source}:{entry.linenum}: “{entry.msgid}” and “{text}” have different placeholders."


def _placeholders(text: str) -> set[str]:
    return {found.group(0) for found in PLACEHOLDER.finditer(text)}


def _compile(source: Path, target: Path) -> None:
    import polib

    draft = target.with_name(f".{target.name}.{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(draft))
    draft.rename(target)


def main() -> int:
    """Compile, then report faults; the exit status says whether there are any."""
    compile_translations(LOCALE)
    found = list(faults(LOCALE))
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
