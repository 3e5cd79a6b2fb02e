"""Where tables that were brought lie until they are done with: private, under random names, for a week at most."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from conference.imports.errors import UnreadableTableError

GONE = _("The file is not there any longer: it is deleted after a week. Please choose it again.")


def folder() -> Path:
    """Made on first need; nobody but the site's own account reads it."""
    found = Path(settings.MEDIA_ROOT) / "private" / "imports"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def keep(content: bytes) -> str:
    """Stores a file and gives its name."""
    name = uuid4().hex
    with writing(name) as path:
        path.write_bytes(content)
    return name


@contextmanager
def writing(name: str) -> Iterator[Path]:
    """A file that is there whole or not at all."""
    unfinished = folder() / f"{name}.{uuid4().hex}.part"
    try:
        yield unfinished
        unfinished.chmod(0o600)
        unfinished.replace(folder() / name)
    finally:
        unfinished.unlink(missing_ok=True)


def path_of(name: str) -> Path:
    """Raises ``UnreadableTableError`` where it is gone."""
    path = folder() / Path(name).name
    if not name or not path.is_file():
        raise UnreadableTableError(GONE)
    return path


def delete(name: str) -> None:
    """One that is gone already is no trouble."""
    if name:
        (folder() / Path(name).name).unlink(missing_ok=True)


def delete_older_than(age: timedelta) -> int:
    """Deletes what no row knows of any longer; gives how many there were."""
    oldest, count = time.time() - age.total_seconds(), 0
    for path in folder().iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < oldest:
                path.unlink()
                count += 1
    return count
