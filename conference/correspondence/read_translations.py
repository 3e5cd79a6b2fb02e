"""Which shipped translations a native speaker has read, and in which form; a file that changed since is not read."""

import hashlib
import tomllib
from functools import cache

from conference.correspondence.compose import FALLBACK_LANGUAGE, LETTERS

RECORD = LETTERS / "READ.toml"


def is_read(purpose: str, language: str) -> bool:
    """Whether somebody whose language it is has read the shipped text as it stands; English is the original."""
    return language == FALLBACK_LANGUAGE or _digests().get((purpose, language)) == digest_of(purpose, language)


@cache
def digest_of(purpose: str, language: str) -> str:
    """What the record names a text by; empty where there is none."""
    path = LETTERS / language / f"{purpose}.txt"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@cache
def _digests() -> dict[tuple[str, str], str]:
    record = tomllib.loads(RECORD.read_text(encoding="utf-8"))
    return {(entry["letter"], entry["language"]): entry["sha256"] for entry in record.get("read", [])}
