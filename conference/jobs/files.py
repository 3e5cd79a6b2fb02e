"""Where the files of jobs lie: private, under random names, never under an address of their own."""

import datetime
import re
import time
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings


def folder() -> Path:
    """Made on first need; nobody but the site's own account reads it."""
    found = Path(settings.DATA_DIR) / "files"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def path_of(claim: UUID) -> Path:
    """The file that one claim writes; another claim of the same job writes another."""
    return folder() / claim.hex


def delete(name: str) -> None:
    """Deletes a file by the name that its job has; one that is gone already is no trouble."""
    if name:
        (folder() / Path(name).name).unlink(missing_ok=True)


def delete_older_than(age: datetime.timedelta) -> None:
    """Deletes what no job knows of any longer, since its conference or its officer was deleted."""
    oldest = time.time() - age.total_seconds()
    for path in folder().iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < oldest:
                path.unlink()


def safe_name(name: str) -> str:
    """A file's name as it is offered: no separators, no control characters, not hidden."""
    return re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]+", "-", name).strip(". ") or "file"
