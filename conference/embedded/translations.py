"""Compiles the translations without the gettext programs, which many machines lack."""

import os
from pathlib import Path

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


def _compile(source: Path, target: Path) -> None:
    import polib

    draft = target.with_name(f".{target.name}.{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(draft))
    draft.rename(target)
